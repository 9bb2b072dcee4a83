"""A hold that Telegram asked for survives a restart: sending again too early makes it longer."""

from datetime import datetime, timedelta

from db import facts
from db.engine import Transaction

NAME = "hold"
LONGEST = timedelta(days=1)
"""A longer one is a clock that has jumped."""


async def keep(tx: Transaction, *, until: datetime) -> None:
    """Nothing goes out in bulk before then."""
    await facts.put(tx, NAME, until.isoformat().encode())


async def left(tx: Transaction, *, now: datetime) -> timedelta:
    """How much of a hold is left; zero for none."""
    kept = await facts.get(tx, NAME)
    if kept is None:
        return timedelta(0)
    return min(max(datetime.fromisoformat(kept.decode()) - now, timedelta(0)), LONGEST)
