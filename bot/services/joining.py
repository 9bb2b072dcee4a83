"""Someone begins to listen: a language, then neighborhoods."""

from datetime import datetime

from bot.domain.authority import May
from bot.domain.ids import EVERYWHERE, Language, NeighborhoodId
from bot.domain.ledger import Act
from bot.domain.people import Listening, Person, Role
from bot.domain.refusals import Expired
from bot.services.acting import act, act_on_oneself
from bot.services.meeting import demand
from cities import City
from db import areas, duties, ledger, people
from db.engine import Database, Transaction


@act
async def speak(
    tx: Transaction, telegram_id: int, language: Language, *, owner: int | None, now: datetime
) -> Listening:
    """Use this language from now on. Whoever is new is remembered; the owner is the first organizer."""
    person = await people.find(tx, telegram_id)
    if person is None:
        role = Role.ORGANIZER if telegram_id == owner else Role.RESIDENT
        person = await people.add(tx, telegram_id, language=language, role=role, now=now)
        if role is Role.ORGANIZER:
            await ledger.write(tx, Act.APPOINTED, by=person, now=now)
        return Listening(person, frozenset())
    await people.speak(tx, person.number, language)
    return Listening(Person(person.number, language, person.role), await areas.chosen(tx, person.number))


@act_on_oneself
async def toggle(tx: Transaction, neighborhood: NeighborhoodId, *, by: Person, city: City) -> Listening:
    """Listen in a neighborhood, or stop doing so."""
    if neighborhood != EVERYWHERE and neighborhood not in city.neighborhoods:
        raise Expired
    await demand(tx, by, May.LISTEN, alone=True)
    chosen = await areas.chosen(tx, by.number)
    if neighborhood in chosen:
        await areas.leave(tx, by.number, neighborhood)
    else:
        await areas.listen(tx, by.number, neighborhood)
    return Listening(by, chosen ^ {neighborhood})


@act_on_oneself
async def listen(tx: Transaction, neighborhood: NeighborhoodId, *, by: Person) -> Listening:
    """Listen in a neighborhood. Listening there already is no error."""
    await demand(tx, by, May.LISTEN, alone=True)
    await areas.listen(tx, by.number, neighborhood)
    return Listening(by, await areas.chosen(tx, by.number))


@act
async def stop(tx: Transaction, *, by: Person) -> None:
    """Listen nowhere, and be on duty no more. Language and role stay; a pause is over, as there is nothing to pause."""
    await demand(tx, by, May.LISTEN)
    await areas.leave_all(tx, by.number)
    await duties.end(tx, by.number)
    await people.pause(tx, by.number, None)


async def listening(database: Database, by: Person) -> Listening:
    """Where this person listens now."""
    async with database.reading() as tx:
        return Listening(by, await areas.chosen(tx, by.number))


async def appoint_owner(database: Database, owner: int, *, now: datetime) -> None:
    """Make the owner an organizer, when the bot knows them already."""

    async def appoint(tx: Transaction) -> None:
        person = await people.find(tx, owner)
        if person is not None and person.role is not Role.ORGANIZER:
            await people.appoint(tx, person.number, Role.ORGANIZER)
            made = Person(person.number, person.language, Role.ORGANIZER)
            await ledger.write(tx, Act.APPOINTED, by=made, now=now)

    await database.change(appoint)
