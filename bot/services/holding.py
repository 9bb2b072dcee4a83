"""Whoever runs the bot puts a legal hold in force, as a lawyer has decided, or ends it."""

from datetime import datetime

from bot.domain.hold import Hold, NoHold, hold
from bot.domain.ledger import Act
from db import holds, ledger
from db.engine import Database, Transaction


async def begin(database: Database, *, until: datetime, reason: str, now: datetime) -> Hold:
    """It is in force from now on, in place of any other. NoHold for one that cannot be."""
    asked = hold(until, reason, now=now)

    async def put(tx: Transaction) -> None:
        await holds.put(tx, asked)
        await ledger.write(tx, Act.HELD, by=None, now=now)

    await database.change(put)
    return asked


async def end(database: Database, *, now: datetime) -> None:
    """It ends now. NoHold when there is none."""

    async def put(tx: Transaction) -> None:
        if await holds.at(tx, now) is None:
            raise NoHold("there is no hold in force")
        await holds.put(tx, None)
        await ledger.write(tx, Act.RELEASED, by=None, now=now)

    await database.change(put)


async def standing(database: Database, *, now: datetime) -> Hold | None:
    """The one that is in force now."""
    async with database.reading() as tx:
        return await holds.at(tx, now)
