"""Notices: written by one organizer, approved by another."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, and_, delete, insert, or_, select, update

from bot.domain.ids import BroadcastId, Language, NoticeId, PersonNumber
from bot.domain.ledger import Act
from bot.domain.notice import Notice, NoticeFacts, NoticeState
from bot.domain.people import Role
from bot.domain.refusals import Expired, Stale
from db.engine import Transaction
from db.tables import ledger, notices, people

FACTS = TypeAdapter(NoticeFacts)
LANGUAGES = TypeAdapter(tuple[Language, ...])

EMPTY = NoticeFacts(NoticeId(0), (), {})

MOST = 50
"""So many are listed: each is a button, and Telegram takes a hundred."""


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        facts=replace(FACTS.validate_json(row.facts), notice=NoticeId(row.id)),
        author=None if row.author is None else PersonNumber(row.author),
        state=NoticeState(row.state),
        writing=None if row.writing is None else Language(row.writing),
        asked=LANGUAGES.validate_json(row.asked),
        next=row.next,
        broadcast=None if row.broadcast is None else BroadcastId(row.broadcast),
        amends=None if row.amends is None else NoticeId(row.amends),
    )


def _kept(facts: NoticeFacts) -> str:
    return FACTS.dump_json(facts).decode()


async def add(
    tx: Transaction,
    author: PersonNumber,
    *,
    now: datetime,
    facts: NoticeFacts = EMPTY,
    amends: NoticeId | None = None,
) -> Notice:
    """A new one, empty unless it begins with the words of the one that it amends."""
    values = {"author": author, "facts": _kept(facts), "state": NoticeState.WRITING, "changed": now, "amends": amends}
    row = await tx.one(insert(notices).values(values).returning(notices))
    assert row is not None  # noqa: S101  INSERT ... RETURNING answers one row or raises
    return _notice(row)


async def get(tx: Transaction, notice: NoticeId) -> Notice:
    """The notice; Expired when it is kept no longer."""
    row = await tx.one(select(notices).where(notices.c.id == notice))
    if row is None:
        raise Expired
    return _notice(row)


async def being_written(tx: Transaction, author: PersonNumber, *, since: datetime) -> Notice | None:
    """The one for which this organizer was asked for a text after `since`, if any."""
    row = await tx.one(
        select(notices).where(_asked(author), notices.c.changed > since).order_by(notices.c.id.desc()).limit(1)
    )
    return None if row is None else _notice(row)


async def ask_nothing(tx: Transaction, author: PersonNumber) -> None:
    """This organizer is asked for no text any more, whichever it was."""
    await tx.run(update(notices).where(_asked(author)).values(writing=None))


def _asked(author: PersonNumber) -> ColumnElement[bool]:
    return and_(notices.c.author == author, notices.c.state == NoticeState.WRITING, notices.c.writing.is_not(None))


async def listed(tx: Transaction, by: PersonNumber) -> Sequence[Notice]:
    """What an organizer can do something about, newest first: what they write, what waits for a second organizer and
    whose author still is one, what is planned, and what people may hold."""
    still = select(people.c.number).where(people.c.number == notices.c.author, people.c.role == Role.ORGANIZER)
    rows = await tx.all(
        select(notices)
        .where(
            or_(
                and_(notices.c.state == NoticeState.WRITING, notices.c.author == by),
                and_(notices.c.state == NoticeState.PROPOSED, still.exists()),
                notices.c.state == NoticeState.PLANNED,
                and_(notices.c.state == NoticeState.APPROVED, notices.c.broadcast.is_not(None)),
            )
        )
        .order_by(notices.c.id.desc())
        .limit(MOST)
    )
    return [_notice(row) for row in rows]


async def due(tx: Transaction, *, now: datetime) -> Sequence[Notice]:
    """Those whose time has come."""
    rows = await tx.all(select(notices).where(notices.c.next <= now).order_by(notices.c.next, notices.c.id))
    return [_notice(row) for row in rows]


async def sent(tx: Transaction, *, since: datetime, now: datetime, limit: int) -> Sequence[datetime]:
    """When notices began to go out after `since`, as the ledger has it, the newest first."""
    rows = await tx.all(
        select(ledger.c.at)
        .where(ledger.c.act == Act.NOTICE, ledger.c.at > since, ledger.c.at <= now)
        .order_by(ledger.c.at.desc())
        .limit(limit)
    )
    return [row.at for row in rows]


async def change(tx: Transaction, old: Notice, new: Notice, *, now: datetime) -> Notice:
    """Keep it as it is now; Stale when someone else has moved it since `old` was read. Once it is approved nobody needs
    to know any more who wrote it."""
    is_open = new.state in (NoticeState.WRITING, NoticeState.PROPOSED)
    new = new if is_open else replace(new, author=None)
    changed = await tx.run(
        update(notices)
        .where(
            notices.c.id == old.id,
            notices.c.state == old.state,
            notices.c.next.is_(None) if old.next is None else notices.c.next == old.next,
        )
        .values(
            author=new.author,
            facts=_kept(new.facts),
            state=new.state,
            writing=new.writing,
            asked=LANGUAGES.dump_json(new.asked).decode(),
            changed=now,
            next=new.next,
            broadcast=new.broadcast,
        )
    )
    if not changed.rowcount:
        raise Stale
    return new


async def drop_amending(tx: Transaction, notice: NoticeId) -> None:
    """Drop everything that was to replace the words of this one: they were written for words that hold no more."""
    await tx.run(delete(notices).where(notices.c.amends == notice))
