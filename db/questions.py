"""Questions to whoever reported it, and the answers. They belong to a report, and go where it goes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from bot.domain.asking import Asked, Question, Said
from bot.domain.ids import IncidentId, PersonNumber
from db.engine import Transaction
from db.tables import questions, reports


@dataclass(frozen=True, slots=True)
class Open:
    """A question as it waits for its answer."""

    asked: Asked
    incident: IncidentId
    reporter: PersonNumber | None
    """Who may answer it; none when that is known no more."""
    answered: bool


async def add(tx: Transaction, report: int, asked: Asked, *, now: datetime) -> int:
    """Store a question about a report; its number."""
    row = await tx.one(insert(questions).values(report=report, asked=asked, at=now).returning(questions.c.id))
    assert row is not None  # noqa: S101  INSERT ... RETURNING answers one row or raises
    return int(row.id)


async def get(tx: Transaction, question: int) -> Open | None:
    """The question with this number, or none when it is kept no longer."""
    row = await tx.one(
        select(questions.c.asked, questions.c.said, reports.c.incident, reports.c.person)
        .join(reports, reports.c.id == questions.c.report)
        .where(questions.c.id == question)
    )
    if row is None:
        return None
    reporter = None if row.person is None else PersonNumber(row.person)
    return Open(Asked(row.asked), IncidentId(row.incident), reporter, answered=row.said is not None)


async def answer(tx: Transaction, question: int, said: Said, *, now: datetime) -> None:
    """Store the answer."""
    await tx.run(update(questions).where(questions.c.id == question).values(said=said, answered=now))


async def asked_since(tx: Transaction, incident: IncidentId, since: datetime) -> tuple[Asked, ...]:
    """What was asked about an incident since then."""
    rows = await tx.all(
        select(questions.c.asked)
        .join(reports, reports.c.id == questions.c.report)
        .where(reports.c.incident == incident, questions.c.at > since)
    )
    return tuple(Asked(row.asked) for row in rows)


async def about(tx: Transaction, incidents: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[Question]]:
    """What was asked and answered about each of these incidents, oldest first."""
    found: dict[IncidentId, list[Question]] = {one: [] for one in incidents}
    rows = await tx.all(
        select(questions, reports.c.incident)
        .join(reports, reports.c.id == questions.c.report)
        .where(reports.c.incident.in_(found))
        .order_by(questions.c.id)
    )
    for row in rows:
        said = None if row.said is None else Said(row.said)
        found[IncidentId(row.incident)].append(Question(Asked(row.asked), said, row.answered or row.at))
    return found
