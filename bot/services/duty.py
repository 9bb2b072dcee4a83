"""A volunteer is available for some neighborhoods until a time."""

from datetime import datetime, timedelta

from bot.domain.authority import May, is_allowed
from bot.domain.buttons import OnDuty, Resting
from bot.domain.duty import REMINDED_BEFORE, RESTS, Choice, Duty, Neighborhoods, Rest, offered, unpacked
from bot.domain.ids import EVERYWHERE
from bot.domain.letter import DutyEnds, Says
from bot.domain.pausing import is_night
from bot.domain.people import Person, Role
from bot.domain.policy import Policy
from bot.domain.refusals import Expired, NotTrained, NowhereChosen
from bot.services import dealing
from bot.services.acting import act
from bot.services.meeting import demand
from cities import City
from db import areas, cards, duties, incidents, letters, people, reports
from db.engine import Database, Transaction

LONGEST_HOURS = 12
"""Nobody should be woken for longer than that without having said so again."""

MOST_CARDS = 20
"""So many cards at once are as many as anyone can look through."""


@act
async def start(tx: Transaction, wish: OnDuty, *, by: Person, city: City, policy: Policy, now: datetime) -> Duty | None:
    """Be on duty there for that many hours; none for zero hours, which ends it. NotTrained for a volunteer who has not
    practised, where the policy asks for it.

    What is unverified there and still news is on its way at once, as cards while there is room for them, and what does
    not fit as a list; not what this person reported.
    """
    stands = await demand(tx, by, May.BE_ON_DUTY)
    if not wish.hours:
        await duties.end(tx, by.number)
        return None
    if policy.training_first and stands.role is Role.VOLUNTEER and not await people.is_trained(tx, by.number):
        raise NotTrained
    where = await _within_reach(tx, wish.where, by=by, city=city)
    if not where:
        raise NowhereChosen
    until = now + timedelta(hours=min(wish.hours, LONGEST_HOURS))
    await duties.start(tx, by.number, where, until=until)
    shared = [one.id for one in city.places.values() if one.also in where]
    news = await incidents.unverified(tx, where, shared, after=now - policy.confirm_within, limit=MOST_CARDS)
    own = await reports.own(tx, by.number, [one.id for one in news])
    await dealing.catch_up(tx, by.number, [one.id for one in news if one.id not in own], policy=policy, now=now)
    await cards.rouse(tx, by.number)
    return Duty(where, until)


@act
async def rest(tx: Transaction, wish: Resting, *, by: Person, now: datetime) -> Duty | None:
    """Hear no sound for a while, or be busy, or neither any more; none for who is not on duty. Whoever is busy looks at
    nothing any longer: others can take it at once."""
    await demand(tx, by, May.BE_ON_DUTY)
    until = now + RESTS[wish.rest] if wish.rest in RESTS else None
    muted_until, busy_until = (until, None) if wish.rest is Rest.MUTE else (None, until)
    await duties.rest(tx, by.number, muted_until=muted_until, busy_until=busy_until)
    if wish.rest is Rest.BUSY:
        for one in await incidents.claimed(tx, by.number):
            await incidents.release(tx, one, now=now)
    return await duties.of(tx, by.number, now=now)


async def remind(database: Database, *, now: datetime) -> None:
    """Whoever is on duty is asked a while before its end whether they stay, once."""

    async def write(tx: Transaction) -> None:
        ending = await duties.ending(tx, now=now, before=now + REMINDED_BEFORE)
        told = {person: DutyEnds(tuple(sorted(duty.where)), duty.until) for person, duty in ending.items()}
        await letters.write_each(tx, told, Says.DUTY_ENDS, now=now)

    await database.change(write)


async def rouse(database: Database, *, by: Person, city: City, now: datetime) -> None:
    """A volunteer has come to the bot at night: what waits for the morning comes to them now."""
    if is_allowed(by, May.LOOK) and is_night(now, city.zone):
        await database.change(lambda tx: cards.rouse(tx, by.number))


async def _within_reach(tx: Transaction, letters: str, *, by: Person, city: City) -> Neighborhoods:
    """Where the button says, without what this person cannot choose any more; the whole city stands alone."""
    menu = tuple(city.neighborhoods)
    wanted = unpacked(letters, menu)
    if wanted is None:
        raise Expired
    where = wanted & set(offered(await areas.chosen(tx, by.number), menu))
    return _alone(where)


def _alone(where: Neighborhoods) -> Neighborhoods:
    """The whole city needs nothing beside it."""
    return frozenset({EVERYWHERE}) if EVERYWHERE in where else where


async def choice(database: Database, *, by: Person, city: City, now: datetime, letters: str | None = None) -> Choice:
    """What this person can be on duty for, and what is chosen: as a button says, as it is, or as they listen. Beside it
    how many are on duty where."""
    menu = tuple(city.neighborhoods)
    async with database.reading() as tx:
        await demand(tx, by, May.BE_ON_DUTY)
        listens, holds = await areas.chosen(tx, by.number), await duties.of(tx, by.number, now=now)
        if letters is not None:
            chosen = await _within_reach(tx, letters, by=by, city=city)
        else:
            chosen = holds.where if holds is not None else _alone(listens)
        covered, on_duty = await duties.counts(tx, now=now), await duties.on_duty_at_all(tx, now=now)
    return Choice(offered(listens | chosen, menu), chosen, holds, covered, on_duty)
