"""Incidents, and the only UPDATE that moves one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Executable, Row, bindparam, func, insert, or_, select, true, update

from bot.domain.ids import EVERYWHERE, IncidentId, NeighborhoodId, PersonNumber, PlaceId
from bot.domain.incident import OPEN, Activity, Claim, Incident, Number, Status
from bot.domain.merging import Moved
from bot.domain.refusals import Expired, Stale
from bot.domain.report import WholeReport
from db import questions, reports
from db.engine import Transaction, Wake
from db.tables import incidents
from db.tables import reports as report_rows
from db.types import no

MOVED = TypeAdapter(Moved)

ALERTED = (Status.ACTIVE, Status.OVER, Status.EXPIRED)
"""How an incident can stand whose alert was not taken back."""

REAL = no(incidents.c.exercise)
"""It is no exercise."""


# Made once: to make one takes longer than to run it, and each press of a button asks for them.
ONE = select(incidents).where(incidents.c.id == bindparam("its_id"))
CHANGE = (
    update(incidents)
    .where(
        incidents.c.id == bindparam("its_id"),
        incidents.c.version == bindparam("its_version"),
        incidents.c.status == bindparam("its_status"),
    )
    .values(version=incidents.c.version + 1, edition=incidents.c.edition + 1)
    .returning(incidents)
)
CLAIM = CHANGE.values(
    first_claimed=func.coalesce(incidents.c.first_claimed, bindparam("first", type_=incidents.c.first_claimed.type))
)


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
        expires=row.expires,
        merged_into=row.merged_into,
        split_from=row.split_from,
        regrouped=row.regrouped,
        exercise=row.exercise,
        edition=row.edition,
    )


async def add(tx: Transaction, report: WholeReport, *, now: datetime, exercise: bool = False) -> Incident:
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
            edition=1,
            exercise=exercise,
        )
        .returning(incidents)
    )
    assert row is not None  # noqa: S101  INSERT ... RETURNING answers one row or raises
    return incident_of(row)


async def get(tx: Transaction, incident: IncidentId) -> Incident:
    """The incident; Expired when it is kept no longer."""
    row = await tx.one(ONE, {"its_id": incident})
    if row is None:
        raise Expired
    return incident_of(row)


async def begun(
    tx: Transaction, where: Collection[NeighborhoodId], *, since: datetime
) -> Mapping[tuple[NeighborhoodId, PlaceId], int]:
    """How many incidents were opened since then at each place of these neighborhoods, without the merged and without
    exercises."""
    rows = await tx.all(
        select(incidents.c.neighborhood, incidents.c.place, func.count().label("many"))
        .where(incidents.c.neighborhood.in_(where), incidents.c.opened > since, incidents.c.status != Status.MERGED)
        .where(REAL)
        .group_by(incidents.c.neighborhood, incidents.c.place)
    )
    return {(NeighborhoodId(row.neighborhood), PlaceId(row.place)): row.many for row in rows}


async def claimed(tx: Transaction, by: PersonNumber) -> Sequence[Incident]:
    """The incidents that this person has claimed."""
    return [incident_of(row) for row in await tx.all(select(incidents).where(incidents.c.claimed_by == by))]


async def unverified(
    tx: Transaction,
    where: Collection[NeighborhoodId],
    places: Collection[PlaceId],
    *,
    after: datetime,
    limit: int,
) -> Sequence[Incident]:
    """The newest unverified incidents in these neighborhoods and at these places, or anywhere, seen after that, without
    exercises."""
    there = or_(incidents.c.neighborhood.in_(where), incidents.c.place.in_(places))
    statement = (
        select(incidents)
        .where(incidents.c.status == Status.UNVERIFIED, incidents.c.observed > after, REAL)
        .where(true() if EVERYWHERE in where else there)
        .order_by(incidents.c.id.desc())
        .limit(limit)
    )
    return [incident_of(row) for row in await tx.all(statement)]


async def open_in(tx: Transaction, where: Collection[NeighborhoodId]) -> Sequence[Incident]:
    """The open incidents in these neighborhoods."""
    statement = select(incidents).where(incidents.c.status.in_(OPEN), incidents.c.neighborhood.in_(where))
    return [incident_of(row) for row in await tx.all(statement)]


async def _change(
    tx: Transaction, incident: Incident, *, now: datetime, how: Executable = CHANGE, **values: Any
) -> Incident:
    """Change the incident as it was read, or raise Stale when someone else did so first. Its cards are drawn again."""
    as_read = {"its_id": incident.id, "its_version": incident.version, "its_status": incident.status}
    row = await tx.one(how, {**as_read, "changed": now, **values})
    if row is None:
        raise Stale
    tx.wake(Wake.COURIER)
    return incident_of(row)


async def move(
    tx: Transaction, incident: Incident, status: Status, *, now: datetime, expires: datetime | None = None
) -> Incident:
    """Move the incident to a status that `advance` allowed, with the end of its alert if one stands. A claim ends, and
    with the incident what is kept of its reports only while it is open."""
    if status not in OPEN:
        await reports.close(tx, incident.id)
        await questions.close(tx, report_rows.c.incident == incident.id)
    ends: dict[str, Any] = {"claimed_by": None, "claimed_until": None, "asked": None}
    return await _change(tx, incident, now=now, status=status, expires=expires, **ends)


async def claim(tx: Transaction, incident: Incident, *, by: PersonNumber, until: datetime, now: datetime) -> Incident:
    """Note that a volunteer is looking."""
    return await _change(tx, incident, now=now, how=CLAIM, claimed_by=by, claimed_until=until, first=now)


async def was_claimed(tx: Transaction, incident: IncidentId) -> bool:
    """Whether a volunteer has ever looked at it."""
    row = await tx.one(select(incidents.c.first_claimed).where(incidents.c.id == incident))
    return row is not None and row.first_claimed is not None


async def release(tx: Transaction, incident: Incident, *, now: datetime) -> Incident:
    """Note that nobody is looking."""
    return await _change(tx, incident, now=now, claimed_by=None, claimed_until=None)


async def touch(tx: Transaction, incident: Incident, *, now: datetime) -> Incident:
    """Note that there is something new about the incident, so that its cards are drawn again."""
    return await _change(tx, incident, now=now)


async def alerted(tx: Transaction, where: Collection[NeighborhoodId], *, limit: int) -> Sequence[PlaceId]:
    """The places in these neighborhoods that alerts were about which were not taken back, the newest first."""
    newest = func.max(incidents.c.id)
    rows = await tx.all(
        select(incidents.c.place)
        .where(incidents.c.status.in_(ALERTED), incidents.c.neighborhood.in_(where), REAL)
        .group_by(incidents.c.place)
        .order_by(newest.desc())
        .limit(limit)
    )
    return [PlaceId(row.place) for row in rows]


async def redraw(tx: Transaction, incident: IncidentId) -> None:
    """Have the cards drawn again, with buttons that hold as before: nobody who decides is told that they are late."""
    await tx.run(update(incidents).where(incidents.c.id == incident).values(edition=incidents.c.edition + 1))
    tx.wake(Wake.COURIER)


async def merge(tx: Transaction, incident: Incident, into: IncidentId, moved: Moved, *, now: datetime) -> Incident:
    """Note that it is the same as another, which has its reports and findings now. A claim ends."""
    return await _change(
        tx,
        incident,
        now=now,
        status=Status.MERGED,
        claimed_by=None,
        claimed_until=None,
        merged_into=into,
        regrouped=now,
        moved=MOVED.dump_json(moved).decode(),
    )


async def unmerge(tx: Transaction, incident: Incident, *, now: datetime) -> Incident:
    """Note that it is something of its own again."""
    return await _change(tx, incident, now=now, status=Status.UNVERIFIED, merged_into=None, regrouped=None, moved=None)


async def moved(tx: Transaction, incident: IncidentId) -> Moved:
    """What a merged incident brought into the other."""
    row = await tx.one(select(incidents.c.moved).where(incidents.c.id == incident))
    return Moved((), ()) if row is None or row.moved is None else MOVED.validate_json(row.moved)


async def root(tx: Transaction, incident: Incident) -> Incident:
    """The incident that has the reports of a merged one now: the one it was merged into, if that was not merged too."""
    while incident.merged_into is not None:
        incident = await get(tx, incident.merged_into)
    return incident


async def split_off(tx: Transaction, report: WholeReport, source: IncidentId, *, now: datetime) -> Incident:
    """Open an incident for reports that were taken out of another."""
    opened = await add(tx, report, now=now)
    row = await tx.one(
        update(incidents)
        .where(incidents.c.id == opened.id)
        .values(split_from=source, regrouped=now)
        .returning(incidents)
    )
    assert row is not None  # noqa: S101  it was added just now
    return incident_of(row)
