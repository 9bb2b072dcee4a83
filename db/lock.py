"""One process at a time works with a SQLite database: a lock on a file beside it, held as long as the process lives. On
PostgreSQL several do (`db.members`), and whoever needs it for themselves waits until none is left."""

import asyncio
import fcntl
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from bot.domain.clock import Clock
from db.engine import is_shared
from db.failing import Locked
from db.members import Control
from db.opening import CannotOpen, plainly
from db.sqlite import sqlite_file

log = logging.getLogger(__name__)

LOOKS = 1.0
"""Seconds between two looks of one that waits for the other to end: it is at work within five."""


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Hold the database at `url` for as long as the block lasts; the kernel lets go of it when the process dies.

    Raises Locked when another process holds it, CannotOpen when there is no place for the lock. To be taken before the
    database is opened. A database that is not a file has no such lock.
    """
    file = sqlite_file(url)
    if file is None:
        yield
        return
    beside = Path(f"{file.resolve()}.lock")
    try:
        opened = beside.open("ab")
    except OSError as error:
        raise CannotOpen(
            f"the data folder {beside.parent} takes no lock: {error.strerror} (AVISA_DATABASE_URL)"
        ) from None
    with opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(f"another Avisa works with {file.resolve()} (it holds {beside})") from None
        yield


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[None]:
    """Have the database at `url`, a file or not, for oneself while the block lasts. Raises Locked, CannotOpen or
    Away."""
    if not is_shared(url):
        with locked(url):
            yield
        return
    with plainly(url):
        control = await Control.open(url, alone=True)
    try:
        yield
    finally:
        await control.close()


@asynccontextmanager
async def locked_in_time(url: str, clock: Clock, stop: asyncio.Event) -> AsyncIterator[bool]:
    """The same for one that waits until the other has ended, however it ends; False when told to stop before that."""
    told = False
    with ExitStack() as held:
        while not stop.is_set():
            try:
                held.enter_context(locked(url))
            except Locked as other:
                if not told:
                    log.warning("%s: waiting until it ends", other)
                told = True
                await clock.wait(stop, LOOKS)
            else:
                yield True
                return
        yield False
