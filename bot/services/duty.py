"""A volunteer is available for some neighborhoods until a time."""

from datetime import datetime, timedelta

from bot.domain.buttons import OnDuty
from bot.domain.duty import Choice, Duty, Neighborhoods, offered, unpacked
from bot.domain.ids import EVERYWHERE
from bot.domain.people import Person, Role
from bot.domain.policy import Policy
from bot.domain.refusals import Expired, NowhereChosen
from bot.services.acting import act
from bot.services.meeting import demand
from cities import City
from db import areas, cards, duties, incidents, reports
from db.engine import Database, Transaction

LONGEST_HOURS = 12
"""Nobody should be woken for longer than that without having said so again."""

MOST_CARDS = 20
"""So many cards at once are as many as anyone can look through."""


@act
async def start(tx: Transaction, wish: OnDuty, *, by: Person, city: City, policy: Policy, now: datetime) -> Duty | None:
    """Be on duty there for that many hours; none for zero hours, which ends it.

    What is unverified there and still news is on its way at once, as cards; not what this person reported.
    """
    await demand(tx, by, Role.VOLUNTEER)
    if not wish.hours:
        await duties.end(tx, by.number)
        return None
    where = await _within_reach(tx, wish.where, by=by, city=city)
    if not where:
        raise NowhereChosen
    until = now + timedelta(hours=min(wish.hours, LONGEST_HOURS))
    await duties.start(tx, by.number, where, until=until)
    shared = [one.id for one in city.places.values() if one.also in where]
    news = await incidents.unverified(tx, where, shared, after=now - policy.confirm_within, limit=MOST_CARDS)
    own = await reports.own(tx, by.number, [one.id for one in news])
    await cards.give(tx, by.number, [one.id for one in news if one.id not in own])
    return Duty(where, until)


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
    """What this person can be on duty for, and what is chosen: as a button says, as it is, or as they listen."""
    menu = tuple(city.neighborhoods)
    async with database.reading() as tx:
        await demand(tx, by, Role.VOLUNTEER)
        listens, holds = await areas.chosen(tx, by.number), await duties.of(tx, by.number, now=now)
        if letters is not None:
            chosen = await _within_reach(tx, letters, by=by, city=city)
        else:
            chosen = holds.where if holds is not None else _alone(listens)
    return Choice(offered(listens | chosen, menu), chosen, holds)
