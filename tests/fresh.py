"""Fresh databases in some milliseconds: copies of one that was made the real way."""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, QueuePool, event

from db import postgres, sqlite
from db.engine import Database, Transaction, connect
from db.keys import Keys
from db.opening import open_database
from db.sqlite import Sqlite
from db.visits import Visits
from tests.postgres import KEEP, MODEL, Databases, programs, running, url

ON = os.environ.get("AVISA_TEST_ON", sqlite.NAME)
"""The kind of database on which tests run that can run on more than one: `sqlite` or `postgresql`."""

SHARED = "AVISA_TEST_SERVER"
"""Where the environment says in which folder a `server` runs for several processes."""

SERVED: list[Databases] = []
"""Of the PostgreSQL on which this process works, if it does on one."""


def _url(data: Path) -> str:
    return f"sqlite+aiosqlite:///{data / 'avisa.db'}"


@contextmanager
def model(folder: Path) -> Iterator[Path]:
    """An empty database and its keys in `folder/keys`, to be copied for as long as the block lasts. To be begun where
    no event loop runs."""
    (folder / "data").mkdir()
    if ON == postgres.NAME:
        shared = os.environ.get(SHARED)
        with server() if shared is None else nullcontext(Path(shared)) as where:
            SERVED.append(Databases(where))
            shutil.copytree(where / "keys", folder / "keys")
            yield folder
    else:
        _make(_url(folder / "data"), folder / "keys")
        yield folder


@contextmanager
def server() -> Iterator[Path]:
    """The folder of a PostgreSQL that ends with the block. In it are the database that is copied, and its keys."""
    found = programs()
    assert found is not None, "no PostgreSQL is installed here"
    with running(found) as folder:
        made = Databases(folder)
        made.does("postgres", f"CREATE DATABASE {MODEL}")
        _make(url(folder, MODEL), folder / "keys")
        made.does(MODEL, *KEEP)
        yield folder


def _make(where: str, keys: Path) -> None:
    async def make() -> None:
        made = await open_database(where, keys)
        await made.close()

    with asyncio.Runner() as runner:
        runner.run(make())


class Lent(Database):
    """A database of a server, for one test."""

    async def close(self) -> None:
        """Close it; the next test may have it."""
        await super().close()
        SERVED[-1].give_back(str(self.engine.url.database))


def copied(model: Path, folder: Path) -> Database:
    """The same in another folder, open; whoever asked for it closes it."""
    shutil.copytree(model, folder, dirs_exist_ok=True)
    keys = Keys(folder / "keys")
    if SERVED:
        return Lent(connect(url(SERVED[-1].folder, SERVED[-1].take())), keys)
    return Database(connect(_url(folder / "data")), keys)


@asynccontextmanager
async def copy_of(model: Path) -> AsyncIterator[Database]:
    """The same in a folder of its own, which is gone at the end of the block."""
    with tempfile.TemporaryDirectory() as folder:
        database = copied(model, Path(folder))
        try:
            yield database
        finally:
            await database.close()


def after_a_crash(database: Database, folder: Path) -> str:
    """What a crash leaves of it at this moment, in the middle of whatever goes on: the keys in this folder, and the
    database at this URL. On PostgreSQL everyone who is connected to the one at work is cut off."""
    source = database.keys.folder.parent
    for name in ("keys", "data"):
        shutil.copytree(source / name, folder / name)
    if SERVED:
        return url(SERVED[-1].folder, SERVED[-1].after_a_crash(str(database.engine.url.database)))
    return _url(folder / "data")


FULL, READ_ONLY = "max_page_count = 1", "query_only = 1"
"""With these, SQLite refuses what no disk is needed to refuse. They hold until the connection is closed."""


@asynccontextmanager
async def written_by_nobody(database: Database, pragma: str = READ_ONLY) -> AsyncIterator[None]:
    """While the block lasts nothing can be written to it, as where the disk is full. On SQLite a pragma does that, for
    whole transactions alone (`Database.change`); a PostgreSQL says so when a change begins."""
    engine = database.engine.sync_engine
    if SERVED:
        event.listen(engine, "begin", _is_full)
    else:
        await database.change(partial(_refuse, pragma=pragma))
    yield
    if SERVED:
        event.remove(engine, "begin", _is_full)
    else:
        await writer(database).close()


def _is_full(connection: Connection) -> None:
    if not connection.get_execution_options().get("postgresql_readonly"):
        connection.exec_driver_sql(f"DO $$ BEGIN RAISE 'no space left' USING ERRCODE = '{postgres.FULL}'; END $$")


async def _refuse(tx: Transaction, pragma: str) -> None:
    await tx.connection.exec_driver_sql(f"PRAGMA {pragma}")


def writer(database: Database) -> Visits:
    """What changes a SQLite database, for those who get in its way."""
    store = database._store
    assert isinstance(store, Sqlite)
    return store._changes


TURNS, ANSWERS, HELD = 4, 0.001, 1.0
"""Turns of the loop for whoever has an answer to ask something else; seconds in which a server answers mostly; and
those after which what is under way is held by the test."""


class AtRest:
    """Waits until a server has answered all that it was asked, before time passes. On SQLite whoever lets it pass waits
    for its thread."""

    def __init__(self, database: Database) -> None:
        self._pool = database.engine.sync_engine.pool
        self._held = 0

    async def __call__(self) -> None:
        """Wait for that."""
        if not SERVED:
            return
        assert isinstance(self._pool, QueuePool)
        until = time.monotonic() + HELD
        while True:
            for _ in range(TURNS):
                await asyncio.sleep(0)
            under_way = self._pool.checkedout()
            if under_way <= self._held or time.monotonic() > until:
                self._held = under_way
                return
            await asyncio.sleep(ANSWERS)  # to look all the time would keep the server from it
