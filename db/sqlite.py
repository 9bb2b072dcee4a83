"""What is another with SQLite: the pragmas, whole transactions in one visit to its thread, the log and its emptying."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from db.disk import is_refusal
from db.failing import Damaged, Unavailable, Unwritable
from db.one_hop import let_go, shortened
from db.visits import Hand, Visits

T = TypeVar("T")

NAME = "sqlite"

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 5000}
"""Set on every connection and read back, because SQLite ignores what it cannot do without a word."""

WAITS_FOR_READERS = 100
"""Milliseconds for which the emptying of the log waits for those who read: meanwhile nobody can change anything, and a
backup reads for as long as it takes."""

SETTLES = 30.0
"""Seconds between two looks whether nobody reads any more what was there before."""

BEGIN = "avisa_begin"
"""Execution option: how a transaction begins. `BEGIN IMMEDIATE` unless said otherwise; empty for none at all."""


class PragmaError(Exception):
    """SQLite did not take a pragma that our promises rest on."""


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite URL; none for a database that is not a file."""
    parsed = make_url(url)
    if parsed.get_backend_name() != NAME or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def log_of(file: Path) -> Path:
    """Where SQLite writes a change first."""
    return file.with_name(f"{file.name}-wal")


def beside(file: Path) -> list[Path]:
    """What SQLite keeps beside a database."""
    return [file.with_name(file.name + suffix) for suffix in ("-wal", "-shm", "-journal")]


def connect(url: URL) -> AsyncEngine:
    """An engine whose every connection has the pragmas, and whose transactions say at once that they will write."""
    engine = create_async_engine(shortened(url), pool_size=4, max_overflow=4)
    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def prepare(connection: Any, _record: Any) -> None:
    """Give a new connection of the driver's the pragmas. PragmaError when one of them is not taken."""
    connection.isolation_level = None  # sqlite3 would begin by itself, and later than we mean
    cursor = connection.cursor()
    for name, wanted in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name} = {wanted}")
        cursor.execute(f"PRAGMA {name}")
        [found] = cursor.fetchone()
        if found != wanted:
            raise PragmaError(f"PRAGMA {name} is {found!r} and must be {wanted!r}")
    cursor.close()


def _begin(connection: Connection) -> None:
    begin = connection.get_execution_options().get(BEGIN, "BEGIN IMMEDIATE")
    if begin:
        connection.exec_driver_sql(begin)


@contextmanager
def unavailable() -> Iterator[None]:
    """Say in one word, for those who know no SQL, that the database cannot do it: now, or ever again."""
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as error:
        told = getattr(error, "orig", error)
        raise (Unwritable if is_refusal(told) else Unavailable)(str(told)) from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        if type(error) not in (DatabaseError, sqlite3.DatabaseError):
            raise
        raise Damaged(
            f"the database is damaged ({getattr(error, 'orig', error)}): put a backup in its place"
        ) from error


class Sqlite:
    """One open SQLite file: one transaction at a time changes it, and those who look see one moment."""

    unavailable = staticmethod(unavailable)

    def __init__(self, engine: AsyncEngine, writing: asyncio.Lock) -> None:
        """`writing` is held by whoever changes something."""
        self._engine, self._writing = engine, writing
        url = engine.url.set(drivername="sqlite+pysqlite")
        self._changes, self._looks = Visits(url, prepare, "BEGIN IMMEDIATE"), Visits(url, prepare, "BEGIN")
        self._looking = asyncio.Lock()

    async def change(self, does: Callable[[Hand], Coroutine[Any, Any, T]], *, apart: bool = False) -> T:
        """What it answers, once it is committed, perhaps together with others; whatever it raises rolls it back. All
        are done one after the other, also those that could be done `apart`."""
        return await self._changes.visit(does, self._writing)

    async def look(self, does: Callable[[Hand], Coroutine[Any, Any, T]]) -> T:
        """What it answers, which changes nothing."""
        return await self._looks.visit(does, self._looking)

    async def check(self, _hand: Any, _fence: int | None) -> None:
        """One process works with it, and leads."""

    async def tell(self, _hand: Any, _woken: Sequence[str]) -> None:
        """There is no other process to be told."""

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose changes are committed at the end of the block."""
        async with self._writing, self._engine.connect() as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one moment."""
        async with self._engine.connect() as connection:
            await connection.execution_options(**{BEGIN: "BEGIN"})
            async with connection.begin():
                yield connection

    async def truncate_log(self) -> bool:
        """Empty the write-ahead log, where deleted rows would live on; False while a reader keeps it.

        Only TRUNCATE leaves no copy: after PASSIVE and RESTART every deleted text was still found in the file.
        """
        file = sqlite_file(str(self._engine.url))
        if file is not None and log_of(file).exists() and not log_of(file).stat().st_size:
            return True
        async with self._writing, self._engine.connect() as connection:
            await connection.execution_options(**{BEGIN: ""})
            await connection.exec_driver_sql(f"PRAGMA busy_timeout = {WAITS_FOR_READERS}")
            try:
                busy = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
            finally:
                await connection.exec_driver_sql(f"PRAGMA busy_timeout = {PRAGMAS['busy_timeout']}")
        return not busy

    async def rewrite_tables(self) -> bool:
        """One that is in memory leaves nothing."""
        return True

    async def outlast(self) -> None:
        """Wait until nobody reads any more what was there before this: then the log is empty."""
        while not await self.truncate_log():  # noqa: ASYNC110  another process may read as well
            await asyncio.sleep(SETTLES)

    async def copy_to(self, file: Path) -> None:
        """Write what is committed at this moment into an empty file: no deleted row and no log goes with it. Others may
        change the database meanwhile; its log is not emptied until this is done."""
        with unavailable():
            async with self._engine.connect() as connection:
                await connection.execution_options(**{BEGIN: ""})
                await connection.exec_driver_sql("VACUUM INTO ?", (str(file),))

    async def close(self) -> None:
        """Close every connection."""
        await self._changes.close()
        await self._looks.close()
        await self._engine.dispose()
        await let_go()
