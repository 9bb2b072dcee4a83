"""A backup of either kind on a PostgreSQL: all of it or nothing, and as it was at one moment."""

from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, Select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from db import backups, copying, moving
from db import keys as key_folder
from db.backups import NoBackup
from db.engine import Database, connect
from db.moving import Found, Step, found, move, silent
from db.opening import CannotOpen, open_database
from db.restoring import restore
from tests.conftest import sqlite_url
from tests.db.crowd import HARBOR, MILL, many, someone
from tests.db.test_moving import breaks_at, rows

pytestmark = pytest.mark.once

NOW = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)


async def at(url: str, database: Database) -> Found:
    """What is there."""
    looks = Database(connect(url), database.keys)
    there = await found(looks)
    await looks.close()
    return there


def named(folder: Path) -> list[str]:
    """The files that lie in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.is_file())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go."""
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


@pytest.mark.asyncio
async def test_a_backup_becomes_the_same_city_on_a_postgresql(database: Database, served: str, folder: Path) -> None:
    await many(database, 20, HARBOR, MILL)
    await someone(database, 21, HARBOR)
    made = await backups.make(database, folder, now=NOW)

    done = await restore(served, database.keys.folder, made)
    there = await open_database(served, database.keys.folder)
    same = await rows(there) == await rows(database)
    numbers = [await someone(one, 22) for one in (there, database)]
    await there.close()

    assert (done.made, done.people, numbers) == (NOW, 21, [22, 22])
    assert same
    assert named(folder) == [made.name]


@pytest.mark.asyncio
async def test_what_is_not_whole_is_not_put_there(
    database: Database, served: str, folder: Path, tmp_path: Path
) -> None:
    await someone(database, 1)
    whole = await backups.make(database, folder, now=NOW)
    async with database.transaction() as tx:
        await tx.connection.exec_driver_sql("DELETE FROM facts WHERE name = 'ledger_head'")
    broken = await backups.make(database, folder, now=datetime.now(UTC))
    key_folder.make(tmp_path / "others")

    with pytest.raises(CannotOpen, match="ledger is broken"):
        await restore(served, database.keys.folder, broken)
    with pytest.raises(NoBackup, match="another key made it"):
        await restore(served, tmp_path / "others", whole)
    assert await at(served, database) is Found.NOTHING
    assert named(folder) == sorted([whole.name, broken.name])


@pytest.mark.asyncio
async def test_a_city_that_is_there_stays_as_it_is(database: Database, served: str, folder: Path) -> None:
    made = await backups.make(database, folder, now=NOW)
    await restore(served, database.keys.folder, made)

    with pytest.raises(CannotOpen, match="something is there already"):
        await restore(served, database.keys.folder, made)
    assert await at(served, database) is Found.WHOLE


@pytest.mark.parametrize("step", Step)
@pytest.mark.asyncio
async def test_one_that_is_interrupted_leaves_nothing_that_opens_and_the_next_begins_anew(
    database: Database, served: str, folder: Path, monkeypatch: pytest.MonkeyPatch, step: Step
) -> None:
    await many(database, 3, HARBOR)
    early = await backups.make(database, folder, now=NOW)
    await someone(database, 4, HARBOR)
    late = await backups.make(database, folder, now=datetime.now(UTC))
    with monkeypatch.context() as failing:
        failing.setattr(moving, "silent", breaks_at(step, "people", 3))
        with pytest.raises(KeyboardInterrupt):
            await restore(served, database.keys.folder, early)

    assert await at(served, database) is Found.PART
    assert named(folder) == sorted([early.name, late.name])
    assert (await restore(served, database.keys.folder, late)).people == 4
    assert await at(served, database) is Found.WHOLE


@pytest.mark.asyncio
async def test_of_what_another_version_wrote_nothing_is_left_out_unsaid(
    database: Database, served: str, folder: Path
) -> None:
    there = Database(connect(served), database.keys)
    await move(database, there, silent)
    async with there.transaction() as tx:
        await tx.run(text("ALTER TABLE people ADD COLUMN shoes INTEGER"))

    with pytest.raises(NoBackup, match="schema 0001, which is not this Avisa's"):
        await backups.make(there, folder, now=NOW)
    await there.close()
    assert named(folder) == []


@pytest.mark.asyncio
async def test_a_backup_is_of_one_moment_while_others_write(
    database: Database, served: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Database(connect(served), database.keys)
    await move(database, there, silent)
    await someone(there, 1, HARBOR)
    before, read, joined = await rows(there), copying._pages, count(100)

    async def meanwhile(
        connection: AsyncConnection, found: Select[Any], at_once: int
    ) -> AsyncGenerator[Sequence[Row[Any]], None]:
        """Somebody joins while each table is read."""
        await someone(there, next(joined), HARBOR)
        async for some in read(connection, found, at_once):
            yield some

    monkeypatch.setattr(copying, "_pages", meanwhile)
    (tmp_path / "copy").mkdir()
    await there.copy_to(tmp_path / "copy" / "avisa.db")
    copy = Database(connect(sqlite_url(tmp_path / "copy")), database.keys)
    found_in_it, later = await rows(copy), await rows(there)
    await copy.close()
    await there.close()

    assert {**found_in_it, "numbers": []} == {**before, "numbers": []}
    assert len(later["people"]) == len(before["people"]) + len(copying.REST) + 1
