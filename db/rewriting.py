"""The whole database written anew, without what deleted rows have left, while everybody goes on.

SQLite's own VACUUM holds up whoever wants to change something from its beginning to its end, and takes as much memory
as the file is large. Here a copy is made beside the database first, which holds up nobody. Then its pages take the
place of the old ones in one transaction, some at a time, and between two of them it is given up as soon as somebody
waits: until its end nothing has changed. A copy is worth nothing once somebody has changed something since.

PostgreSQL does it by itself, a table at a time.
"""

import asyncio
import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event

from db import keys as key_folder
from db.disk import LEAST, MEGABYTE, free
from db.engine import Database
from db.failing import Unavailable
from db.sqlite import log_of, prepare, sqlite_file

log = logging.getLogger(__name__)

STEP = 256
"""Pages put back at a time, a megabyte, and on the disk before the next: whoever waits waits for one step."""

TRIES = 5
"""So often whoever waits is let go first. Most of them are jobs of the clock, and change nothing."""

LOOKS_EVERY = 100_000
"""Instructions of SQLite between two looks whether a copy that is being made is still worth it: some milliseconds."""


class _Waits(Exception):
    """Somebody waits: nothing was changed."""


class _Changed(Exception):
    """Somebody has changed something, or it is to end: nothing was changed."""


def copy_of(file: Path) -> Path:
    """Where the copy lies."""
    return file.with_name(f"{file.name}-anew")


def remove(copy: Path) -> None:
    """Overwrite and remove a copy, if there is one."""
    if copy.exists():
        key_folder.destroy(copy)


async def rewrite(database: Database) -> bool:
    """Do it, and empty the log. False when somebody has changed something meanwhile, or the disk has no room for it;
    Unavailable when the database cannot be read or written."""
    file = sqlite_file(str(database.engine.url))
    if file is None:
        return await database.rewrite_tables()
    await database.truncate_log()
    if free(file.resolve().parent) < LEAST + 2 * file.stat().st_size // MEGABYTE:
        log.warning("there is no room on the disk to write the database anew: it takes twice its size for a moment")
        return False
    try:
        return await _rewrite(database, file)
    except _Changed:
        return False
    except sqlite3.Error as error:
        raise Unavailable(str(error)) from error
    finally:
        await asyncio.to_thread(remove, copy_of(file))


async def _rewrite(database: Database, file: Path) -> bool:
    with closing(_connected(file)) as watch:
        seen = _version(watch)

        def is_true() -> bool:
            return _version(watch) == seen

        await _on_a_thread(partial(_make, file, is_true))
        for _ in range(TRIES):
            try:
                async with database.turn() as somebody_waits:
                    await _on_a_thread(partial(_put_back, file, is_true, somebody_waits))
            except _Waits:
                continue
            await asyncio.to_thread(_settle, file)
            return await database.truncate_log()
    return False


async def _on_a_thread(does: Callable[[Event], None]) -> None:
    """Do it. When this is cancelled it is told to stop, and waited for: its files are removed next."""
    stop = Event()
    going = asyncio.create_task(asyncio.to_thread(does, stop))
    try:
        await asyncio.shield(going)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait([going])
        going.exception()
        raise


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, check_same_thread=False)
    prepare(connection, None)
    return connection


def _version(watch: sqlite3.Connection) -> int:
    """Another number after each change that was committed, by this process or another one."""
    [version] = watch.execute("PRAGMA data_version").fetchone()
    return int(version)


def _make(file: Path, is_true: Callable[[], bool], stop: Event) -> None:
    """Write the copy, of what is committed now. _Changed when it is not worth going on."""
    copy = copy_of(file)
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(_connected(file)) as source:
        source.set_progress_handler(lambda: stop.is_set() or not is_true(), LOOKS_EVERY)
        try:
            source.execute("VACUUM INTO ?", (str(copy),))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise _Changed from None
            raise


def _put_back(file: Path, is_true: Callable[[], bool], somebody_waits: Callable[[], bool], stop: Event) -> None:
    """Put the copy's pages in the place of the database's. From the first step on nobody else can change anything."""
    written = os.open(log_of(file), os.O_RDWR)

    def look(_status: int, remaining: int, _total: int) -> None:
        if not remaining:
            return
        if stop.is_set() or not is_true():
            raise _Changed
        if somebody_waits():
            raise _Waits
        os.fdatasync(written)

    try:
        with closing(sqlite3.connect(copy_of(file))) as source, closing(_connected(file)) as target:
            [pages] = source.execute("PRAGMA page_count").fetchone()
            source.backup(target, pages=min(STEP, pages // 2), progress=look)
    finally:
        os.close(written)


def _settle(file: Path) -> None:
    """Move it from the log to where it belongs: who changes something meanwhile is not held up."""
    with closing(_connected(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
