"""Migrate, back up, restore, put another main key in place: each says in a few lines what it did."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.domain.hold import HELD, NoHold
from bot.opening import opened, whole_city
from bot.services import holding
from bot.settings import Settings
from db import backups, moving, restoring, rotating
from db import keys as key_folder
from db.backups import NoBackup
from db.engine import Database, connect
from db.failing import Locked
from db.keys import Keys
from db.lock import alone
from db.opening import CannotOpen, check_city, check_folder, check_keys, inspect, open_database, plainly
from db.sqlite import sqlite_file

LOOKS = 0.5
"""Seconds between two looks whether a running bot is done."""


async def migrate(settings: Settings) -> None:
    """Bring the database up to this version, and say each step."""
    city = whole_city(settings)
    check_folder(settings.database_url)
    async with alone(settings.database_url), opened(settings, city, told=print):
        print("the database has the newest schema")


async def back_up(settings: Settings, folder: Path | None) -> None:
    """Make a backup, also while the bot runs, and remove those that are too old."""
    where = folder or settings.backups
    if where is None:
        raise NoBackup("no folder is named: python -m bot backup FOLDER, or AVISA_BACKUPS")
    database, now = await there(settings), datetime.now(UTC)
    try:
        gone = backups.expire(where, now=now)
        made = await backups.make(database, where, now=now)
    finally:
        await database.close()
    print(f"{made} ({made.stat().st_size:,} bytes); it opens with {settings.keys / 'main.key'} alone")
    print(f"{gone} older than a day removed")


async def restore(settings: Settings, backup: Path) -> None:
    """Put a backup where no database is, once all of it was looked at, and say what is lost."""
    check_folder(settings.database_url)
    async with alone(settings.database_url):
        done = await restoring.restore(settings.database_url, settings.keys, backup)
    past = timedelta(seconds=round((datetime.now(UTC) - done.made).total_seconds()))
    days = ", ".join(day.isoformat() for day in done.days) or "none"
    print(f"restored as of {done.made:%Y-%m-%d %H:%M:%S} UTC: {done.people} people; the ledger ({done.acts}) is whole")
    left = "who left in that time is in it again" if done.left is None else f"left since, and left out: {done.left}"
    print(f"lost: what happened in the {past} since then; {left}")
    print(f"broadcasts that were on their way and go out no further: {done.ended}")
    print(f"days whose keys are here: {days}; words of all other days stay unreadable")


async def hold(settings: Settings, until: date | None, reason: str | None) -> None:
    """Put a legal hold in force until the end of that day, or end it where no day is given. Also while the bot runs."""
    city = whole_city(settings)
    database, now = await there(settings), datetime.now(UTC)
    try:
        if until is None:
            await holding.end(database, now=now)
            print("the hold has ended: what is due is removed within minutes")
            return
        if key_folder.is_under_way(settings.keys):
            raise NoHold("a new main key is being put in place: try again when that is done")
        ends = datetime.combine(until, time.max, city.zone).astimezone(UTC)
        await holding.begin(database, until=ends, reason=reason or "", now=now)
    finally:
        await database.close()
    print(f"until the end of {until} is kept: {', '.join(sorted(HELD))}. Everything else is removed as always")


async def there(settings: Settings, *, also_left: bool = False) -> Database:
    """The database that is there, perhaps in use by a running bot; also one whose city was moved away, if that will
    do."""
    check_folder(settings.database_url)
    file = sqlite_file(settings.database_url)
    if file is not None and not file.exists():
        raise CannotOpen(f"there is no database at {file} (AVISA_DATABASE_URL)")
    database = Database(connect(settings.database_url), Keys(settings.keys))
    try:
        with plainly(settings.database_url):
            if not await moving.is_there(database):
                raise CannotOpen(f"there is no database at {moving.shown(database)} (AVISA_DATABASE_URL)")
            await check_keys(database)
            if not also_left:
                await check_city(database)
    except BaseException:
        await database.close()
        raise
    return database


async def rotate(settings: Settings) -> None:
    """Put a new main key in place of the old one: here, or where the bot is at work there."""
    await (await there(settings)).close()
    await inspect(settings.database_url, settings.keys)
    try:
        async with alone(settings.database_url):
            database = await open_database(settings.database_url, settings.keys)
            try:
                key_folder.prepare(settings.keys)
                count = await rotating.rotate(database, now=datetime.now(UTC))
            finally:
                await database.close()
            print(f"{count} people sealed anew")
    except Locked:
        key_folder.prepare(settings.keys)
        print(
            "the running Avisa seals everything anew and goes on working; this waits for it and may be left", flush=True
        )
        while key_folder.is_under_way(settings.keys):  # noqa: ASYNC110  another process clears it away
            await asyncio.sleep(LOOKS)
    print(f"{settings.keys / 'main.key'} is new, the old key overwritten")
    print("make a backup and a copy of the new key now: earlier backups open with the old key alone")
