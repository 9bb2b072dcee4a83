"""The databases of a PostgreSQL, for the tests of one process.

Its databases are given to one test after another, emptied in between: to make one takes twenty times as long.
"""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest

from bench.postgres import programs, running, url
from db.tables import metadata

__all__ = ["KEEP", "MODEL", "Databases", "programs", "required", "running", "url"]


def required() -> Path:
    """The folder of PostgreSQL's programs, for a test that needs them. Without, it is skipped, or fails where none may
    be."""
    found = programs()
    if found is None:
        if os.environ.get("AVISA_NO_SKIPS"):
            pytest.fail("there is no PostgreSQL here")
        pytest.skip("there is no PostgreSQL here: install Debian's package `postgresql` to try the code on it too")
    return found


MODEL = "model"
"""The database that is copied: opened once the real way, and used by nobody."""

KEPT = ("facts", "ledger")
"""What is in it."""

KEEP = ["CREATE SCHEMA kept", *(f"CREATE TABLE kept.{table} AS SELECT * FROM {table}" for table in KEPT)]  # noqa: S608

NUMBERED = [
    f"{table.name}_{key.name}"
    for table in metadata.sorted_tables
    for key in table.primary_key
    if table.dialect_options["sqlite"]["autoincrement"]
]
"""Whose numbers are given once: the columns."""

EMPTY = [
    *(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)),  # noqa: S608
    *(f"INSERT INTO {table} SELECT * FROM kept.{table}" for table in KEPT),  # noqa: S608
    *(f"SELECT setval('{column}_seq', 1, false)" for column in NUMBERED),  # RESTART makes a new file for each
]


class Databases:
    """Those of the server in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.prefix = f"test_{os.getpid()}"
        """How the names of those begin that this process makes: others may work on the same server."""
        self._free: list[str] = []
        self._made = 0

    def take(self) -> str:
        """The name of one that is as if nobody had used it."""
        if self._free:
            name = self._free.pop()
            self.does(name, *EMPTY)
            return name
        return self._copy(MODEL)

    def give_back(self, name: str) -> None:
        """Nobody uses it any more."""
        self._free.append(name)

    def after_a_crash(self, name: str) -> str:
        """Another one with what was committed in this: its name. Everyone who is connected to this is cut off."""
        self.does("postgres", f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self.does("postgres", f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
        left = self._copy(name)
        self.does("postgres", f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        return left

    def _copy(self, name: str) -> str:
        self._made += 1
        copy = f"{self.prefix}_{self._made}"
        self.does("postgres", f"CREATE DATABASE {copy} TEMPLATE {name} STRATEGY file_copy")
        return copy

    def does(self, database: str, *statements: str) -> None:
        """Say this to the server, as SQL: beside whatever loop runs here."""

        async def do() -> None:
            connection = await asyncpg.connect(host=str(self.folder), user="avisa", database=database)
            try:
                await connection.execute(";".join(statements))
            finally:
                await connection.close()

        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, do()).result()
