"""A new main key in place of the old one, while the bot is at work: all that the old one sealed is sealed anew, some
people at a time.

Several processes may be at work with the database, so each step waits until all of them have taken the one before
(`Followed`). First the new key lies beside the old one (`db.keys.prepare`): all open with it, and none seals. Then all
seal with it (`begin`). What was begun before that is waited for, and all who were there before are sealed anew. When
nothing of the old key is left and nobody reads any more what it has sealed, the new one takes its place
(`put_in_place`). After a crash whoever looks next goes on where it was. The keys of days and weeks are not made from
the main key, and go by themselves.

What cannot be found again without its person gets lost: the numbers of people who have left are nobody's afterwards,
and in the ledger the tags before and after have nothing in common.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from db import facts, ledger
from db import keys as key_folder
from db.engine import Database, Transaction
from db.keys import NEXT, KeysError
from db.opening import CHECK, CHECKED, check_ledger
from db.people import CHAT
from db.tables import inbox, people, standings
from db.types import EPOCH, MICROSECOND, Blob, Integer

log = logging.getLogger(__name__)

AT_ONCE = 200
"""People sealed anew in one transaction: whoever else wants to change something waits for it. Measured on a busy
machine, 500 took 70 ms."""

LAST = "main_key_since"
"""Under what is kept since when the main key is in its place."""

FROM, TO = bindparam("was", type_=Blob), bindparam("becomes", type_=Blob)
NUMBER, CHAT_TO = bindparam("of", type_=Integer), bindparam("sealed", type_=Blob)
PERSON = update(people).where(people.c.number == NUMBER).values(handle=TO, chat=CHAT_TO)
STANDING = update(standings).where(standings.c.mark == FROM).values(mark=TO)
WAITING = update(inbox).where(inbox.c.chat == FROM).values(chat=TO)

Followed = Callable[[], Awaitable[None]]
"""Waits until every other process that is at work with the database has the main keys that this one has. What it raises
ends the rotation for now: all stays as it is, and the next one goes on there."""


async def nobody_else() -> None:
    """There is one process."""


async def go_on(database: Database, *, now: datetime, followed: Followed = nobody_else) -> bool:
    """Put the new main key in place if there is one; whether there was."""
    if not key_folder.is_under_way(database.keys.folder):
        return False
    count = await rotate(database, now=now, followed=followed)
    log.info("a new main key is in place, %s people sealed anew with it", count)
    return True


async def rotate(database: Database, *, now: datetime, followed: Followed = nobody_else) -> int:
    """Put the new main key in place of the one there is; how many people were sealed anew. Others may use the database
    meanwhile. Raises CannotOpen for a ledger that somebody changed, as vouching for it anew would hide that: then all
    stays as it is. Raises KeysError when another process does it, or for a next key that cannot be read, which is
    cleared away."""
    keys, folder = database.keys, database.keys.folder
    with key_folder.alone(folder):
        async with database.reading() as tx:
            await check_ledger(tx)
        keys.follow()
        if not keys.is_rotating:
            key_folder.destroy(folder / NEXT)
            raise KeysError(f"{folder / NEXT} was no key: it has sealed nothing, and was cleared away")
        await followed()
        key_folder.begin(folder)
        keys.follow()
        await followed()
        await database.outlast()
        count, last = 0, 0
        while (some := await database.change(partial(_some, after=last))) is not None:
            count, last = count + some[0], some[1]
        await database.change(partial(_vouch, now=now))
        await database.outlast()
        key_folder.put_in_place(folder)
        keys.follow()
        await followed()
    return count


async def last(tx: Transaction) -> datetime | None:
    """Since when the main key is in its place; none where none has taken another's place yet."""
    found = await facts.get(tx, LAST)
    return None if found is None else EPOCH + int(found) * MICROSECOND


async def note(tx: Transaction, now: datetime) -> None:
    """Note that the main key is in its place since then."""
    await facts.put(tx, LAST, str((now - EPOCH) // MICROSECOND).encode())


async def _some(tx: Transaction, *, after: int) -> tuple[int, int] | None:
    """Seal some anew, of those after that number; how many, and who was the last. None when there are no more."""
    columns = (people.c.number, people.c.handle, people.c.chat)
    rows = await tx.all(select(*columns).where(people.c.number > after).order_by(people.c.number).limit(AT_ONCE))
    if not rows:
        return None
    anew = [one for one in (_anew(tx, row) for row in rows) if one[TO.key] != one[FROM.key]]
    if anew:
        await tx.run(PERSON, anew)
        await tx.run(WAITING, anew)
        weeks = tx.keys.weeks()
        marks = [
            {FROM.key: tx.keys.mark(week, one[FROM.key]), TO.key: tx.keys.mark(week, one[TO.key])}
            for one in anew
            for week in weeks
        ]
        if marks:
            await tx.run(STANDING, marks)
    return len(anew), rows[-1].number


def _anew(tx: Transaction, row: Row[Any]) -> dict[str, Any]:
    """Under what this person is found from now on, and how they are reached."""
    telegram_id = tx.keys.open_id(CHAT, row.handle, row.chat)
    becomes = tx.keys.handle(telegram_id)
    sealed = tx.keys.seal_id(CHAT, becomes, telegram_id)
    return {NUMBER.key: row.number, FROM.key: row.handle, TO.key: becomes, CHAT_TO.key: sealed}


async def _vouch(tx: Transaction, *, now: datetime) -> None:
    """The new key vouches for the ledger, and for being the one with which the database is sealed."""
    await check_ledger(tx)
    await ledger.vouch_anew(tx)
    await facts.put(tx, CHECK, tx.keys.seal_id(CHECK, b"", CHECKED))
    await note(tx, now)
