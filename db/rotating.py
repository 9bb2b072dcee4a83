"""A new main key: all that the old one sealed is sealed anew, in one transaction, while the bot is stopped.

The new key lies beside the old one before anything is sealed with it, and takes its place when all of it is committed.
A crash before the commit leaves everything with the old key, one after it everything with the new one: the next opening
finds out which, and clears the other away (`db.opening`). The keys of days and weeks are not made from the main key,
and go by themselves.

What cannot be found again without its person gets lost: the numbers of people who have left are nobody's afterwards,
and in the ledger the tags before and after have nothing in common.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from db import facts, ledger
from db import keys as key_folder
from db.engine import Database, Transaction
from db.keys import HANDLE_BYTES, NEXT, Keys
from db.opening import CHECK, CHECKED, check_ledger
from db.people import CHAT
from db.tables import inbox, people, standings
from db.types import Blob, Integer

AT_ONCE = 5000
"""People sealed anew with one statement."""

FROM, TO = bindparam("was", type_=Blob), bindparam("becomes", type_=Blob)
NUMBER, CHAT_TO = bindparam("of", type_=Integer), bindparam("sealed", type_=Blob)
PERSON = update(people).where(people.c.number == NUMBER).values(handle=TO, chat=CHAT_TO)
STANDING = update(standings).where(standings.c.mark == FROM).values(mark=TO)
WAITING = update(inbox).where(inbox.c.chat == FROM).values(chat=TO)


async def rotate(database: Database) -> int:
    """Put a new main key in place of the one there is; how many people were sealed anew. Nobody else may have the
    database open. Raises CannotOpen for a ledger that somebody changed: vouching for it anew would hide that."""
    folder = database.keys.folder
    async with database.reading() as tx:
        await check_ledger(tx)
    key_folder.prepare(folder)
    new = Keys(folder, NEXT)
    async with database.transaction() as tx:
        count = await _seal_anew(tx, new)
    key_folder.put_in_place(folder)
    database.keys = new
    await database.truncate_log()
    return count


@dataclass(slots=True)
class Found:
    """What is found by a person's handle, and under what it will be found."""

    marks: set[bytes]
    chats: set[bytes]
    marked: list[dict[str, bytes]] = field(default_factory=list)
    waiting: dict[bytes, bytes] = field(default_factory=dict)


async def _seal_anew(tx: Transaction, new: Keys) -> int:
    found = Found(
        {bytes(row.mark) for row in await tx.all(select(standings.c.mark))},
        {bytes(row.chat) for row in await tx.all(select(inbox.c.chat).where(inbox.c.chat.is_not(None)))},
    )
    count, last = 0, 0
    while rows := await _after(tx, last):
        await tx.run(PERSON, [_anew(row, tx.keys, new, found) for row in rows])
        count, last = count + len(rows), rows[-1].number
    if found.marked:
        await tx.run(STANDING, found.marked)
    for chat in found.chats:  # of those whom nobody knows yet, what they sent keeps together and in order
        becomes = found.waiting.get(chat) or new.vouch("inbox.chat", chat)[:HANDLE_BYTES]
        await tx.run(WAITING, {FROM.key: chat, TO.key: becomes})
    await ledger.vouch_anew(tx, new)
    await facts.put(tx, CHECK, new.seal_id(CHECK, b"", CHECKED))
    return count


async def _after(tx: Transaction, last: int) -> Sequence[Row[Any]]:
    columns = (people.c.number, people.c.handle, people.c.chat)
    return await tx.all(select(*columns).where(people.c.number > last).order_by(people.c.number).limit(AT_ONCE))


def _anew(row: Row[Any], old: Keys, new: Keys, found: Found) -> dict[str, int | bytes]:
    was = bytes(row.handle)
    telegram_id = old.open_id(CHAT, was, row.chat)
    becomes = new.handle(telegram_id)
    marks = [(old.mark(week, was), week) for week in old.weeks()] if found.marks else []
    found.marked += [{FROM.key: mark, TO.key: old.mark(week, becomes)} for mark, week in marks if mark in found.marks]
    if was in found.chats:
        found.waiting[was] = becomes
    return {NUMBER.key: row.number, TO.key: becomes, CHAT_TO.key: new.seal_id(CHAT, becomes, telegram_id)}
