"""Organizers hear what goes wrong with the bot itself."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.letter import Letter, Says
from bot.domain.trouble import Over, Trouble
from db import facts, letters, people
from db.engine import Database, Transaction
from db.failing import Unavailable

TRIED = "tried"
ENOUGH = bytes(64 * 1024)
"""Bytes that are written and removed again to see whether the disk takes them: as many as a hundred updates need."""


async def tell(database: Database, what: Trouble | Over, *, now: datetime) -> None:
    """Write to each of them that it is so, or that it is over."""
    says, about = _said(what)

    async def write(tx: Transaction) -> None:
        await letters.write(tx, await people.organizers(tx), says, about, now=now)

    await database.change(write)


async def unwritten(database: Database, what: Trouble | Over) -> Sequence[Letter]:
    """The same letters, which no row keeps."""
    says, about = _said(what)

    async def read(tx: Transaction) -> Sequence[Letter]:
        return await letters.unwritten(tx, await people.organizers(tx), says, about)

    return await database.look(read)


async def can_write(database: Database) -> bool:
    """Whether the disk takes what is written. It is tried only after it did not: each try costs it a flush."""
    if not database.disk.refuses:
        return True

    async def write(tx: Transaction) -> None:
        await facts.put(tx, TRIED, ENOUGH)
        await facts.put(tx, TRIED, None)

    try:
        await database.change(write)
    except Unavailable:
        return False
    database.disk.refuses = False
    return True


def _said(what: Trouble | Over) -> tuple[Says, Over | None]:
    return (Says.TROUBLE_OVER, what) if isinstance(what, Over) else (Says(f"trouble_{what}"), None)
