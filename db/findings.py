"""Findings: what each volunteer saw of an incident."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from bot.domain.ids import IncidentId, PersonNumber
from bot.domain.refusals import AlreadyFound
from bot.domain.verification import Answer, Finding, Where
from db.engine import Transaction
from db.tables import findings


async def add(tx: Transaction, incident: IncidentId, finding: Finding) -> None:
    """Store a finding; AlreadyFound for a second one by the same volunteer."""
    statement = insert(findings).values(
        incident=incident, person=finding.by, answer=finding.answer, looked=finding.where, at=finding.at
    )
    if not (await tx.run(statement.on_conflict_do_nothing())).rowcount:
        raise AlreadyFound


async def of(tx: Transaction, incident: IncidentId) -> Sequence[Finding]:
    """The findings about an incident whose volunteers are still known, oldest first."""
    rows = await tx.all(
        select(findings)
        .where(findings.c.incident == incident, findings.c.person.is_not(None))
        .order_by(findings.c.at, findings.c.id)
    )
    return [Finding(PersonNumber(row.person), Answer(row.answer), Where(row.looked), row.at) for row in rows]
