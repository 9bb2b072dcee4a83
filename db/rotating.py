"""A new main key in place of the old one, while the bot is at work: all that the old one sealed is sealed anew, some
people at a time.

The new key lies beside the old one before anything is sealed with it (`db.keys.prepare`). Whoever has the database open
and sees it there begins: from then on what is new is sealed with the new key, and what either has sealed opens. When
nothing of the old key is left, the key check is sealed with the new one, and that takes the old one's place. After a
crash the next opening goes on where it was (`db.opening`). The keys of days and weeks are not made from the main key,
and go by themselves.

What cannot be found again without its person gets lost: the numbers of people who have left are nobody's afterwards,
and in the ledger the tags before and after have nothing in common.
"""

import asyncio
import logging
from functools import partial
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from db import facts, ledger
from db import keys as key_folder
from db.engine import Database, Transaction
from db.keys import NEXT
from db.opening import CHECK, CHECKED, check_ledger
from db.people import CHAT
from db.tables import inbox, people, standings
from db.types import Blob, Integer

log = logging.getLogger(__name__)

SETTLES = 30.0
"""Seconds between two looks whether nobody reads any more what was there before."""

AT_ONCE = 200
"""People sealed anew in one transaction: whoever else wants to change something waits for it. Measured on a busy
machine, 500 took 70 ms."""

FROM, TO = bindparam("was", type_=Blob), bindparam("becomes", type_=Blob)
NUMBER, CHAT_TO = bindparam("of", type_=Integer), bindparam("sealed", type_=Blob)
PERSON = update(people).where(people.c.number == NUMBER).values(handle=TO, chat=CHAT_TO)
STANDING = update(standings).where(standings.c.mark == FROM).values(mark=TO)
WAITING = update(inbox).where(inbox.c.chat == FROM).values(chat=TO)


async def go_on(database: Database) -> bool:
    """Put the next main key in place if there is one; whether there was."""
    if not (database.keys.folder / NEXT).exists():
        return False
    count = await rotate(database)
    log.info("a new main key is in place, %s people sealed anew with it", count)
    return True


async def rotate(database: Database) -> int:
    """Put the next main key in place of the one there is; how many people were sealed anew. Others may use the database
    in this process meanwhile. Raises CannotOpen for a ledger that somebody changed: vouching for it anew would hide
    that. Then all stays as it is."""
    async with database.reading() as tx:
        await check_ledger(tx)
    database.keys.rotate()
    count, last = 0, 0
    while (some := await database.change(partial(_some, after=last))) is not None:
        count, last = count + some[0], some[1]
    await database.change(_vouch)
    key_folder.put_in_place(database.keys.folder)
    while not await database.truncate_log():  # noqa: ASYNC110  somebody reads yet what the old key has sealed
        await asyncio.sleep(SETTLES)
    database.keys.rotated()
    return count


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


async def _vouch(tx: Transaction) -> None:
    """The new key vouches for the ledger, and for being the one with which the database is sealed."""
    await check_ledger(tx)
    await ledger.vouch_anew(tx)
    await facts.put(tx, CHECK, tx.keys.seal_id(CHECK, b"", CHECKED))
