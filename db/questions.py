"""Questions to whoever reported it, and the answers. They belong to a report, and go where it goes. What is in
words is sealed under the key of its day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update

from bot.domain.asking import Asked, Question, Said
from bot.domain.ids import IncidentId, PersonNumber
from db.engine import Transaction
from db.keys import KeyGone, Keys
from db.tables import questions, reports

WORDS, REPLY = "questions.words", "questions.reply"


@dataclass(frozen=True, slots=True)
class Open:
    """A question as it waits for its answer."""

    asked: Asked
    incident: IncidentId
    reporter: PersonNumber | None
    """Who may answer it; none when that is known no more."""
    answered: bool


def _sealed(keys: Keys, purpose: str, text: str, at: datetime) -> bytes:
    return keys.seal(at.date(), purpose, at.isoformat().encode(), text.encode())


def _opened(keys: Keys, purpose: str, sealed: bytes | None, at: datetime) -> str | None:
    if sealed is None:
        return None
    try:
        return keys.open(at.date(), purpose, at.isoformat().encode(), sealed).decode()
    except KeyGone:
        return None


async def add(tx: Transaction, report: int, asked: Asked, *, now: datetime, words: str | None = None) -> int:
    """Store a question about a report, with its words when they are the volunteer's own; its number."""
    sealed = None if words is None else _sealed(tx.keys, WORDS, words, now)
    row = await tx.one(
        insert(questions).values(report=report, asked=asked, at=now, words=sealed).returning(questions.c.id)
    )
    assert row is not None  # noqa: S101  INSERT ... RETURNING answers one row or raises
    return int(row.id)


async def get(tx: Transaction, question: int) -> Open | None:
    """The question with this number, or none when it is kept no longer."""
    row = await tx.one(
        select(questions.c.asked, questions.c.answered, reports.c.incident, reports.c.person)
        .join(reports, reports.c.id == questions.c.report)
        .where(questions.c.id == question)
    )
    if row is None:
        return None
    reporter = None if row.person is None else PersonNumber(row.person)
    return Open(Asked(row.asked), IncidentId(row.incident), reporter, answered=row.answered is not None)


async def answer(tx: Transaction, question: int, said: Said, *, now: datetime) -> None:
    """Store the answer."""
    await tx.run(update(questions).where(questions.c.id == question).values(said=said, answered=now))


async def reply(tx: Transaction, question: int, text: str, *, now: datetime) -> None:
    """Store an answer in the reporter's own words."""
    sealed = _sealed(tx.keys, REPLY, text, now)
    await tx.run(update(questions).where(questions.c.id == question).values(reply=sealed, answered=now))


async def words(tx: Transaction, which: Collection[int]) -> Mapping[int, str]:
    """What was asked in words with these questions, as far as it is still kept."""
    rows = await tx.all(select(questions.c.id, questions.c.words, questions.c.at).where(questions.c.id.in_(which)))
    found = {int(row.id): _opened(tx.keys, WORDS, row.words, row.at) for row in rows}
    return {number: text for number, text in found.items() if text is not None}


async def close(tx: Transaction, *those: ColumnElement[bool]) -> None:
    """Remove what was asked and answered in words about the reports of which this is so."""
    about = select(reports.c.id).where(*those)
    await tx.run(delete(questions).where(questions.c.asked == Asked.WORDS, questions.c.report.in_(about)))


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
        found[IncidentId(row.incident)].append(
            Question(
                Asked(row.asked),
                said,
                row.answered or row.at,
                words=_opened(tx.keys, WORDS, row.words, row.at),
                reply=None if row.answered is None else _opened(tx.keys, REPLY, row.reply, row.answered),
            )
        )
    return found
