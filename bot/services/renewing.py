"""Where what was deleted is not overwritten, it is made unreadable: each night a new main key takes the old one's
place. What lies about of those who have left was sealed with one that nobody has any more."""

from datetime import datetime, timedelta
from functools import partial

from bot.domain.pausing import is_night
from cities import City
from db import keys as key_folder
from db import rotating
from db.engine import Database

EVERY = timedelta(hours=20)
"""Longer than a night, and shorter than the time to the next."""

LATEST = timedelta(hours=30)
"""After which it is done by day as well: whoever leaves is unreadable so soon, whatever comes between."""

LATE = LATEST + timedelta(hours=1)
"""After which something keeps it from being done. Measured on a busy machine, 100,000 people took 75 seconds."""


async def renew(database: Database, *, city: City, now: datetime) -> bool:
    """Wish for a new main key when it is time: whoever puts it in place sees it in the keys folder. False when the last
    was so long ago that something must be in the way."""
    async with database.reading() as tx:
        last = await rotating.last(tx)
    if last is None:
        await database.change(partial(rotating.note, now=now))
        return True
    age = now - last
    if age >= LATEST or (age >= EVERY and is_night(now, city.zone)):
        key_folder.prepare(database.keys.folder, keeps_tags=True)
    return age < LATE
