"""Migrate, back up, restore, put another main key in place: each says in a few lines what it did."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import opened, whole_city
from bot.settings import Settings
from db import backups, restoring, rotating
from db.backups import NoBackup
from db.engine import Database, connect, sqlite_file
from db.keys import Keys
from db.lock import locked
from db.opening import CannotOpen, check_folder, check_keys, open_database


async def migrate(settings: Settings) -> None:
    """Bring the database up to this version, and say each step."""
    city = whole_city(settings)
    check_folder(settings.database_url)
    with locked(settings.database_url):
        async with opened(settings, city, told=print):
            print("the database has the newest schema")


async def back_up(settings: Settings, folder: Path | None) -> None:
    """Make a backup, also while the bot runs, and remove those that are too old."""
    where = folder or settings.backups
    if where is None:
        raise NoBackup("no folder is named: python -m bot backup FOLDER, or AVISA_BACKUPS")
    check_folder(settings.database_url)
    file = sqlite_file(settings.database_url)
    if file is None or not file.exists():
        raise CannotOpen(f"there is no database at {file or settings.database_url} (AVISA_DATABASE_URL)")
    database = Database(connect(settings.database_url), Keys(settings.keys))
    now = datetime.now(UTC)
    try:
        await check_keys(database)
        gone = backups.expire(where, now=now)
        made = await backups.make(database, where, now=now)
    finally:
        await database.close()
    print(f"{made} ({made.stat().st_size:,} bytes); it opens with {settings.keys / 'main.key'} alone")
    print(f"{gone} older than a day removed")


async def restore(settings: Settings, backup: Path) -> None:
    """Put a backup where no database is, once all of it was looked at, and say what is lost."""
    check_folder(settings.database_url)
    with locked(settings.database_url):
        done = await restoring.restore(settings.database_url, settings.keys, backup)
    past = timedelta(seconds=round((datetime.now(UTC) - done.made).total_seconds()))
    days = ", ".join(day.isoformat() for day in done.days) or "none"
    print(f"restored as of {done.made:%Y-%m-%d %H:%M:%S} UTC: {done.people} people; the ledger ({done.acts}) is whole")
    print(f"lost: what happened in the {past} since then; who left in that time is in it again")
    print(f"broadcasts that were on their way and go out no further: {done.ended}")
    print(f"days whose keys are here: {days}; words of all other days stay unreadable")


async def rotate(settings: Settings) -> None:
    """Put a new main key in place of the old one. The bot must be stopped."""
    check_folder(settings.database_url)
    file = sqlite_file(settings.database_url)
    if file is None or not file.exists():
        raise CannotOpen(f"there is no database at {file or settings.database_url} (AVISA_DATABASE_URL)")
    with locked(settings.database_url):
        database = await open_database(settings.database_url, settings.keys)
        try:
            count = await rotating.rotate(database)
        finally:
            await database.close()
    print(f"{settings.keys / 'main.key'} is new: {count} people sealed anew, the old key overwritten")
    print("make a backup and a copy of the new key now: earlier backups open with the old key alone")
