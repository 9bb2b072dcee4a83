"""The inbox: updates from Telegram, written down before anything else happens.

An update is marked twice: *applied* in the transaction of its effect, with what the service answered, and *answered*
after the reply. What is applied but not answered is shown again after a crash; what is answered says nothing any more.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NewType

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.ids import UpdateId
from db.engine import Transaction
from db.keys import KeyGone
from db.tables import inbox

PURPOSE = "inbox"
APPLIED = "inbox.applied"

Arrival = NewType("Arrival", int)
"""The order in which updates were written down."""

Chat = bytes | Arrival
"""Whose turn it is: a chat's handle; for an update of no chat its own arrival, so that it waits for nobody."""

NOTHING = {"sealed": None, "chat": None, "applied": None}
"""What is left of what an update said, once nobody needs it."""

UNANSWERED = inbox.c.answered.is_(None)


@dataclass(frozen=True, slots=True)
class Raw:
    """An update as it came: its bytes, and what is known without reading them as one."""

    update: UpdateId
    chat: int | None
    """Telegram's number for the chat, when the update tells one."""
    text: bytes


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that waits to be answered."""

    arrival: Arrival
    chat: Chat
    update: UpdateId
    text: bytes | None
    """None when the key of its day was destroyed: nobody can read it any more."""
    failures: int


@dataclass(frozen=True, slots=True)
class Mark:
    """How far an update has taken effect."""

    update: UpdateId
    day: date
    answers: Mapping[str, str]
    """By service, what it answered, as JSON."""


def _row(one: UpdateId) -> bytes:
    return str(one).encode()


async def write(tx: Transaction, batch: Sequence[Raw], *, now: datetime) -> int:
    """Write updates down in this order; how many are new. One whose number is known changes nothing."""
    day = now.date()
    rows = [
        {
            "update_id": one.update,
            "chat": None if one.chat is None else tx.keys.handle(one.chat),
            "day": day.isoformat(),
            "sealed": tx.keys.seal(day, PURPOSE, _row(one.update), one.text),
            "received": now,
            "failures": 0,
        }
        for one in batch
    ]
    return (await tx.run(insert(inbox).on_conflict_do_nothing(), rows)).rowcount if rows else 0


COLUMNS = (inbox.c.arrival, inbox.c.chat, inbox.c.update_id, inbox.c.day, inbox.c.sealed, inbox.c.failures)


def _waiting(tx: Transaction, row: Row[Any]) -> Waiting:
    number = UpdateId(row.update_id)
    try:
        text = tx.keys.open(date.fromisoformat(row.day), PURPOSE, _row(number), row.sealed)
    except KeyGone:
        text = None
    return Waiting(Arrival(row.arrival), row.chat or Arrival(row.arrival), number, text, row.failures)


async def unanswered(tx: Transaction, *, after: Arrival, limit: int) -> Sequence[Waiting]:
    """The next updates that wait, in the order in which they came."""
    rows = await tx.all(
        select(*COLUMNS).where(UNANSWERED, inbox.c.arrival > after).order_by(inbox.c.arrival).limit(limit)
    )
    return [_waiting(tx, row) for row in rows]


async def take(tx: Transaction, chat: Chat, *, after: Arrival, until: Arrival) -> Waiting | None:
    """The next update of this chat, of those that came after `after` and not later than `until`."""
    of_chat: ColumnElement[bool] = inbox.c.chat == chat if isinstance(chat, bytes) else inbox.c.arrival == chat
    row = await tx.one(
        select(*COLUMNS)
        .where(of_chat, UNANSWERED, inbox.c.arrival > after, inbox.c.arrival <= until)
        .order_by(inbox.c.arrival)
        .limit(1)
    )
    return None if row is None else _waiting(tx, row)


async def mark(tx: Transaction, number: UpdateId) -> Mark | None:
    """How far an update has taken effect; none when the inbox does not know it, or it was answered."""
    row = await tx.one(select(inbox.c.day, inbox.c.applied).where(inbox.c.update_id == number, UNANSWERED))
    if row is None:
        return None
    day = date.fromisoformat(row.day)
    answers = {} if row.applied is None else json.loads(tx.keys.open(day, APPLIED, _row(number), row.applied))
    return Mark(number, day, answers)


async def apply(tx: Transaction, found: Mark, service: str, answer: str) -> None:
    """Mark an update applied by this service too, with what it answered."""
    answers = json.dumps({**found.answers, service: answer}).encode()
    sealed = tx.keys.seal(found.day, APPLIED, _row(found.update), answers)
    await tx.run(update(inbox).where(inbox.c.update_id == found.update).values(applied=sealed))


async def failed(tx: Transaction, number: UpdateId) -> None:
    """Count one failure to handle this update."""
    await tx.run(update(inbox).where(inbox.c.update_id == number).values(failures=inbox.c.failures + 1))


async def answer(tx: Transaction, numbers: Sequence[UpdateId], *, now: datetime) -> None:
    """Mark updates answered: from now on nothing is left of them but their numbers."""
    await tx.run(update(inbox).where(inbox.c.update_id.in_(numbers)).values(answered=now, **NOTHING))


async def forget(tx: Transaction, handle: bytes) -> None:
    """Remove at once what this chat's updates said. Only the one on whose behalf this is done keeps what it needs to be
    answered, and after that nothing."""
    await tx.run(
        update(inbox)
        .where(inbox.c.chat == handle, inbox.c.update_id.is_distinct_from(tx.update))
        .values(answered=inbox.c.received, **NOTHING)
    )
