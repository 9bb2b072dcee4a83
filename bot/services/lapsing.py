"""What nobody could confirm in time is no news any more, and whoever reported it hears just that."""

from datetime import datetime

from bot.domain.incident import Step
from bot.domain.policy import Policy
from bot.services import judging
from db import endings
from db.engine import Database, Transaction

AT_ONCE = 20
"""So many incidents in one round. After a flood as many would lapse together as came together: whoever waits for an
answer of the bot must not wait behind all their letters."""


async def lapse(database: Database, *, policy: Policy, now: datetime) -> None:
    """Incidents that are too old to be confirmed come to an end, and their cards say so. Whoever reported them is told,
    once, that nobody could check it in time. What somebody is looking at has time until they are done."""

    async def end(tx: Transaction) -> None:
        for incident in await endings.unverified(tx, seen_before=now - policy.confirm_within, now=now, limit=AT_ONCE):
            await judging.move(tx, incident, Step.LAPSE, now=now)

    await database.change(end)
