"""Once a night, while nothing is under way, the database is written anew without the room that deleted rows have left,
and without what SQLite has left where it once moved a row from: that is not overwritten, whatever the pragma says."""

import logging
from datetime import datetime, timedelta

from bot.domain.pausing import is_night
from cities import City
from db import facts, numbers, rewriting
from db.engine import Database, Transaction
from db.types import EPOCH, MICROSECOND

log = logging.getLogger(__name__)

FACT = "tidied"
EVERY = timedelta(hours=20)
"""Longer than a night, and shorter than the time to the next."""


async def tidy(database: Database, *, city: City, now: datetime) -> None:
    """Do it, if it is time, or try again at the next look when somebody was at work meanwhile."""
    if not is_night(now, city.zone):
        return
    async with database.reading() as tx:
        if not await _is_time(tx, now):
            return
    if not await rewriting.rewrite(database):
        log.info("the database was not written anew, as somebody was at work or the disk has no room: trying again")
        return

    async def note(tx: Transaction) -> None:
        await facts.put(tx, FACT, str((now - EPOCH) // MICROSECOND).encode())

    await database.change(note)


async def _is_time(tx: Transaction, now: datetime) -> bool:
    last = await facts.get(tx, FACT)
    if last is not None and now - (EPOCH + int(last) * MICROSECOND) < EVERY:
        return False
    waiting, _ = await numbers.waiting(tx)
    return not waiting and not await numbers.under_way(tx) and not await numbers.unsent_letters(tx)
