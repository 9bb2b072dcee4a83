"""Notices: written by one organizer, approved by another."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, and_, func, insert, select, update

from bot.domain.ids import Language, NeighborhoodId, NoticeId, PersonNumber
from bot.domain.notice import Notice, NoticeFacts, NoticeState
from bot.domain.people import Role
from bot.domain.refusals import Expired, Stale
from db.engine import Transaction
from db.tables import notices, people

TEXTS = TypeAdapter(dict[Language, str])
WHERE = TypeAdapter(tuple[NeighborhoodId, ...])

MOST = 50
"""So many are listed: each is a button, and Telegram takes a hundred."""


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        facts=NoticeFacts(NoticeId(row.id), WHERE.validate_json(row.neighborhoods), TEXTS.validate_json(row.texts)),
        author=None if row.author is None else PersonNumber(row.author),
        state=NoticeState(row.state),
        writing=None if row.writing is None else Language(row.writing),
    )


async def add(tx: Transaction, author: PersonNumber, *, now: datetime) -> Notice:
    """A new one, empty."""
    row = await tx.one(
        insert(notices)
        .values(author=author, neighborhoods="[]", texts="{}", state=NoticeState.WRITING, changed=now)
        .returning(notices)
    )
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


async def proposed(tx: Transaction) -> Sequence[Notice]:
    """Those that wait for a second organizer and whose author still is one, newest first."""
    rows = await tx.all(
        select(notices)
        .join(people, people.c.number == notices.c.author)
        .where(notices.c.state == NoticeState.PROPOSED, people.c.role == Role.ORGANIZER)
        .order_by(notices.c.id.desc())
        .limit(MOST)
    )
    return [_notice(row) for row in rows]


async def last_approved(tx: Transaction) -> datetime | None:
    """When a notice was last approved; none when none was, or none of them is kept."""
    row = await tx.one(select(func.max(notices.c.changed)).where(notices.c.state == NoticeState.APPROVED))
    return row[0] if row else None


async def change(tx: Transaction, old: Notice, new: Notice, *, now: datetime) -> Notice:
    """Keep it as it is now; Stale when someone else has moved it since `old` was read."""
    changed = await tx.run(
        update(notices)
        .where(notices.c.id == old.id, notices.c.state == old.state)
        .values(
            neighborhoods=WHERE.dump_json(new.facts.neighborhoods).decode(),
            texts=TEXTS.dump_json(dict(new.facts.texts)).decode(),
            state=new.state,
            writing=new.writing,
            changed=now,
        )
    )
    if not changed.rowcount:
        raise Stale
    return new
