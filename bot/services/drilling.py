"""An exercise: two organizers begin it, the bot itself reports, and those who take part do what they always do."""

from datetime import datetime

from bot.domain import drill
from bot.domain.authority import May
from bot.domain.buttons import Exercises, Taking
from bot.domain.drill import Standing
from bot.domain.freezing import Wish
from bot.domain.incident import OPEN, Activity, Incident, Number, Status
from bot.domain.ledger import Act
from bot.domain.letter import Says
from bot.domain.people import Hearing, Person
from bot.domain.refusals import IllegalStep
from bot.domain.report import WholeReport
from bot.domain.retention import RETENTION, Kept
from bot.services.acting import act
from bot.services.meeting import demand
from cities import City
from db import cards, exercises, freezes, incidents, ledger, letters, people, reports
from db.engine import Database, Transaction

ABOUT = 0
"""There is one exercise at a time: what is agreed to is the next."""


@act
async def take_part(tx: Transaction, wish: Exercises, *, by: Person) -> Hearing:
    """Take part in exercises from now on, or no more."""
    await demand(tx, by, May.TAKE_PART)
    await people.exercise(tx, by.number, takes_part=wish.taking is Taking.PART)
    return await people.hearing(tx, by.number)


async def standing(database: Database, *, by: Person, now: datetime) -> Standing:
    """How it stands."""
    async with database.reading() as tx:
        await demand(tx, by, May.BEGIN_EXERCISES)
        return await _standing(tx, by, now=now)


async def _standing(tx: Transaction, by: Person, *, now: datetime) -> Standing:
    wished = await freezes.agreed(tx, Wish.EXERCISE, ABOUT, since=now - RETENTION[Kept.AGREEMENTS].keep)
    return Standing(
        await exercises.running(tx),
        await exercises.take_part(tx),
        wished=by.number in wished,
        asked=bool(set(wished) - {by.number}),
    )


@act
async def agree(tx: Transaction, *, by: Person, city: City, now: datetime) -> Standing:
    """An organizer wants an exercise, and takes part; with the second one it begins. IllegalStep while one is under
    way."""
    await demand(tx, by, May.BEGIN_EXERCISES)
    before = await _standing(tx, by, now=now)
    if before.running is not None:
        raise IllegalStep
    await people.exercise(tx, by.number, takes_part=True)
    await freezes.agree(tx, Wish.EXERCISE, ABOUT, by.number, now=now)
    if before.asked:
        await _begin(tx, by, city=city, now=now)
    elif not before.wished:
        others = [one for one in await people.organizers(tx) if one != by.number]
        await letters.write(tx, others, Says.EXERCISE_WISHED, None, now=now)
    return await _standing(tx, by, now=now)


async def _begin(tx: Transaction, by: Person, *, city: City, now: datetime) -> None:
    """A report that nobody made, and its card for the volunteers and organizers who take part."""
    place = drill.place(city.places, now)
    report = WholeReport(Activity.PATROL, place, city.places[place].neighborhood, now, Number.FEW)
    incident = await incidents.add(tx, report, now=now, exercise=True)
    await reports.add(tx, report, incident=incident.id, by=None, now=now)
    await cards.deal(tx, incident.id, await exercises.look(tx))
    await ledger.write(tx, Act.EXERCISE, by=by, now=now, subject=incident.id)
    await exercises.begun(tx)


async def moved(tx: Transaction, incident: Incident, was: Status, *, now: datetime) -> None:
    """Called when an incident has moved: at the end of an exercise the organizers who take part hear how long each step
    took."""
    if incident.exercise and was in OPEN and incident.status not in OPEN:
        times = await exercises.times(tx, incident, over=now)
        await letters.write(tx, await people.organizers(tx, exercise=True), Says.EXERCISE_OVER, times, now=now)
