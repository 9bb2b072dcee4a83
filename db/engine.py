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
from db.keys import Keys
from db.one_hop import let_go, shortened
from db.visits import Hand, Visits

T = TypeVar("T")

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 5000}
"""Set on every connection and read back, because SQLite ignores what it cannot do without a word."""

BEGIN = "avisa_begin"
"""Execution option: how a transaction begins. `BEGIN IMMEDIATE` unless said otherwise; empty for none at all."""


class Wake(Enum):
    """Who is to be woken when a transaction has been committed."""

    COURIER = "courier"
    AUDIENCE = "audience"
    """The courier too: somebody does not want to hear any more what they may be about to be told."""


class Unavailable(Exception):
    """The database cannot do it at this moment: locked by another, disk full, read-only. Nothing was changed."""


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


def connect(url: str) -> AsyncEngine:
    """An engine whose every connection has the pragmas, and whose transactions say at once that they will write."""
    engine = create_async_engine(shortened(make_url(url)), pool_size=4, max_overflow=4)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
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
    except OperationalError as error:
        raise Unavailable(str(error.orig)) from error
    except sqlite3.OperationalError as error:
        raise Unavailable(str(error)) from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        if type(error) not in (DatabaseError, sqlite3.DatabaseError):
            raise
        raise Damaged(
            f"the database is damaged ({getattr(error, 'orig', error)}): put a backup in its place"
        ) from error


Does = Callable[[Transaction], Coroutine[Any, Any, T]]
"""A whole transaction. It awaits nothing but what the transaction answers, and may be begun anew if others spoil it."""


class Database:
    """One city's database, open."""

    def __init__(self, engine: AsyncEngine, keys: Keys, *, update: UpdateId | None = None) -> None:
        self.engine = engine
        self.keys = keys
        self.update = update
        """The update on whose behalf changes are made; see `bot.services.acting`."""
        self.farewells: Callable[[Sequence[bytes]], None] | None = None
        """Called after each commit with which somebody left."""
        self._writing = asyncio.Lock()
        self._listeners: dict[Wake, list[Callable[[], None]]] = {who: [] for who in Wake}
        url = engine.url.set(drivername="sqlite+pysqlite")
        self._changes, self._looks = Visits(url, _prepare, "BEGIN IMMEDIATE"), Visits(url, _prepare, "BEGIN")
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

        with _unavailable():
            answer = await self._changes.visit(do, self._writing)
        self._committed(begun[-1])
        return answer

    async def look(self, does: Does[T]) -> T:
        """What `does` answers, which changes nothing."""
        with _unavailable():
            return await self._looks.visit(lambda hand: does(Transaction(hand, self.keys)), self._looking)

    def _committed(self, tx: Transaction) -> None:
        if tx.left and self.farewells is not None:
            self.farewells(tx.left)
        for who in tx.woken:
            for wake in self._listeners[who]:
                wake()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """One change, committed at the end of the block or rolled back by any exception. One at a time per process."""
        with _unavailable():
            async with self._writing, self.engine.connect() as connection, connection.begin():
                tx = Transaction(connection, self.keys, self.update)
                yield tx
        self._committed(tx)

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
        async with self._writing, self.engine.connect() as connection:
            await connection.execution_options(**{BEGIN: ""})
            busy = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
        return not busy

    @property
    def size(self) -> int:
        """Bytes of its file, without its log; nothing for a database that is not a file."""
        file = self.engine.url.database
        return Path(file).stat().st_size if file and Path(file).exists() else 0

    async def rewrite(self) -> None:
        """Write the whole file anew, without what deleted rows have left, and empty the log. Others wait meanwhile."""
        with _unavailable():
            async with self._writing, self.engine.connect() as connection:
                await connection.execution_options(**{BEGIN: ""})
                await connection.exec_driver_sql("PRAGMA temp_store = MEMORY")
                try:
                    await connection.exec_driver_sql("VACUUM")
                finally:
                    await connection.exec_driver_sql("PRAGMA temp_store = DEFAULT")
        await self.truncate_log()

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
