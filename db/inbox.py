"""The inbox: updates from Telegram, written down before anything else happens.

An update is marked twice: *applied* in the transaction of its effect, with what the service answered, and *answered*
after the reply. What is applied but not answered is shown again after a crash; what is answered says nothing any more.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import UpdateId
from bot.domain.sharing import part
from db import postgres
from db.engine import Transaction, Wake
from db.keys import KeyGone
from db.tables import inbox
from db.types import Instant, Integer

PURPOSE = "inbox"
APPLIED = "inbox.applied"

Arrival = NewType("Arrival", int)
"""The order in which updates were written down."""

Chat = bytes | Arrival
"""Whose turn it is: a chat's handle; for an update of no chat its own arrival, so that it waits for nobody."""

NOTHING = {"sealed": None, "chat": None, "applied": None}
"""What is left of what an update said, once nobody needs it."""

UNANSWERED = inbox.c.answered.is_(None)

# A statement is built once where it can be: building it takes longer than running it.
_A, _B = bindparam("a", type_=Integer), bindparam("b", type_=Integer)
IN_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '/inbox', 0))")
"""With several writers the order of arrivals is to be the order of commits: whoever looks for what came after one would
else miss what was numbered before it and committed later."""
WRITE = insert(inbox).on_conflict_do_nothing().returning(inbox.c.arrival, inbox.c.chat)
TURNS = (
    select(inbox.c.arrival, inbox.c.chat, inbox.c.urgency)
    .where(UNANSWERED, inbox.c.arrival > _A)
    .order_by(inbox.c.arrival)
    .limit(_B)
)
TAKE = select(inbox.c.update_id, inbox.c.day, inbox.c.sealed, inbox.c.failures).where(UNANSWERED, inbox.c.arrival == _A)
MARK = select(inbox.c.day, inbox.c.applied, inbox.c.answered).where(inbox.c.update_id == _A)
MARK_ALONE = MARK.with_for_update()
"""With several writers: another who asks for the same update waits, and then sees it applied."""
APPLY = update(inbox).where(inbox.c.update_id == _A).values(applied=bindparam("mark"))
ANSWER = update(inbox).where(inbox.c.update_id == _A).values(answered=bindparam("now", type_=Instant), **NOTHING)


@dataclass(frozen=True, slots=True)
class Raw:
    """An update as it came: its bytes, and what is known without reading them as one."""

    update: UpdateId
    chat: int | None
    """Telegram's number for the chat, when the update tells one."""
    text: bytes
    urgency: int = 0
    """The higher goes first when many wait."""
    written: int | None = None
    """When it was written, in seconds of Telegram's clock, when the update tells so. It is not kept."""
    counts: bool = True
    """It counts among what its chat sends, and may be dropped. Not so when the bot was blocked. It is not kept."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An update that waits, as far as it must be known for its turn to come."""

    arrival: Arrival
    chat: Chat
    urgency: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that waits to be answered, and what it says."""

    arrival: Arrival
    update: UpdateId
    text: bytes | None
    """None when the key of its day was destroyed: nobody can read it any more."""
    failures: int


class Answered(Exception):
    """Another process has handled this update meanwhile, to its end: nothing is to be done about it any more."""


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
            "urgency": one.urgency,
        }
        for one in batch
    ]
    if not rows:
        return 0
    if tx.kind == postgres.NAME:
        await tx.run(IN_TURN)
    new = (await tx.run(WRITE, rows)).all()
    if new:
        tx.wake(Wake.INBOX)
        tx.parts |= {part(one.chat or one.arrival) for one in new}
    return len(new)


async def turns(tx: Transaction, *, after: Arrival, limit: int) -> Sequence[Turn]:
    """The next updates that wait, in the order in which they came."""
    rows = await tx.run(TURNS, {_A.key: after, _B.key: limit})
    return [Turn(Arrival(row.arrival), row.chat or Arrival(row.arrival), row.urgency) for row in rows]


async def take(tx: Transaction, arrival: Arrival) -> Waiting | None:
    """What the update says whose turn it is; none when it waits no more."""
    row = (await tx.run(TAKE, {_A.key: arrival})).one_or_none()
    if row is None:
        return None
    number = UpdateId(row.update_id)
    try:
        text = tx.keys.open(date.fromisoformat(row.day), PURPOSE, _row(number), row.sealed)
    except KeyGone:
        text = None
    return Waiting(arrival, number, text, row.failures)


async def mark(tx: Transaction, number: UpdateId, *, alone: bool = False) -> Mark | None:
    """How far an update has taken effect; none when the inbox does not know it. With `alone` nobody else gets an answer
    to that before this transaction ends. Raises Answered when it is over."""
    row = (await tx.run(MARK_ALONE if alone else MARK, {_A.key: number})).one_or_none()
    if row is None:
        return None
    if row.answered is not None:
        raise Answered
    day = date.fromisoformat(row.day)
    answers = {} if row.applied is None else json.loads(tx.keys.open(day, APPLIED, _row(number), row.applied))
    return Mark(number, day, answers)


async def apply(tx: Transaction, found: Mark, service: str, answer: str) -> None:
    """Mark an update applied by this service too, with what it answered."""
    answers = json.dumps({**found.answers, service: answer}).encode()
    sealed = tx.keys.seal(found.day, APPLIED, _row(found.update), answers)
    await tx.run(APPLY, {_A.key: found.update, "mark": sealed})


async def failed(tx: Transaction, number: UpdateId) -> None:
    """Count one failure to handle this update."""
    await tx.run(update(inbox).where(inbox.c.update_id == number).values(failures=inbox.c.failures + 1))


async def answer(tx: Transaction, numbers: Sequence[UpdateId], *, now: datetime) -> None:
    """Mark updates answered: from now on nothing is left of them but their numbers."""
    await tx.run(ANSWER, [{_A.key: one, "now": now} for one in numbers])


async def forget(tx: Transaction, handle: bytes) -> None:
    """Remove at once what this chat's updates said. Only the one on whose behalf this is done keeps what it needs to be
    answered, and after that nothing."""
    await tx.run(
        update(inbox)
        .where(inbox.c.chat == handle, inbox.c.update_id.is_distinct_from(tx.update))
        .values(answered=inbox.c.received, **NOTHING)
    )
