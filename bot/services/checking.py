"""Someone asks whether it is true."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.checked import Checked
from bot.domain.ids import EVERYWHERE, NeighborhoodId
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import Expired
from cities import City
from db import areas, checking
from db.engine import Database, Transaction

LAST_DAY = timedelta(days=1)
"""How far back an answer goes."""


async def check(database: Database, *, by: Person, city: City, policy: Policy, now: datetime) -> Checked:
    """What is known where this person listens and next to it; in the whole city for whoever chose that, or nothing."""
    async with database.reading() as tx:
        chosen = await areas.chosen(tx, by.number)
        asked = frozenset[NeighborhoodId]() if EVERYWHERE in chosen else chosen
        return await _known(tx, asked, chosen=chosen, city=city, policy=policy, now=now)


async def check_at(
    database: Database, neighborhood: NeighborhoodId, *, by: Person, city: City, policy: Policy, now: datetime
) -> Checked:
    """What is known in one neighborhood and next to it, or in the whole city."""
    if neighborhood != EVERYWHERE and neighborhood not in city.neighborhoods:
        raise Expired
    asked = frozenset() if neighborhood == EVERYWHERE else frozenset({neighborhood})
    async with database.reading() as tx:
        return await _known(tx, asked, chosen=await areas.chosen(tx, by.number), city=city, policy=policy, now=now)


async def _known(
    tx: Transaction,
    asked: Collection[NeighborhoodId],
    *,
    chosen: Collection[NeighborhoodId],
    city: City,
    policy: Policy,
    now: datetime,
) -> Checked:
    where = {*asked, *(near for one in asked for near in city.nearby(one))} if asked else None
    confirmed = await checking.confirmed(tx, where)
    waiting = await checking.unverified(tx, where, since=now - LAST_DAY)
    in_time = [one for one in waiting if now - one <= policy.confirm_within]
    return Checked(
        asked=tuple(one for one in city.neighborhoods if one in asked),
        listens=tuple(one for one in city.neighborhoods if one in chosen),
        confirmed=tuple(confirmed),
        being_checked=len(in_time),
        never_checked=len(waiting) - len(in_time),
        closed=tuple(await checking.closed(tx, where, since=now - LAST_DAY)),
    )
