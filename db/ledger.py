"""The ledger: written in the transaction of the act itself, and verified from its anchor to its head."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select

from bot.domain.ids import BroadcastId
from bot.domain.ledger import HASH_BYTES, Act, End, Entry, broken, period
from bot.domain.people import Person, Role
from db import facts
from db.engine import Transaction
from db.tables import ledger

ANCHOR, HEAD = "ledger_anchor", "ledger_head"
"""Under what the ends of the chain are kept: of what was dropped, and of what was written."""

NUMBER_BYTES = 8

SINCE = bindparam("since", type_=ledger.c.at.type)
SENT = select(func.count()).where(
    ledger.c.act.in_((Act.ALERT, Act.NOTICE)),
    ledger.c.at > SINCE,
    ledger.c.number
    > select(func.coalesce(func.max(ledger.c.number), 0)).where(ledger.c.act == Act.RESUMED).scalar_subquery(),
)
ADD = insert(ledger)
"""Made once, as each alert asks for them while somebody waits for it."""


async def begin(tx: Transaction) -> None:
    """The ledger of a new database: from now on it has an end, so that none is no empty one."""
    await _keep(tx, HEAD, End())


async def write(
    tx: Transaction,
    act: Act,
    *,
    by: Person | None,
    now: datetime,
    subject: int | None = None,
    opened: Sequence[BroadcastId] = (),
) -> None:
    """Add a row. `by` is none for what the bot does by itself; `opened` are broadcasts that were opened one right after
    the other."""
    head = await _end(tx, HEAD)
    entry = Entry(
        number=head.number + 1,
        at=now,
        act=act,
        subject=subject,
        role=None if by is None else by.role,
        tag=None if by is None else tx.keys.pseudonym(period(now), by.number),
        before=None if by is None else tx.keys.pseudonym(period(now) - 1, by.number),
        first=opened[0] if opened else None,
        last=opened[-1] if opened else None,
    )
    end = End(entry.number, entry.follows(head.hash))
    fields = {field: getattr(entry, field) for field in Entry.__slots__}
    await tx.run(ADD, {**fields, "hash": end.hash})
    await _keep(tx, HEAD, end)


async def _keep(tx: Transaction, name: str, end: End) -> None:
    value = end.number.to_bytes(NUMBER_BYTES, "big") + end.hash
    await facts.put(tx, name, value + tx.keys.vouch(name, value))


async def vouch_anew(tx: Transaction) -> None:
    """Vouch for both ends with the newest main key. The chain must have been checked."""
    for name in (ANCHOR, HEAD):
        if await facts.get(tx, name) is not None:
            await _keep(tx, name, await _end(tx, name))


async def _end(tx: Transaction, name: str) -> End:
    """An end of the chain as it is kept, whoever wrote it there."""
    kept = await facts.get(tx, name)
    if kept is None:
        return End()
    return End(int.from_bytes(kept[:NUMBER_BYTES], "big"), kept[NUMBER_BYTES : NUMBER_BYTES + HASH_BYTES])


async def _is_ours(tx: Transaction, name: str) -> bool:
    """Whether an end of the chain was written with our keys. As long as nothing was dropped there is no anchor."""
    kept = await facts.get(tx, name)
    if kept is None:
        return name == ANCHOR
    at = NUMBER_BYTES + HASH_BYTES
    return tx.keys.is_vouched(name, kept[:at], kept[at:])


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of going through the whole chain."""

    entries: Sequence[Entry]
    """Every row, the oldest first."""
    broken: int | None
    """The number of the first row that is not what it was; none when the chain is whole."""


async def check(tx: Transaction) -> Checked:
    """Go through the whole chain."""
    rows = [(_entry(row), bytes(row.hash)) for row in await tx.all(select(ledger).order_by(ledger.c.number))]
    entries, anchor = [entry for entry, _ in rows], await _end(tx, ANCHOR)
    if not (await _is_ours(tx, ANCHOR) and await _is_ours(tx, HEAD)):
        return Checked(entries, anchor.number + 1)
    return Checked(entries, broken(rows, anchor=anchor, head=await _end(tx, HEAD)))


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        number=row.number,
        at=row.at,
        act=Act(row.act),
        subject=row.subject,
        role=None if row.role is None else Role(row.role),
        tag=row.tag,
        before=row.before,
        first=None if row.first is None else BroadcastId(row.first),
        last=None if row.last is None else BroadcastId(row.last),
    )


async def sent_since(tx: Transaction, since: datetime) -> int:
    """How many alerts and notices were opened after that, and after organizers last agreed to resume."""
    return int((await tx.run(SENT, {SINCE.key: since})).scalar_one())


async def drop(tx: Transaction, *, before: datetime) -> int:
    """Drop the rows before the first that is still to be kept; how many. The last of them stays as the anchor, as
    number and hash alone."""
    first = await tx.one(select(func.min(ledger.c.number)).where(ledger.c.at >= before))
    old = select(ledger.c.number, ledger.c.hash).order_by(ledger.c.number.desc()).limit(1)
    last = await tx.one(old if first is None or first[0] is None else old.where(ledger.c.number < first[0]))
    if last is None:
        return 0
    await _keep(tx, ANCHOR, End(last.number, bytes(last.hash)))
    return (await tx.run(delete(ledger).where(ledger.c.number <= last.number))).rowcount
