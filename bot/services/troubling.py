"""Organizers hear what goes wrong with the bot itself."""

from datetime import datetime

from bot.domain.letter import Says
from bot.domain.trouble import Over, Trouble
from db import letters, people
from db.engine import Database, Transaction


async def tell(database: Database, what: Trouble | Over, *, now: datetime) -> None:
    """Write to each of them that it is so, or that it is over."""
    says, facts = (Says.TROUBLE_OVER, what) if isinstance(what, Over) else (Says(f"trouble_{what}"), None)

    async def write(tx: Transaction) -> None:
        await letters.write(tx, await people.organizers(tx), says, facts, now=now)

    await database.change(write)
