"""What the clock does by itself: windows close, claims lapse, alerts expire, deleted rows vanish from the log."""

from datetime import datetime
from functools import partial

from bot.domain.broadcast import Kind
from bot.domain.incident import Step, advance
from bot.domain.retention import RETENTION, Kept
from bot.services import drilling
from db import broadcasts, cards, endings, incidents, sweeps
from db.engine import Database, Transaction, Wake


async def sweep(database: Database, *, now: datetime) -> None:
    """Remove what is kept no longer, and destroy the keys of days and weeks that are past their window."""
    await database.change(partial(sweeps.sweep, now=now))
    database.keys.destroy_before((now - RETENTION[Kept.DAY_KEYS].keep).date())
    database.keys.destroy_weeks_before((now - RETENTION[Kept.WEEK_KEYS].keep).date())


async def lapse(database: Database, *, now: datetime) -> None:
    """Claims that have run out end, and their cards say so."""

    async def release(tx: Transaction) -> None:
        for incident in await endings.claims(tx, now=now):
            await incidents.release(tx, incident, now=now)

    await database.change(release)


async def expire(database: Database, *, now: datetime) -> None:
    """Alerts whose time has run out say so: that nobody has looked since, and not that it is over. No sound."""
    await database.change(partial(run_out, now=now))


async def run_out(tx: Transaction, *, now: datetime) -> None:
    """The same, in a transaction that does more."""
    for incident in await endings.alerts(tx, now=now):
        moved = await incidents.move(tx, incident, advance(incident.status, Step.EXPIRE), now=now)
        await drilling.moved(tx, moved, incident.status, now=now)
        told = await broadcasts.told(tx, incident.id)
        if told is not None:
            await broadcasts.correct(tx, incident=incident.id, kind=Kind.EXPIRY, facts=told, now=now)


async def morning(database: Database, *, now: datetime) -> None:
    """The courier looks again at cards that were never sent: some of them wait until it is morning."""

    async def look(tx: Transaction) -> None:
        if await cards.are_due(tx):
            tx.wake(Wake.COURIER)

    await database.change(look)


async def erase(database: Database, *, now: datetime) -> bool:
    """Empty the log in which deleted rows live on. False while a reader keeps it: the next round tries again."""
    return await database.truncate_log()
