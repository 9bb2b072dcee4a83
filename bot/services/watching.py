"""Someone watches over the bot: how much waits, and how much is under way. Numbers alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.broadcast import Kind
from bot.domain.incident import Status
from db import duties, numbers
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much there is at one moment."""

    waiting: int
    """Updates that are not answered yet."""
    oldest: timedelta
    """For how long the oldest of them has waited."""
    under_way: Mapping[Kind, int]
    open_incidents: Mapping[Status, int]
    unsent_letters: int
    on_duty: int


async def count(database: Database, *, now: datetime) -> Numbers:
    """How much there is now."""
    async with database.reading() as tx:
        waiting, since = await numbers.waiting(tx)
        return Numbers(
            waiting=waiting,
            oldest=timedelta(0) if since is None else max(now - since, timedelta(0)),
            under_way=await numbers.under_way(tx),
            open_incidents=await numbers.open_incidents(tx),
            unsent_letters=await numbers.unsent_letters(tx),
            on_duty=await duties.on_duty_at_all(tx, now=now),
        )
