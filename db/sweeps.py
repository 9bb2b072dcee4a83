"""What is removed when its window has passed: one statement for each kind in `bot.domain.retention`."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Executable, Select, delete, or_, select, update

from bot.domain.broadcast import Kind
from bot.domain.hold import HELD
from bot.domain.incident import Status
from bot.domain.retention import RETENTION, Kept
from db import details, holds, ledger
from db import tallies as counting
from db.broadcasts import UNDER_WAY
from db.engine import Transaction
from db.tables import (
    agreements,
    areas,
    broadcasts,
    cards,
    drafts,
    duties,
    echoes,
    findings,
    inbox,
    incidents,
    invitations,
    lines,
    lists,
    notices,
    people,
    quarantine,
    questions,
    receipts,
    reports,
    standings,
    tallies,
    translators,
)
from db.types import yes

Sweep = Callable[[datetime], Executable]
"""The statement that removes what is older than a moment."""

ALERTED = (Status.ACTIVE, Status.OVER, Status.RETRACTED, Status.EXPIRED)


def _told(before: datetime) -> Select[tuple[int]]:
    """The broadcasts opened before that, without those under way and those whose holders are still being told more."""
    other = broadcasts.alias()
    needs_it = or_(other.c.id == broadcasts.c.id, other.c.basis == broadcasts.c.id)
    under_way = select(other.c.id).where(needs_it, other.c.state.in_(UNDER_WAY)).correlate(broadcasts).exists()
    return select(broadcasts.c.id).where(broadcasts.c.opened < before, ~under_way)


SWEEPS: Mapping[Kept, Sweep] = {
    Kept.INBOX_NUMBERS: lambda before: delete(inbox).where(inbox.c.answered < before),
    Kept.QUARANTINE: lambda before: delete(quarantine).where(quarantine.c.at < before),
    Kept.DRAFTS: lambda before: delete(drafts).where(drafts.c.changed < before),
    Kept.INVITATIONS: lambda before: delete(invitations).where(invitations.c.expires < before),
    Kept.DUTIES: lambda before: delete(duties).where(duties.c.until < before),
    Kept.REPORTER_LINKS: lambda before: (
        update(reports).where(reports.c.person.is_not(None), reports.c.received < before).values(person=None)
    ),
    Kept.POINTS: lambda before: (
        update(reports).where(reports.c.point.is_not(None), reports.c.received < before).values(point=None)
    ),
    Kept.NOTES: lambda before: (
        update(reports)
        .where(or_(reports.c.note.is_not(None), reports.c.photo.is_not(None)), reports.c.received < before)
        .values(note=None, photo=None)
    ),
    Kept.QUESTIONS: lambda before: delete(questions).where(questions.c.at < before),
    Kept.LINES: lambda before: delete(lines).where(lines.c.since < before),
    Kept.FINDING_LINKS: lambda before: (
        update(findings).where(findings.c.person.is_not(None), findings.c.at < before).values(person=None)
    ),
    Kept.CARDS: lambda before: delete(cards).where(
        cards.c.incident.in_(select(incidents.c.id).where(incidents.c.changed < before))
    ),
    Kept.ECHOES: lambda before: delete(echoes).where(echoes.c.at < before),
    Kept.RECEIPTS: lambda before: delete(receipts).where(receipts.c.broadcast.in_(_told(before))),
    Kept.DISMISSED: lambda before: delete(incidents).where(
        or_(
            incidents.c.status.in_((Status.DISMISSED, Status.UNVERIFIED, Status.LAPSED, Status.MERGED)),
            yes(incidents.c.exercise),
        ),
        incidents.c.changed < before,
    ),
    Kept.ALERTED: lambda before: delete(incidents).where(incidents.c.status.in_(ALERTED), incidents.c.changed < before),
    Kept.OLD_AREAS: lambda before: delete(areas).where(
        areas.c.until.is_not(None),
        ~select(broadcasts.c.id)
        .where(broadcasts.c.id <= areas.c.until, broadcasts.c.opened >= before)
        .correlate(areas)
        .exists(),
    ),
    Kept.NOTICES: lambda before: delete(notices).where(notices.c.changed < before, notices.c.next.is_(None)),
    Kept.SENT_NOTICES: lambda before: delete(broadcasts).where(
        broadcasts.c.kind == Kind.NOTICE, broadcasts.c.id.in_(_told(before))
    ),
    Kept.TRANSLATIONS: lambda before: (
        update(translators).where(translators.c.since < before).values(notice=None, since=None)
    ),
    Kept.TALLIES: lambda before: delete(tallies).where(tallies.c.week < before),
    Kept.AGREEMENTS: lambda before: delete(agreements).where(agreements.c.at < before),
    Kept.LISTS: lambda before: delete(lists).where(lists.c.sent < before),
    Kept.REPORTS_TODAY: lambda before: (
        update(standings).where(standings.c.began < before).values(today=0, began=None, last=None)
    ),
    Kept.STANDINGS: lambda before: delete(standings).where(standings.c.week < before),
    Kept.PAUSES: lambda before: update(people).where(people.c.paused_until < before).values(paused_until=None),
}


async def sweep(tx: Transaction, *, now: datetime) -> int:
    """Remove everything whose window has passed by `now`, but for what a legal hold keeps; how many rows."""
    held = frozenset[Kept]() if await holds.at(tx, now) is None else HELD
    if Kept.DISMISSED not in held:
        await counting.keep(tx, before=now - RETENTION[Kept.DISMISSED].keep)
    swept = 0 if Kept.LEDGER in held else await ledger.drop(tx, before=now - RETENTION[Kept.LEDGER].keep)
    await details.fade(tx, reports.c.received < now - RETENTION[Kept.NOTES].keep)
    for kept, statement in SWEEPS.items():
        if kept in held:
            continue
        swept += (await tx.run(statement(now - RETENTION[kept].keep))).rowcount
    return swept
