"""A resident says where it was, by a pin or in words. Of a pin a rounded point is kept, and of words only a note."""

from dataclasses import replace
from datetime import datetime

from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import OutsideCity
from bot.domain.report import Blank, Draft, OpenDraft, Remark, at_place, in_neighborhood
from bot.domain.spot import rounded
from bot.domain.where import Offered, Pin, Taken, by_pin, by_words, is_named, reach, readable
from bot.services import describing
from bot.services.acting import act
from bot.services.drafting import ask, current
from cities import City, nearest
from cities.finding import area, find
from cities.index import Kinds
from db import areas
from db.engine import Transaction


@act
async def point(tx: Transaction, pin: Pin, *, by: Person, city: City, policy: Policy, now: datetime) -> OpenDraft:
    """A pin, whatever the open blank: the place that it is in or next to, or the choice between those that are near.

    OutsideCity and NotCityPlace leave the draft as it is.
    """
    draft = await current(tx, by=by, policy=policy, now=now)
    if not city.box.holds(pin.lat, pin.lon):
        raise OutsideCity
    near = [(one.place.id, one.metres) for one in nearest(city, pin.lat, pin.lon, reach(policy))]
    pinned = replace(draft, spot=rounded(pin.lat, pin.lon, pin.accuracy_m))
    match by_pin(near, policy):
        case Taken(place):
            there = at_place(pinned, place, city.places[place].neighborhood)
            return await ask(tx, there, by=by, now=now)
        case Offered(places):
            return await ask(tx, pinned, by=by, now=now, remark=Remark.DID_YOU_MEAN, offered=places)


@act
async def words(
    tx: Transaction, text: str, kinds: Kinds, *, by: Person, city: City, policy: Policy, now: datetime
) -> OpenDraft:
    """Typed words: the places that they may mean, or a neighborhood that they name; once every blank is filled in, a
    note. At the other blanks, and when nothing can be seen of them, the open blank is asked for again."""
    draft = await current(tx, by=by, policy=policy, now=now)
    seen = readable(text)
    if seen and draft.blank is Blank.SEND:
        return await describing.note(tx, draft, seen, by=by, now=now)
    if draft.blank is not Blank.WHERE or not seen:
        return await ask(tx, draft, by=by, now=now)
    return await _placed(tx, draft, seen, kinds, by=by, city=city, now=now)


async def _placed(
    tx: Transaction, draft: Draft, text: str, kinds: Kinds, *, by: Person, city: City, now: datetime
) -> OpenDraft:
    near = await areas.chosen(tx, by.number) if draft.neighborhood is None else (draft.neighborhood,)
    likely = [(one.place.id, one.score) for one in find(city, text, kinds, near=near)]
    named = area(city, text)
    if named is not None and not is_named(likely):
        return await ask(tx, in_neighborhood(draft, named), by=by, now=now)
    found = by_words(likely)
    if found is None:
        return await ask(tx, draft, by=by, now=now, remark=Remark.NOT_FOUND)
    return await ask(tx, draft, by=by, now=now, remark=Remark.DID_YOU_MEAN, offered=found.places)
