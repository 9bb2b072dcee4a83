"""Who is about to ask or to answer in words of their own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import IncidentId, PersonNumber
from db.engine import Transaction
from db.tables import lines


@dataclass(frozen=True, slots=True)
class Line:
    """What someone's next words are for."""

    incident: IncidentId
    question: int | None
    """The question that they answer; none for a question of their own."""
    since: datetime


async def begin(
    tx: Transaction, person: PersonNumber, incident: IncidentId, *, question: int | None, now: datetime
) -> None:
    """What this person writes next is that, in place of anything before."""
    kept = {"incident": incident, "question": question, "since": now}
    statement = insert(lines).values(person=person, **kept)
    await tx.run(statement.on_conflict_do_update(index_elements=[lines.c.person], set_=kept))


async def begun(tx: Transaction, person: PersonNumber, *, since: datetime) -> Line | None:
    """What this person's next words are for, if they said so since then."""
    row = await tx.one(select(lines).where(lines.c.person == person, lines.c.since > since))
    return None if row is None else Line(IncidentId(row.incident), row.question, row.since)


async def drop(tx: Transaction, person: PersonNumber) -> None:
    """What they write next is for nobody."""
    await tx.run(delete(lines).where(lines.c.person == person))
