"""Whoever looks is shown the photos that came with the reports, and nobody else is."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.authority import May
from bot.domain.buttons import ShowPhotos
from bot.domain.people import Person
from bot.domain.refusals import Expired, NotAllowed
from bot.services.meeting import demand
from db import details, incidents
from db.engine import Database


async def photos(database: Database, asked: ShowPhotos, *, by: Person, now: datetime) -> Sequence[str]:
    """Telegram's names for the photos, the newest first. NotAllowed without a claim of one's own that still holds;
    Expired when there are none any more."""
    async with database.reading() as tx:
        await demand(tx, by, May.LOOK)
        claim = (await incidents.get(tx, asked.incident)).claimed_at(now)
        if claim is None or claim.by != by.number:
            raise NotAllowed
        found = await details.photos(tx, asked.incident)
    if not found:
        raise Expired
    return found
