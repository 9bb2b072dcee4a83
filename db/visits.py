"""Whole transactions in one visit to SQLite's thread, and all that were asked for meanwhile in one commit.

A statement at a time, each waits for a thread to take it and for the loop to take the answer: measured, some forty such
hops for one pressed button. Here a transaction is handed over as a whole. It is written as a coroutine like any other,
but awaits nothing but its own statements, and on the database's thread these are done when they are asked for: so it
runs from its first line to its last without ever waiting. What is asked for while one commit is on its way to the disk
shares the next one; each keeps a savepoint of its own, so that a refusal takes back its own changes and nobody else's.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Dialect, Engine, Executable, create_engine, event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

T = TypeVar("T")

TOGETHER = 64
"""At most so many share a commit: the first of them waits for the last."""


class Hand:
    """The connection as a transaction sees it on the database's own thread: awaiting an answer never waits."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def dialect(self) -> Dialect:
        """Of the database."""
        return self._connection.dialect

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """What the statement answers."""
        return self._connection.execute(statement, parameters)

    async def exec_driver_sql(self, statement: str, parameters: Any = None) -> CursorResult[Any]:
        """The same for SQL as it stands."""
        return self._connection.exec_driver_sql(statement, parameters)


Does = Callable[[Hand], Coroutine[Any, Any, T]]


def at_once(coroutine: Coroutine[Any, Any, T]) -> T:
    """What comes of a coroutine that waits for nothing. RuntimeError if it does."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    coroutine.close()
    raise RuntimeError("a transaction may wait for nothing but its own statements")


OF_THE_DATABASE = (OperationalError, sqlite3.Error)
"""What no transaction is to blame for: locked, full, read-only. SQLite may have rolled back everything by itself."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A transaction ended so."""

    error: Exception


@dataclass(slots=True)
class Asked:
    """One transaction that waits for its turn."""

    does: Callable[[Any], Coroutine[Any, Any, Any]]
    answer: "asyncio.Future[Any]"

    def hears(self, answer: Any) -> None:
        """What came of it, told to whoever still waits."""
        if self.answer.cancelled():
            return
        if isinstance(answer, Raised):
            self.answer.set_exception(answer.error)
        else:
            self.answer.set_result(answer)


class Visits:
    """One connection on a thread of its own, opened by the first visit."""

    def __init__(self, url: URL, prepare: Callable[[Any, Any], None], begin: str) -> None:
        """`prepare` is called with each new connection of the driver's; `begin` is how each transaction begins."""
        self._engine: Engine = create_engine(url, poolclass=NullPool)
        event.listen(self._engine, "connect", prepare)
        self._begin = begin
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="visits")
        self._connection: Connection | None = None
        self._asked: list[Asked] = []
        self._going: asyncio.Task[None] | None = None

    async def visit(self, does: Does[T], turn: asyncio.Lock) -> T:
        """The transaction's answer, once it is committed. `turn` is held meanwhile. Raises what it raised, or what
        SQLAlchemy raises when it cannot be committed; then it has changed nothing."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._asked.append(Asked(does, answer))
        if self._going is None:
            self._going = asyncio.create_task(self._go(turn))
        return await answer

    async def close(self) -> None:
        """End what is under way, and close the connection. The next visit opens another."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)

    async def _go(self, turn: asyncio.Lock) -> None:
        """Visit until nobody asks any more."""
        loop = asyncio.get_running_loop()
        try:
            while self._asked:
                async with turn:
                    together = [one for one in self._asked[:TOGETHER] if not one.answer.cancelled()]
                    del self._asked[:TOGETHER]
                    try:
                        answers = await loop.run_in_executor(self._thread, self._do, [one.does for one in together])
                    except Exception as error:  # noqa: BLE001  the thread itself cannot: handed to whoever asked
                        answers = [Raised(error)] * len(together)
                for one, answer in zip(together, answers, strict=True):
                    one.hears(answer)
        finally:
            self._going = None

    def _do(self, together: Sequence[Does[Any]]) -> Sequence[Any]:
        """All of them in one transaction; each in its own when that fails for what is none of theirs."""
        try:
            return self._commit(together)
        except Exception as error:  # noqa: BLE001  handed to whoever asked
            if len(together) == 1:
                return [Raised(error)]
        return [answer for one in together for answer in self._do([one])]

    def _commit(self, together: Sequence[Does[Any]]) -> Sequence[Any]:
        if self._connection is None:
            self._connection = self._engine.connect()
        driver, hand = self._driver(self._connection), Hand(self._connection)
        answers: list[Any] = []
        driver.execute(self._begin)
        try:
            for does in together:
                driver.execute("SAVEPOINT one")
                try:
                    answers.append(at_once(does(hand)))
                except Exception as error:
                    if isinstance(error, OF_THE_DATABASE) or type(error) is DatabaseError:
                        raise
                    driver.execute("ROLLBACK TO one")
                    answers.append(Raised(error))
                driver.execute("RELEASE one")
            driver.execute("COMMIT")
        except BaseException:
            if driver.in_transaction:
                driver.execute("ROLLBACK")
            raise
        return answers

    def _driver(self, connection: Connection) -> sqlite3.Connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101  the URL says so
        return driver

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
