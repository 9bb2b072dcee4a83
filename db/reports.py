"""Reports: what one resident told us, once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from bot.domain.ids import IncidentId, PersonNumber
from bot.domain.incident import OPEN, Status
from bot.domain.report import WholeReport
from db.engine import Transaction
from db.tables import incidents, reports


async def add(tx: Transaction, report: WholeReport, *, incident: IncidentId, by: PersonNumber, now: datetime) -> None:
    """Store a report with the incident it belongs to."""
    await tx.run(
        insert(reports).values(
            incident=incident,
            person=by,
            activity=report.activity,
            number=report.number,
            observed=report.observed,
            received=now,
        )
    )


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
