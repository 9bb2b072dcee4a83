"""Putting a backup in an empty place, and nothing there before all of it was looked at."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select

from db import backups, broadcasts, departures, moving, people
from db import keys as key_folder
from db.engine import Database, connect
from db.keys import Keys
from db.moving import Found
from db.opening import CannotOpen, check_folder, entered, examine, open_database, plainly
from db.sqlite import beside, sqlite_file
from db.tables import people as everyone


@dataclass(frozen=True, slots=True)
class Restored:
    """What is there now."""

    made: datetime
    """When the backup was made: what happened after that is lost."""
    people: int
    left: int | None
    """How many who left after that are not in it; none where nobody noted who left."""
    acts: int
    """Rows of the ledger, which is whole."""
    ended: int
    """Broadcasts that were on their way then; they go out no further."""
    days: list[date]
    """The days whose keys are here: what any other day sealed stays unreadable."""


async def restore(url: str, keys: Path, backup: Path) -> Restored:
    """Put a backup where the settings say that the database is. The lock must be held.

    Raises CannotOpen when something is there already, or what is in the backup is not whole; KeysError or NoBackup when
    it does not open with these keys. Then nothing was put there.
    """
    check_folder(url)
    file = sqlite_file(url)
    if file is None:
        return await _on_a_server(url, Keys(keys), backup)
    there = [one for one in (file, *beside(file)) if one.exists()]
    if there:
        raise CannotOpen(f"{there[0].resolve()} is there already: a backup is restored into an empty place alone")
    opened = Keys(keys)
    part = file.with_name(f"{file.name}.restoring")
    _clear(part)
    try:
        restored = await _looked_at(part, opened, backup)
        part.rename(file)
        key_folder.sync(file.parent)
    finally:
        _clear(part)
    return restored


async def _on_a_server(url: str, keys: Keys, backup: Path) -> Restored:
    """Look at it as a file beside the backup, and move it there then. Until all of it is there, nothing opens it, and
    another restore begins anew."""
    async with entered(url):
        pass  # the schema is there now
    part, target = backup.with_name(f".{backup.name}.restoring"), Database(connect(url, hurried=False), keys)
    _clear(part)
    try:
        with plainly(url):
            there = await moving.found(target)
            if there in (Found.WHOLE, Found.OTHER):
                where = moving.shown(target)
                raise CannotOpen(
                    f"something is there already in {where}: a backup is restored into an empty place alone"
                )
            restored = await _looked_at(part, keys, backup)
            if there is Found.PART:
                await moving.remove(target)
            source = await open_database(_url(part), keys.folder)  # it may be an older version's
            try:
                await moving.move(source, target, moving.silent)
            finally:
                await source.close()
    finally:
        await target.close()
        _clear(part)
    return restored


def _clear(part: Path) -> None:
    """Remove what was being restored and did not get to its place."""
    for one in (part, *beside(part)):
        if one.exists():
            key_folder.destroy(one)


def _url(part: Path) -> str:
    return f"sqlite+aiosqlite:///{part}"


async def _looked_at(part: Path, keys: Keys, backup: Path) -> Restored:
    """Open it into this file, look at all of it, and take out of it who has left and what is on its way."""
    made, noted = backups.open_into(backup, part, keys), backup.parent
    database = Database(connect(_url(part)), keys)
    try:
        found = await examine(database)
        async with database.transaction() as tx:
            left = await people.of_farewells(tx, departures.since(noted, made))
            for person in left:
                await people.forget(tx, person)
            count = (await tx.run(select(func.count()).select_from(everyone))).scalar_one()
            under_way = await broadcasts.under_way(tx)
            for one in under_way:
                await broadcasts.finish(tx, one.id)
        await database.truncate_log()
    finally:
        await database.close()
    return Restored(
        made, count, len(left) if departures.is_kept(noted) else None, found.acts, len(under_way), keys.days()
    )
