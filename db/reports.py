"""Reports: what one resident told us, once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.domain.ids import IncidentId, NeighborhoodId, PersonNumber, PlaceId, ReportId
from bot.domain.incident import OPEN, Activity, Number, Status
from bot.domain.letter import LetterFacts
from bot.domain.report import WholeReport
from db.engine import Transaction
from db.tables import incidents, reports


async def add(
    tx: Transaction, report: WholeReport, *, incident: IncidentId, by: PersonNumber, now: datetime
) -> ReportId:
    """Store a report with the incident it belongs to; its number."""
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
        )
        .returning(reports.c.id)
    )
    assert row is not None  # noqa: S101  INSERT ... RETURNING answers one row or raises
    return ReportId(row.id)


@dataclass(frozen=True, slots=True)
class Filed:
    """A report of an open incident, as far as new ones are compared with it."""

    id: ReportId
    incident: IncidentId
    report: WholeReport
    received: datetime


async def of_open(
    tx: Transaction, where: Collection[NeighborhoodId], *, at: PlaceId, seen: tuple[datetime, datetime], limit: int
) -> Sequence[Filed]:
    """The reports of open incidents in these neighborhoods, seen between the two, those at that place and the newest
    first."""
    rows = await tx.all(
        select(reports)
        .join(incidents, incidents.c.id == reports.c.incident)
        .where(incidents.c.status.in_(OPEN), incidents.c.neighborhood.in_(where), reports.c.observed.between(*seen))
        .order_by((reports.c.place == at).desc(), reports.c.id.desc())
        .limit(limit)
    )
    return [Filed(ReportId(row.id), IncidentId(row.incident), _whole(row), row.received) for row in rows]


async def reporters(tx: Transaction, incident: IncidentId) -> frozenset[PersonNumber]:
    """Who reported the incident, as far as that is still known."""
    rows = await tx.all(select(reports.c.person).where(reports.c.incident == incident, reports.c.person.is_not(None)))
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


async def told_of(tx: Transaction, incident: IncidentId) -> Mapping[PersonNumber, LetterFacts]:
    """Who reported the incident, as far as that is still known, with where and when each of them last saw it."""
    rows = await tx.all(
        select(reports).where(reports.c.incident == incident, reports.c.person.is_not(None)).order_by(reports.c.id)
    )
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
