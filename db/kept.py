"""How much is kept about one person, table by table."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from bot.domain.ids import PersonNumber
from bot.domain.kept import Trace
from db.engine import Transaction
from db.tables import (
    agreements,
    broadcasts,
    cards,
    drafts,
    duties,
    echoes,
    findings,
    incidents,
    invitations,
    letters,
    lines,
    lists,
    notices,
    people,
    progress,
    receipts,
    reports,
    translators,
)

COUNTS: Mapping[Trace, Callable[[PersonNumber], Select[Any]]] = {
    Trace.REPORTS: lambda person: select(func.count()).where(reports.c.person == person),
    Trace.POINTS: lambda person: select(func.count()).where(reports.c.person == person, reports.c.point.is_not(None)),
    Trace.NOTES: lambda person: select(func.count()).where(
        reports.c.person == person, or_(reports.c.note.is_not(None), reports.c.photo.is_not(None))
    ),
    Trace.FINDINGS: lambda person: select(func.count()).where(findings.c.person == person),
    Trace.CLAIMS: lambda person: select(func.count()).where(incidents.c.claimed_by == person),
    Trace.CARDS: lambda person: select(func.count()).where(cards.c.person == person),
    Trace.LISTS: lambda person: select(func.count()).where(lists.c.person == person),
    Trace.ALERTS: lambda person: select(func.count()).where(
        receipts.c.broadcast.in_(select(broadcasts.c.id)), receipts.c.person == person
    ),
    Trace.ECHOES: lambda person: select(func.count()).where(echoes.c.person == person),
    Trace.LINES: lambda person: select(func.count()).where(lines.c.person == person),
    Trace.LETTERS: lambda person: select(func.count()).where(letters.c.person == person),
    Trace.INVITATIONS: lambda person: select(func.count()).where(
        or_(invitations.c.inviter == person, invitations.c.agreed == person)
    ),
    Trace.SPONSORS: lambda person: select(func.count()).where(
        or_(people.c.sponsor == person, and_(people.c.number == person, people.c.sponsor.is_not(None)))
    ),
    Trace.PROGRESS: lambda person: select(func.count()).where(progress.c.person == person),
    Trace.AGREEMENTS: lambda person: select(func.count()).where(agreements.c.person == person),
    Trace.NOTICES: lambda person: select(func.count()).where(notices.c.author == person),
    Trace.TRANSLATORS: lambda person: select(func.count()).where(translators.c.person == person),
}


async def traces(tx: Transaction, person: PersonNumber) -> Mapping[Trace, int]:
    """How many rows of each kind still lead to this person."""
    found = {}
    for trace, count in COUNTS.items():
        row = await tx.one(count(person))
        found[trace] = row[0] if row else 0
    return found


async def duty_until(tx: Transaction, person: PersonNumber, *, now: datetime) -> datetime | None:
    """Until when this person is on duty; none for someone who is not."""
    row = await tx.one(select(func.max(duties.c.until)).where(duties.c.person == person, duties.c.until > now))
    return row[0] if row else None


async def has_draft(tx: Transaction, person: PersonNumber) -> bool:
    """Whether a draft of theirs is kept, however old."""
    return await tx.one(select(drafts.c.person).where(drafts.c.person == person)) is not None
