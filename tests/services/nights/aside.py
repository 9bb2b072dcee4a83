"""The bystander's own eyes: what is committed, beside the bot."""

from collections.abc import Coroutine, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import CursorResult, Row, Select, create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine

from db import postgres
from db.engine import Database

T = TypeVar("T")


class Aside(Protocol):
    """Somebody who looks."""

    def version(self) -> int:
        """Another number whenever anything was committed since the last look."""
        ...

    def rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        """What it answers."""
        ...

    def close(self) -> None:
        """Look no more."""
        ...


class Does(Protocol):
    """Does something on the loop of the bot, and says what came of it."""

    def __call__(self, act: Coroutine[Any, Any, T]) -> T: ...


def beside(database: Database, does: Does) -> Aside:
    """Whoever looks there."""
    return OnPostgres(database, does) if database.engine.dialect.name == postgres.NAME else OnSqlite(database)


class OnSqlite:
    """Without a loop in between."""

    def __init__(self, database: Database) -> None:
        self._connection = create_engine(database.engine.url.set(drivername="sqlite")).connect()

    def version(self) -> int:
        return int(self._connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        return self._connection.execute(statement).all()

    def close(self) -> None:
        self._connection.close()


class OnPostgres:
    """On a connection of its own, on which each look is a transaction."""

    def __init__(self, database: Database, does: Does) -> None:
        self._engine, self._does = create_async_engine(database.engine.url, isolation_level="AUTOCOMMIT"), does
        self._connection = does(self._engine.connect().start())

    def version(self) -> int:
        last = text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")  # no transaction has it yet
        return int(self._does(self._connection.execute(last)).scalar_one())

    def rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        answered: CursorResult[Any] = self._does(self._connection.execute(statement))
        return answered.all()

    def close(self) -> None:
        self._does(self._connection.close())
        self._does(self._engine.dispose())
