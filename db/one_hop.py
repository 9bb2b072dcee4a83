"""The same SQLite driver, with one hop to its thread for a statement instead of four.

SQLAlchemy over aiosqlite asks the connection's thread for a cursor, then to execute, then to fetch, then to close, and
waits for each: about 0.5 ms a statement. Here the four are one. `sqlite+aiosqlite` URLs stay as they are; `connect` in
`db.engine` puts this dialect in.
"""

import asyncio
import sqlite3
from collections import deque
from dataclasses import dataclass
from threading import Thread
from typing import Any
from weakref import WeakSet

from aiosqlite.core import _STOP_RUNNING_SENTINEL
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.engine import URL
from sqlalchemy.util.concurrency import await_

DRIVER = "one_hop"


@dataclass(slots=True)
class Answer:
    """What is left of a cursor when everything was fetched and it was closed."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    arraysize: int = 1

    async def close(self) -> None:
        """It is closed already."""


class Cursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that opens, executes, fetches and closes in one visit to the connection's thread."""

    __slots__ = ()

    def _make_new_cursor(self, connection: Any) -> Any:
        return Answer()

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        await self._visit(sqlite3.Cursor.execute, operation, parameters or ())

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:
        await self._visit(sqlite3.Cursor.executemany, operation, seq_of_parameters)

    async def _visit(self, how: Any, *arguments: Any) -> None:
        connection: Any = self._connection

        def visit() -> tuple[Answer, list[Any]]:
            cursor = connection._conn.cursor()
            try:
                how(cursor, *arguments)
                rows = cursor.fetchall() if cursor.description else []
                return Answer(cursor.description, cursor.rowcount, cursor.lastrowid), rows
            finally:
                cursor.close()

        async with self._adapt_connection._execute_mutex:
            answer, rows = await connection._execute(visit)
        self._cursor, self._rows = answer, deque(rows)


LEAVING: WeakSet[Thread] = WeakSet()
"""The threads of connections that were let go of in the middle of something."""


async def let_go() -> None:
    """Wait until those are done, so that nothing still writes when the database counts as closed."""
    for thread in list(LEAVING):
        await asyncio.to_thread(thread.join)


class Connection(AsyncAdapt_aiosqlite_connection):
    """A connection whose cursors make one hop."""

    __slots__ = ()
    _cursor_cls = Cursor

    async def _terminate_graceful_close(self) -> None:
        """Whoever used it was cancelled."""
        self._terminate_force_close()

    def _terminate_force_close(self) -> None:
        """Close on its own thread, after what is running there, and wait for nothing.

        Stock aiosqlite waits for the thread's answer, twice when it is cancelled meanwhile, and the second never comes.
        """
        connection: Any = self._connection
        opened, connection._connection, connection._running = connection._connection, None, False

        def close() -> object:
            if opened is not None:
                opened.close()
            return _STOP_RUNNING_SENTINEL

        LEAVING.add(connection._thread)
        connection._tx.put_nowait((None, close))


class Driver(AsyncAdapt_aiosqlite_dbapi):
    """aiosqlite, with those connections."""

    def connect(self, *arg: Any, **kw: Any) -> Connection:
        """Connect, on a thread that does not keep a stopping program alive."""
        connection = self.aiosqlite.connect(*arg, **kw)
        connection._thread.daemon = True
        return Connection(self, await_(connection))


class Dialect(SQLiteDialect_aiosqlite):
    """SQLAlchemy's aiosqlite dialect over that driver."""

    driver = DRIVER
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Driver:
        """The driver."""
        return Driver(__import__("aiosqlite"), __import__("sqlite3"))


registry.register(f"sqlite.{DRIVER}", __name__, Dialect.__name__)


def shortened(url: URL) -> URL:
    """The URL with this driver in place of aiosqlite; any other URL as it is."""
    return url.set(drivername=f"sqlite+{DRIVER}") if url.drivername == "sqlite+aiosqlite" else url
