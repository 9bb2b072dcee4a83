"""A report is compared with what is known. Its place stands for its point: nobody's own point is kept."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.duplicates import (
    AROUND_M,
    DAY,
    Background,
    Decision,
    Sighting,
    blur_of,
    counted,
    course,
    decide,
    minutes,
    on_plane,
    weigh,
)
from bot.domain.ids import IncidentId, NeighborhoodId
from bot.domain.policy import Policy
from bot.domain.report import WholeReport
from cities import City
from db import incidents, reports
from db.engine import Transaction

MOST = 500
"""Reports that a new one is compared with, those at its place first: a flood slows nobody down."""


async def recognize(tx: Transaction, report: WholeReport, *, city: City, policy: Policy, now: datetime) -> Decision:
    """Whether the report tells of an open incident at its place or near to it."""
    homes = city.neighborhoods_of(report.place)
    around = (*homes, *city.around(homes))
    seen = report.observed - policy.join_within, report.observed + policy.join_within
    told = defaultdict[IncidentId, list[Sighting]](list)
    for one in await reports.of_open(tx, around, at=report.place, seen=seen, limit=MOST):
        told[one.incident].append(_sighting(str(one.id), one.report, one.received, near=report, city=city))
    sighting = _sighting("", report, now, near=report, city=city)
    background = await _background(tx, report, around, city=city, now=now)
    weighed = weigh(sighting, [course(number, sightings) for number, sightings in told.items()], lambda _: background)
    return decide(sighting, weighed, lambda _: background)


def _sighting(key: str, report: WholeReport, received: datetime, *, near: WholeReport, city: City) -> Sighting:
    place, middle = city.places.get(report.place), city.places[near.place].lat
    return Sighting(
        key,
        minutes(report.observed),
        minutes(received),
        report.activity,
        report.neighborhood,
        report.place,
        None if place is None else on_plane(place.lat, place.lon, middle),
        blur_of(None, is_place=True),
    )


async def _background(
    tx: Transaction, report: WholeReport, around: Collection[NeighborhoodId], *, city: City, now: datetime
) -> Background:
    """How much begins around the place of a report, by what began in the last day."""
    begun = await incidents.begun(tx, around, since=now - timedelta(minutes=DAY))
    here = city.places[report.place]
    near = [
        count
        for (_, place), count in begun.items()
        if place in city.places and here.metres_to(city.places[place].lat, city.places[place].lon) <= 1.5 * AROUND_M
    ]
    return counted(sum(near), sum(count for (home, _), count in begun.items() if home == report.neighborhood))
