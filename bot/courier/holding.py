"""A hold that Telegram asked for survives a restart: sending again too early makes it longer."""

from datetime import datetime, timedelta

from bot.courier.window import Held
from db import facts
from db.engine import Transaction

BULK, REPLIES = "hold", "hold_replies"
"""Under what they are kept."""

LONGEST = timedelta(days=1)
"""A longer one is a clock that has jumped."""


async def keep(tx: Transaction, held: Held, *, now: datetime) -> None:
    """Nothing goes out for so long from now on."""
    for name, seconds in ((BULK, held.bulk), (REPLIES, held.replies)):
        if seconds > 0:
            await facts.put(tx, name, (now + timedelta(seconds=seconds)).isoformat().encode())


async def left(tx: Transaction, *, now: datetime) -> Held:
    """How much of a hold is left, in seconds; zero for none."""
    return Held(await _left(tx, BULK, now), await _left(tx, REPLIES, now))


async def _left(tx: Transaction, name: str, now: datetime) -> float:
    kept = await facts.get(tx, name)
    if kept is None:
        return 0.0
    return min(max(datetime.fromisoformat(kept.decode()) - now, timedelta(0)), LONGEST).total_seconds()
