"""The database: transactions for those who change it, reads for those who look."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from copy import copy
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Executable, Row, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.domain.ids import UpdateId
from db.disk import Disk, is_refusal
from db.keys import Keys
from db.one_hop import let_go, shortened
from db.visits import Hand, Visits

T = TypeVar("T")

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 5000}
"""Set on every connection and read back, because SQLite ignores what it cannot do without a word."""

WAITS_FOR_READERS = 100
"""Milliseconds for which the emptying of the log waits for those who read: meanwhile nobody can change anything, and a
backup reads for as long as it takes."""

BEGIN = "avisa_begin"
"""Execution option: how a transaction begins. `BEGIN IMMEDIATE` unless said otherwise; empty for none at all."""


class Wake(Enum):
    """Who is to be woken when a transaction has been committed."""

    COURIER = "courier"
    AUDIENCE = "audience"
    """The courier too: somebody does not want to hear any more what they may be about to be told."""


class Unavailable(Exception):
    """The database cannot do it at this moment: locked by another, disk full, read-only. Nothing was changed."""


class Unwritable(Unavailable):
    """The disk takes nothing: it is full, or may only be read. Nothing was changed. What is there can still be read."""


class Damaged(Exception):
    """The file is no whole database any more. Nothing can be done with it but to put a backup in its place."""


class PragmaError(Exception):
    """SQLite did not take a pragma that our promises rest on."""


@dataclass(slots=True)
class Transaction:
    """What one service does: all of it, or nothing. `db/` alone knows what to ask of it."""

    connection: AsyncConnection | Hand
    keys: Keys
    update: UpdateId | None = None
    """The update on whose behalf it is done, if any: see `bot.services.acting`."""
    woken: set[Wake] = field(default_factory=set)
    left: list[bytes] = field(default_factory=list)
    """Who leaves with it, under `Keys.farewells`."""

    async def run(self, statement: Executable, rows: Any = None) -> CursorResult[Any]:
        """Execute one statement; with a list of rows, once for each."""
        return await self.connection.execute(statement, rows)

    async def all(self, statement: Executable, given: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """Every row that the statement answers, with what is `given` in the place of its parameters."""
        return (await self.connection.execute(statement, given)).all()

    async def one(self, statement: Executable, given: Mapping[str, Any] | None = None) -> Row[Any] | None:
        """The row that the statement answers, or none."""
        return (await self.connection.execute(statement, given)).one_or_none()

    def wake(self, who: Wake) -> None:
        """Wake `who` once this transaction is committed, and not if it is not."""
        self.woken.add(who)


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite URL; none for a database that is not a file."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def log_of(file: Path) -> Path:
    """Where SQLite writes a change first."""
    return file.with_name(f"{file.name}-wal")


def connect(url: str) -> AsyncEngine:
    """An engine whose every connection has the pragmas, and whose transactions say at once that they will write."""
    engine = create_async_engine(shortened(make_url(url)), pool_size=4, max_overflow=4)
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
def _unavailable() -> Iterator[None]:
    """Say in one word, for those who know no SQL, that the database cannot do it: now, or ever again."""
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as error:
        told = getattr(error, "orig", error)
        raise (Unwritable if is_refusal(told) else Unavailable)(str(told)) from error
    except OSError as error:  # a day's key could not be written
        if not is_refusal(error):
            raise
        raise Unwritable(error.strerror) from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        if type(error) not in (DatabaseError, sqlite3.DatabaseError):
            raise
        raise Damaged(
            f"the database is damaged ({getattr(error, 'orig', error)}): put a backup in its place"
        ) from error


Does = Callable[[Transaction], Coroutine[Any, Any, T]]
"""A whole transaction. It awaits nothing but what the transaction answers, and may be begun anew if others spoil it."""


@dataclass(slots=True)
class Queue:
    """Who wants to change something, and whoever does at this moment."""

    long: int = 0
    is_held_up: bool = False
    """Something has its turn that takes long."""


class Database:
    """One city's database, open."""

    def __init__(self, engine: AsyncEngine, keys: Keys, *, update: UpdateId | None = None) -> None:
        self.engine = engine
        self.keys = keys
        self.update = update
        """The update on whose behalf changes are made; see `bot.services.acting`."""
        self.farewells: Callable[[Sequence[bytes]], None] | None = None
        """Called after each commit with which somebody left."""
        self.disk = Disk()
        """What it is written to."""
        self._writing, self._queue = asyncio.Lock(), Queue()
        self._listeners: dict[Wake, list[Callable[[], None]]] = {who: [] for who in Wake}
        url = engine.url.set(drivername="sqlite+pysqlite")
        self._changes, self._looks = Visits(url, prepare, "BEGIN IMMEDIATE"), Visits(url, prepare, "BEGIN")
        self._looking = asyncio.Lock()

    def on_behalf_of(self, update: UpdateId) -> "Database":
        """The same database, for what one update asks for."""
        same = copy(self)
        same.update = update
        return same

    def listen(self, who: Wake, wake: Callable[[], None]) -> None:
        """Call `wake` after each commit that woke `who`."""
        self._listeners[who].append(wake)

    async def change(self, does: Does[T]) -> T:
        """What `does` answers, once it is committed, perhaps together with others; whatever it raises rolls it back."""
        begun: list[Transaction] = []

        async def do(hand: Hand) -> T:
            begun.append(Transaction(hand, self.keys, self.update))
            return await does(begun[-1])

        with self._writes():
            answer = await self._changes.visit(do, self._writing)
        self._committed(begun[-1])
        return answer

    async def look(self, does: Does[T]) -> T:
        """What `does` answers, which changes nothing."""
        with _unavailable():
            return await self._looks.visit(lambda hand: does(Transaction(hand, self.keys)), self._looking)

    @contextmanager
    def _writes(self) -> Iterator[None]:
        self._queue.long += 1
        try:
            with _unavailable():
                yield
        except Unwritable:
            self.disk.refuses = True
            raise
        finally:
            self._queue.long -= 1

    def _committed(self, tx: Transaction) -> None:
        if tx.left and self.farewells is not None:
            self.farewells(tx.left)
        for who in tx.woken:
            for wake in self._listeners[who]:
                wake()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """One change, committed at the end of the block or rolled back by any exception. One at a time per process."""
        with self._writes():
            async with self._writing, self.engine.connect() as connection, connection.begin():
                tx = Transaction(connection, self.keys, self.update)
                yield tx
        self._committed(tx)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Callable[[], bool]]:
        """Nobody else changes anything while the block lasts. Its value tells on any thread whether somebody waits."""
        async with self._writing:
            self._queue.is_held_up = True
            try:
                yield lambda: self._queue.long > 0
            finally:
                self._queue.is_held_up = False

    @property
    def is_held_up(self) -> bool:
        """Something has its turn that takes long: it is given up for a person, and what can wait does not ask."""
        return self._queue.is_held_up

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A look that blocks no one and changes nothing."""
        with _unavailable():
            async with self.engine.connect() as connection:
                await connection.execution_options(**{BEGIN: "BEGIN"})
                async with connection.begin():
                    yield Transaction(connection, self.keys)

    async def truncate_log(self) -> bool:
        """Empty the write-ahead log, where deleted rows would live on; False while a reader keeps it.

        Only TRUNCATE leaves no copy: after PASSIVE and RESTART every deleted text was still found in the file.
        """
        file = sqlite_file(str(self.engine.url))
        if file is not None and log_of(file).exists() and not log_of(file).stat().st_size:
            return True
        async with self._writing, self.engine.connect() as connection:
            await connection.execution_options(**{BEGIN: ""})
            await connection.exec_driver_sql(f"PRAGMA busy_timeout = {WAITS_FOR_READERS}")
            try:
                busy = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
            finally:
                await connection.exec_driver_sql(f"PRAGMA busy_timeout = {PRAGMAS['busy_timeout']}")
        return not busy

    async def copy_to(self, file: Path) -> None:
        """Write what is committed at this moment into an empty file: no deleted row and no log goes with it. Others may
        change the database meanwhile; its log is not emptied until this is done."""
        with _unavailable():
            async with self.engine.connect() as connection:
                await connection.execution_options(**{BEGIN: ""})
                await connection.exec_driver_sql("VACUUM INTO ?", (str(file),))

    async def close(self) -> None:
        """Close every connection."""
        await self._changes.close()
        await self._looks.close()
        await self.engine.dispose()
        await let_go()
