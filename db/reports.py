"""Reports: what one resident told us, once. The point of one is sealed under the key of the day on which it came."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from struct import Struct
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from bot.domain.ids import IncidentId, Language, NeighborhoodId, PersonNumber, PlaceId, ReportId
from bot.domain.incident import OPEN, Activity, Number, Status
from bot.domain.letter import LetterFacts
from bot.domain.report import WholeReport
from bot.domain.spot import Spot
from db import details
from db.engine import Transaction
from db.keys import KeyGone, Keys
from db.tables import incidents, people, reports
from db.types import no

PURPOSE = "reports.point"

POINT = Struct(">iih")
"""Millionths of a degree to the north and to the east, and the accuracy in metres; `NONE` for none."""

DEGREE, NONE = 1_000_000, -1

# Made once: to make one takes longer than to run it, and each press of a button asks for them.
KNOWN = (reports.c.incident == bindparam("about"), reports.c.person.is_not(None))
REPORTERS = select(reports.c.person).where(*KNOWN)
TOLD_OF = select(reports).where(*KNOWN).order_by(reports.c.id)


async def add(
    tx: Transaction, report: WholeReport, *, incident: IncidentId, by: PersonNumber | None, now: datetime
) -> ReportId:
    """Store a report with the incident it belongs to; its number. In an exercise it is `by` nobody."""
    row = await tx.one(
        insert(reports)
        .values(
            incident=incident,
            person=by,
            place=report.place,
            neighborhood=report.neighborhood,
            activity=report.activity,
            number=report.number,
            observed=report.observed,
            received=now,
            point=None if report.spot is None else _seal(tx.keys, report.spot, now),
            **details.values(tx.keys, report, now=now),
        )
        .returning(reports.c.id)
    )
    assert row is not None  # noqa: S101  INSERT ... RETURNING answers one row or raises
    return ReportId(row.id)


def _seal(keys: Keys, spot: Spot, received: datetime) -> bytes:
    accuracy = NONE if spot.accuracy_m is None else spot.accuracy_m
    packed = POINT.pack(round(spot.lat * DEGREE), round(spot.lon * DEGREE), accuracy)
    return keys.seal(received.date(), PURPOSE, received.isoformat().encode(), packed)


def _spot(keys: Keys, row: Row[Any]) -> Spot | None:
    """Where the pin of a report was, as far as that is still known."""
    if row.point is None:
        return None
    try:
        packed = keys.open(row.received.date(), PURPOSE, row.received.isoformat().encode(), row.point)
    except KeyGone:
        return None
    lat, lon, accuracy = POINT.unpack(packed)
    return Spot(lat / DEGREE, lon / DEGREE, None if accuracy == NONE else accuracy)


@dataclass(frozen=True, slots=True)
class Filed:
    """A report of an open incident, as far as new ones are compared with it."""

    id: ReportId
    incident: IncidentId
    report: WholeReport
    received: datetime
    language: Language | None
    """What its reporter reads, as far as they are still known."""


async def of_open(
    tx: Transaction, where: Collection[NeighborhoodId], *, at: PlaceId, seen: tuple[datetime, datetime], limit: int
) -> Sequence[Filed]:
    """The reports, seen between the two, of open incidents of which one was in these neighborhoods, those at that place
    and the newest first: what has moved on is known by where it was last, and by where it came from."""
    there = reports.alias()
    near = select(there.c.id).where(there.c.incident == incidents.c.id, there.c.neighborhood.in_(where))
    rows = await tx.all(
        select(reports, people.c.language)
        .join(incidents, incidents.c.id == reports.c.incident)
        .outerjoin(people, people.c.number == reports.c.person)
        .where(incidents.c.status.in_(OPEN), near.exists(), reports.c.observed.between(*seen))
        .where(no(incidents.c.exercise))
        .order_by((reports.c.place == at).desc(), reports.c.id.desc())
        .limit(limit)
    )
    return [_filed(tx.keys, row) for row in rows]


def _filed(keys: Keys, row: Row[Any]) -> Filed:
    return Filed(
        ReportId(row.id),
        IncidentId(row.incident),
        replace(_whole(row), spot=_spot(keys, row), note=details.note(keys, row)),
        row.received,
        None if row.language is None else Language(row.language),
    )


async def close(tx: Transaction, incident: IncidentId) -> None:
    """Drop what is kept of its reports only while it is open."""
    await tx.run(update(reports).where(reports.c.incident == incident).values(point=None, note=None, photo=None))


async def reporters(tx: Transaction, incident: IncidentId) -> frozenset[PersonNumber]:
    """Who reported the incident, as far as that is still known."""
    rows = await tx.all(REPORTERS, {"about": incident})
    return frozenset(PersonNumber(row.person) for row in rows)


async def recent(tx: Transaction, person: PersonNumber, *, since: datetime) -> Sequence[tuple[datetime, bool]]:
    """When this person reported since then, oldest first, and whether each report's incident is still open."""
    rows = await tx.all(
        select(reports.c.received, incidents.c.status)
        .join(incidents, incidents.c.id == reports.c.incident)
        .where(reports.c.person == person, reports.c.received > since)
        .order_by(reports.c.received)
    )
    return [(row.received, Status(row.status) in OPEN) for row in rows]


