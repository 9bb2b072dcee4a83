"""Someone asks whether it is true. Nothing is written: neither that they asked, nor where, nor in which words."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.checked import Asked, AtPlace, Checked, at_place
from bot.domain.ids import EVERYWHERE, NeighborhoodId, PlaceId
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import Expired, OutsideCity
from bot.domain.text import clean
from bot.domain.where import Offered, Pin, Taken, by_pin, by_told, by_words, is_named, reach, tells_much
from cities import City, nearest
from cities.finding import area, find, mentioned
from cities.finding import areas as named_in
from cities.index import Kinds
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


async def check_place(database: Database, place: PlaceId, *, city: City, policy: Policy, now: datetime) -> Asked:
    """What is known of one place."""
    if place not in city.places:
        raise Expired
    return Asked(await _at(database, [place], city=city, policy=policy, now=now))


async def check_point(
    database: Database, pin: Pin, *, by: Person, city: City, policy: Policy, now: datetime
) -> Asked | Checked:
    """What is known of the place at a pin, or of those near it; where there is none, in the neighborhood around it."""
    if not city.box.holds(pin.lat, pin.lon):
        raise OutsideCity
    near = [(one.place.id, one.metres) for one in nearest(city, pin.lat, pin.lon, reach(policy))]
    if not near:
        there = city.neighborhood_at(pin.lat, pin.lon)
        if there is None:
            raise OutsideCity
        return await check_at(database, there, by=by, city=city, policy=policy, now=now)
    match by_pin(near, policy):
        case Taken(place):
            return await check_place(database, place, city=city, policy=policy, now=now)
        case Offered(places):
            return Asked(await _at(database, places, city=city, policy=policy, now=now))


async def check_words(
    database: Database,
    text: str,
    kinds: Kinds,
    *,
    passed_on: bool,
    by: Person,
    city: City,
    policy: Policy,
    now: datetime,
) -> Asked | Checked:
    """What is known of the places that words may mean; in the neighborhood that they name, where they mean none. A long
    text, or one that is passed on, is searched for them, and not on the loop: that takes up to a tenth of a second."""
    seen = clean(text)
    if passed_on or tells_much(seen):
        places, named = await asyncio.to_thread(_told_of, city, seen, kinds)
    else:
        async with database.reading() as tx:
            listens = await areas.chosen(tx, by.number)
        places, named = _meant(city, seen, kinds, near=listens)
    if places:
        return Asked(await _at(database, places, city=city, policy=policy, now=now))
    if len(named) == 1:
        return await check_at(database, *named, by=by, city=city, policy=policy, now=now)
    return Asked(neighborhoods=named)


def _meant(
    city: City, text: str, kinds: Kinds, *, near: Collection[NeighborhoodId]
) -> tuple[Sequence[PlaceId], tuple[NeighborhoodId, ...]]:
    """The places, or else the neighborhood, that typed words mean."""
    likely = [(one.place.id, one.score) for one in find(city, text, kinds, near=near)]
    named = area(city, text)
    if named is not None and not is_named(likely):
        return (), (named,)
    found = by_words(likely)
    return found.places if found else (), ()


def _told_of(city: City, text: str, kinds: Kinds) -> tuple[Sequence[PlaceId], tuple[NeighborhoodId, ...]]:
    """The places that a long text tells of, and the neighborhoods."""
    named = named_in(city, text)
    found = by_told([(one.place.id, one.score) for one in mentioned(city, text, kinds, near=named)])
    return found.places if found else (), named


async def _at(
    database: Database, places: Sequence[PlaceId], *, city: City, policy: Policy, now: datetime
) -> tuple[AtPlace, ...]:
    """What is known of each of these places."""
    where = {one for place in places for one in city.neighborhoods_of(place)}
    async with database.reading() as tx:
        confirmed = await checking.confirmed(tx, where)
        waiting = await checking.unverified(tx, where, since=now - LAST_DAY)
        closed = await checking.closed(tx, where, since=now - LAST_DAY)
    return tuple(
        at_place(
            place,
            city.places[place].neighborhood,
            building=city.same_building(place),
            confirmed=confirmed,
            waiting=waiting,
            closed=closed,
            since=now - policy.confirm_within,
        )
        for place in places
    )


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
    in_time = [one for one in waiting if now - one.observed <= policy.confirm_within]
    return Checked(
        asked=tuple(one for one in city.neighborhoods if one in asked),
        listens=tuple(one for one in city.neighborhoods if one in chosen),
        confirmed=tuple(confirmed),
        being_checked=len(in_time),
        never_checked=len(waiting) - len(in_time),
        closed=tuple(await checking.closed(tx, where, since=now - LAST_DAY)),
    )
