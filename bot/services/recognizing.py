"""A report is compared with what is known: by its pin where there is one, and otherwise its place stands for that."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain import merging
from bot.domain.duplicates import (
    AROUND_M,
    DAY,
    Background,
    Course,
    Decision,
    Join,
    Sighting,
    blur_of,
    counted,
    course,
    decide,
    look_again,
    minutes,
    names,
    on_plane,
    weigh,
    words,
)
from bot.domain.ids import IncidentId, Language, NeighborhoodId, PlaceId
from bot.domain.incident import Incident, Status
from bot.domain.policy import Policy
from bot.domain.report import WholeReport
from bot.domain.spot import GRID_M
from bot.domain.where import reach
from cities import City
from db import endings, incidents, likenesses, reports
from db.engine import Database, Transaction

MOST = 500
"""Reports that a new one is compared with, those at its place first: a flood slows nobody down."""

NEWS, AT_ONCE = timedelta(minutes=10), 20
"""Of what there was something new so lately the clock looks again, and at so many in one round: in a flood the newest
come first."""

GRID_BLUR = GRID_M**2 / 12
"""What rounding adds to the variance of a point along one axis, in square metres: it moves it by up to half a step,
each way as likely."""


def belonging(report: WholeReport, *, city: City, policy: Policy) -> WholeReport:
    """The report without a pin that is out of reach of its place: another place was chosen after it was sent."""
    place, spot = city.places.get(report.place), report.spot
    if spot is None or (place is not None and place.metres_to(spot.lat, spot.lon) <= reach(policy) + GRID_M):
        return report
    return replace(report, spot=None)


async def recognize(
    tx: Transaction, report: WholeReport, *, language: Language, city: City, policy: Policy, now: datetime
) -> Decision:
    """Whether the report tells of an open incident at its place or near to it. One that it joins is looked at once more
    in the light of it."""
    around = _around(report.place, report.neighborhood, city)
    seen = report.observed - policy.join_within, report.observed + policy.join_within
    known = await _known(tx, around, at=report.place, seen=seen, city=city)
    background = await _background(tx, report.place, around, city=city, now=now)
    sighting = _sighting("", report, now, language, city=city)
    decision = decide(sighting, weigh(sighting, known, lambda _: background), lambda _: background)
    if isinstance(decision, Join):
        grown = {one.incident: one for one in known}
        one = grown.pop(decision.incident)
        await _suggest(tx, course(one.incident, [*one.sightings, sighting]), grown.values(), background)
    return decision


async def look_once_more(tx: Transaction, incident: Incident, *, city: City, now: datetime) -> None:
    """Suggest which other open incident this one may be the same as by now, after something was found out about it."""
    around = _around(incident.place, incident.neighborhood, city)
    seen = now - merging.SAME_WITHIN, now
    known = {one.incident: one for one in await _known(tx, around, at=incident.place, seen=seen, city=city)}
    one = known.pop(incident.id, None)
    if one is not None and known:
        await _suggest(tx, one, known.values(), await _background(tx, incident.place, around, city=city, now=now))


async def look_around(database: Database, *, city: City, now: datetime) -> None:
    """The same by the clock, for what there was news of lately: what speaks for a pair grows on both sides, what begins
    around it grows less, and a suggestion that had no room has some by now."""
    async with database.reading() as tx:
        grown = await endings.lately(tx, since=now - NEWS, limit=AT_ONCE)
    for one in grown:
        await database.change(partial(look_once_more, incident=one, city=city, now=now))


async def alike(tx: Transaction, incident: Incident, *, city: City, now: datetime) -> Incident | None:
    """Another alert that stands and may be about the same; none when somebody has said that it is not."""
    around = _around(incident.place, incident.neighborhood, city)
    alerts = {one.id: one for one in await incidents.open_in(tx, around) if one.status is Status.ACTIVE}
    if not alerts.keys() - {incident.id}:
        return None
    said = await likenesses.pairs(tx, incident.id)
    seen = now - merging.SAME_WITHIN, now
    known = {one.incident: one for one in await _known(tx, around, at=incident.place, seen=seen, city=city)}
    own = known.pop(incident.id, None)
    others = [one for number, one in known.items() if number in alerts and not said.get(IncidentId(number))]
    if own is None or not others:
        return None
    background = await _background(tx, incident.place, around, city=city, now=now)
    found = look_again(own, others, lambda _: background)
    return None if found is None else alerts[IncidentId(found.incident)]


async def _suggest(tx: Transaction, one: Course, others: Collection[Course], background: Background) -> None:
    """Let a volunteer say whether an incident is the same as the likeliest of the others.

    Whichever of two that lie together grows, both are looked at: so what was opened small beside another is seen again
    as soon as there is anything new about either. Nothing is joined by this. A pair is suggested once, and never when
    somebody has said that it is two; and no more of them wait for an answer than a volunteer can take in.
    """
    said = await likenesses.pairs(tx, IncidentId(one.incident))
    if sum(not apart for apart in said.values()) >= merging.MOST:
        return
    found = look_again(one, [other for other in others if other.incident not in said], lambda _: background)
    if found is None:
        return
    pair = [await incidents.get(tx, IncidentId(number)) for number in (one.incident, found.incident)]
    offered = merging.offered(*pair)
    if offered is not None:
        await likenesses.add(tx, *offered, found.reasons)
        await incidents.redraw(tx, offered[0])


async def _known(
    tx: Transaction,
    around: Collection[NeighborhoodId],
    *,
    at: PlaceId,
    seen: tuple[datetime, datetime],
    city: City,
) -> Sequence[Course]:
    """The open incidents around there, as their reports of that time tell them."""
    told = defaultdict[int, list[Sighting]](list)
    for one in await reports.of_open(tx, around, at=at, seen=seen, limit=MOST):
        told[one.incident].append(_sighting(str(one.id), one.report, one.received, one.language, city=city))
    return [course(number, sightings) for number, sightings in told.items()]


def _around(place: PlaceId, neighborhood: NeighborhoodId, city: City) -> Sequence[NeighborhoodId]:
    homes = city.homes(place, neighborhood)
    return (*homes, *city.around(homes))


def _sighting(key: str, report: WholeReport, received: datetime, language: Language | None, *, city: City) -> Sighting:
    """A report as it is compared. A pin says more than the place that it was taken for, which nobody has named."""
    note, spot, place = report.note or "", report.spot, city.places.get(report.place)
    middle = (city.box.south + city.box.north) / 2
    told = Sighting(
        key,
        minutes(report.observed),
        minutes(received),
        report.activity,
        report.neighborhood,
        text=words(note),
        names=names(note, report.neighborhood),
        language=language or "",
    )
    if spot is not None:
        blur = blur_of(spot.accuracy_m, is_place=False) + GRID_BLUR
        return replace(told, inside=report.place, point=on_plane(spot.lat, spot.lon, middle), blur=blur)
    point = None if place is None else on_plane(place.lat, place.lon, middle)
    return replace(told, place=report.place, point=point, blur=blur_of(None, is_place=True))


async def _background(
    tx: Transaction, place: PlaceId, around: Collection[NeighborhoodId], *, city: City, now: datetime
) -> Background:
    """How much begins around a place, by what began in the last day. The first of the neighborhoods is its own."""
    begun = await incidents.begun(tx, around, since=now - timedelta(minutes=DAY))
    here = city.places.get(place)
    near = [
        count
        for (_, other), count in begun.items()
        if here is not None
        and other in city.places
        and here.metres_to(city.places[other].lat, city.places[other].lon) <= 1.5 * AROUND_M
    ]
    home, *_ = around
    return counted(sum(near), sum(count for (there, _), count in begun.items() if there == home))