async def own(tx: Transaction, person: PersonNumber, about: Collection[IncidentId]) -> frozenset[IncidentId]:
    """Which of these incidents this person reported."""
    rows = await tx.all(select(reports.c.incident).where(reports.c.person == person, reports.c.incident.in_(about)))
    return frozenset(IncidentId(row.incident) for row in rows)


async def made_by(tx: Transaction, persons: Collection[PersonNumber]) -> frozenset[tuple[IncidentId, PersonNumber]]:
    """Which incidents each of these people reported."""
    rows = await tx.all(select(reports.c.incident, reports.c.person).where(reports.c.person.in_(persons)))
    return frozenset((IncidentId(row.incident), PersonNumber(row.person)) for row in rows)


async def told_of(tx: Transaction, incident: IncidentId) -> Mapping[PersonNumber, LetterFacts]:
    """Who reported the incident, as far as that is still known, with where and when each of them last saw it."""
    rows = await tx.all(TOLD_OF, {"about": incident})
    return {PersonNumber(row.person): _facts(row) for row in rows}


async def to_ask(tx: Transaction, incident: IncidentId) -> tuple[int, PersonNumber, LetterFacts] | None:
    """The newest report whose reporter is still known: its number, who made it, where and when."""
    row = await tx.one(
        select(reports)
        .where(reports.c.incident == incident, reports.c.person.is_not(None))
        .order_by(reports.c.id.desc())
        .limit(1)
    )
    return None if row is None else (row.id, PersonNumber(row.person), _facts(row))


def _facts(row: Row[Any]) -> LetterFacts:
    return LetterFacts(IncidentId(row.incident), PlaceId(row.place), row.observed)


async def newest(tx: Transaction, incident: IncidentId, *, limit: int) -> Sequence[tuple[int, WholeReport]]:
    """The newest reports of an incident with their numbers, the newest first."""
    rows = await tx.all(
        select(reports).where(reports.c.incident == incident).order_by(reports.c.id.desc()).limit(limit)
    )
    return [(row.id, _whole(row)) for row in rows]


def _whole(row: Row[Any]) -> WholeReport:
    return WholeReport(
        Activity(row.activity),
        PlaceId(row.place),
        NeighborhoodId(row.neighborhood),
        row.observed,
        Number(row.number),
    )


async def move(
    tx: Transaction, source: IncidentId, target: IncidentId, only: Collection[int] | None = None
) -> tuple[int, ...]:
    """Let the reports of one incident belong to another, or those of them that are named; which ones."""
    statement = update(reports).where(reports.c.incident == source).values(incident=target)
    if only is not None:
        statement = statement.where(reports.c.id.in_(only))
    return tuple(sorted(row.id for row in await tx.all(statement.returning(reports.c.id))))
