"""A PostgreSQL of our own, from the programs that are found here: in a folder, without a port, gone afterwards.

Its databases are given to one test after another, emptied in between: to make one takes twenty times as long.
"""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]

from db.tables import metadata

WHOM = "postgres"
"""As whom its programs run where we are root, which they refuse to be. Debian's package makes that user."""

HURRIED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""What a crash of the machine would do to a test's database is nobody's loss."""

SETTINGS = ("listen_addresses=", "max_connections=200", "shared_buffers=32MB", "jit=off", *HURRIED)


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, of the newest that is here; none where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda one: float(one.parent.parent.name))
    found = shutil.which("postgres")
    if debian:
        return debian[-1].parent
    return None if found is None else Path(found).resolve().parent


def url(folder: Path, database: str) -> str:
    """Where the settings say that a database of the server in this folder is."""
    return f"postgresql+asyncpg://avisa@/{database}?host={folder}"


@contextmanager
def running(programs: Path) -> Iterator[Path]:
    """A server that ends with the block; the folder with its socket."""
    with tempfile.TemporaryDirectory(prefix="avisa-pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, WHOM, WHOM)
        initdb = ("-D", folder / "data", "-U", "avisa", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        _run(programs / "initdb", *initdb)
        options = " ".join(f"-c {one}" for one in (f"unix_socket_directories={folder}", *SETTINGS))
        control = (programs / "pg_ctl", "-D", folder / "data", "-w")
        _run(*control, "-l", folder / "log", "-o", options, "start")
        try:
            yield folder
        finally:
            _run(*control, "-m", "immediate", "stop")


def _run(*command: str | Path) -> None:
    whom = {"user": WHOM, "group": WHOM, "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **whom)  # type: ignore[call-overload]


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
    *(f"ALTER SEQUENCE {column}_seq RESTART" for column in NUMBERED),
]


class Databases:
    """Those of the server in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._free: list[str] = []
        self._made = 0

    def take(self) -> str:
        """The name of one that is as if nobody had used it."""
        if self._free:
            name = self._free.pop()
            self.does(name, *EMPTY)
            return name
        self._made += 1
        name = f"test_{self._made}"
        self.does("postgres", f"CREATE DATABASE {name} TEMPLATE {MODEL} STRATEGY file_copy")
        return name

    def give_back(self, name: str) -> None:
        """Nobody uses it any more."""
        self._free.append(name)

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
