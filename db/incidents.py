"""Incidents, and the only UPDATE that moves one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.domain.ids import IncidentId, NeighborhoodId, PersonNumber, PlaceId
from bot.domain.incident import OPEN, Activity, Claim, Incident, Number, Status
from bot.domain.refusals import Expired, Stale
from bot.domain.report import WholeReport
from db.engine import Transaction, Wake
from db.tables import incidents


def incident_of(row: Row[Any]) -> Incident:
    """The incident in a row of the table."""
    claimed = row.claimed_by is not None and row.claimed_until is not None
    return Incident(
        id=IncidentId(row.id),
        place=PlaceId(row.place),
        neighborhood=NeighborhoodId(row.neighborhood),
        activity=Activity(row.activity),
        number=Number(row.number),
        status=Status(row.status),
        observed=row.observed,
        opened=row.opened,
        version=row.version,
        claim=Claim(PersonNumber(row.claimed_by), row.claimed_until) if claimed else None,
    )


async def add(tx: Transaction, report: WholeReport, *, now: datetime) -> Incident:
    """Open an incident with what its first report tells."""
    row = await tx.one(
        insert(incidents)
        .values(
            place=report.place,
            neighborhood=report.neighborhood,
            activity=report.activity,
            number=report.number,
            status=Status.UNVERIFIED,
            observed=report.observed,
            opened=now,
            changed=now,
            version=1,
        )
        .returning(incidents)
    )
    assert row is not None  # noqa: S101  INSERT ... RETURNING answers one row or raises
    return incident_of(row)


async def get(tx: Transaction, incident: IncidentId) -> Incident:
    """The incident; Expired when it is kept no longer."""
    row = await tx.one(select(incidents).where(incidents.c.id == incident))
    if row is None:
        raise Expired
    return incident_of(row)


async def open_at(tx: Transaction, place: PlaceId) -> Sequence[Incident]:
    """The incidents at a place that a new report may belong to."""
    statement = select(incidents).where(incidents.c.status.in_(OPEN), incidents.c.place == place)
    return [incident_of(row) for row in await tx.all(statement)]


async def _change(tx: Transaction, incident: Incident, *, now: datetime, **values: Any) -> Incident:
    """Change the incident as it was read, or raise Stale when someone else did so first. Its cards are drawn again."""
    row = await tx.one(
        update(incidents)
        .where(
            incidents.c.id == incident.id,
            incidents.c.version == incident.version,
            incidents.c.status == incident.status,
        )
        .values(version=incident.version + 1, changed=now, **values)
        .returning(incidents)
    )
    if row is None:
        raise Stale
    tx.wake(Wake.COURIER)
    return incident_of(row)


async def move(tx: Transaction, incident: Incident, status: Status, *, now: datetime) -> Incident:
    """Move the incident to a status that `advance` allowed. Nobody needs to look any more: a claim ends."""
    return await _change(tx, incident, now=now, status=status, claimed_by=None, claimed_until=None)


async def claim(tx: Transaction, incident: Incident, *, by: PersonNumber, until: datetime, now: datetime) -> Incident:
    """Note that a volunteer is looking."""
    return await _change(tx, incident, now=now, claimed_by=by, claimed_until=until)


async def release(tx: Transaction, incident: Incident, *, now: datetime) -> Incident:
    """Note that nobody is looking."""
    return await _change(tx, incident, now=now, claimed_by=None, claimed_until=None)


async def touch(tx: Transaction, incident: Incident, *, now: datetime) -> Incident:
    """Note that there is something new about the incident, so that its cards are drawn again."""
    return await _change(tx, incident, now=now)


async def lapsed(tx: Transaction, *, now: datetime) -> Sequence[Incident]:
    """The incidents whose claim has run out."""
    return [incident_of(row) for row in await tx.all(select(incidents).where(incidents.c.claimed_until <= now))]
