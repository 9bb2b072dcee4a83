"""Opening a database: in an order that overwrites nothing."""

import asyncio
import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from db.engine import Database, connect
from db.keys import KeysError
from db.opening import CannotOpen, entered, open_database
from db.sqlite import PRAGMAS
from db.tables import metadata
from tests.conftest import sqlite_url


def files(folder: Path) -> dict[str, bytes]:
    """Every file below, except the log's shared memory, which a look changes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".db-shm"
    }


async def made(folder: Path) -> None:
    (folder / "data").mkdir()
    database = await open_database(sqlite_url(folder / "data"), folder / "keys")
    await database.close()


@pytest.mark.asyncio
async def test_the_first_start_makes_the_database_and_its_keys(tmp_path: Path) -> None:
    await made(tmp_path)

    assert (tmp_path / "data" / "avisa.db").exists()
    assert (tmp_path / "keys" / "main.key").exists()


@pytest.mark.asyncio
async def test_a_second_start_opens_the_same(tmp_path: Path) -> None:
    await made(tmp_path)
    before = (tmp_path / "keys" / "main.key").read_bytes()

    again = await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")
    await again.close()

    assert (tmp_path / "keys" / "main.key").read_bytes() == before


@pytest.mark.asyncio
async def test_a_database_without_its_keys_is_left_alone(tmp_path: Path) -> None:
    await made(tmp_path)
    shutil.rmtree(tmp_path / "keys")
    before = files(tmp_path)

    with pytest.raises(KeysError, match=r"main\.key is missing"):
        await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")
    assert files(tmp_path) == before


@pytest.mark.asyncio
async def test_a_database_with_the_keys_of_another_is_left_alone(tmp_path: Path) -> None:
    await made(tmp_path)
    (tmp_path / "keys" / "main.key").write_text("ab" * 32)
    before = files(tmp_path)

    with pytest.raises(KeysError, match="does not open with"):
        await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")
    assert files(tmp_path) == before


@pytest.mark.asyncio
async def test_a_missing_data_folder_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match=r"data.*does not exist.*AVISA_DATABASE_URL"):
        await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")
    assert not files(tmp_path)


@pytest.mark.asyncio
async def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    await made(tmp_path)
    file = tmp_path / "data" / "avisa.db"
    file.write_bytes(b"not a database" * 100)
    before = files(tmp_path)

    with pytest.raises(CannotOpen, match="not a database"):
        await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")
    assert files(tmp_path) == before


@pytest.mark.asyncio
async def test_a_schema_newer_than_the_code_is_refused(tmp_path: Path) -> None:
    await made(tmp_path)
    engine = connect(sqlite_url(tmp_path / "data"))
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()

    with pytest.raises(CannotOpen, match="schema 9999"):
        await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")


@pytest.mark.asyncio
async def test_the_migrations_make_exactly_the_tables(database: Database) -> None:
    async with database.engine.connect() as connection:
        differences = await connection.run_sync(
            lambda found: compare_metadata(MigrationContext.configure(found), metadata)
        )

    assert differences == []


@pytest.mark.asyncio
@pytest.mark.sqlite
async def test_every_table_is_strict(database: Database) -> None:
    async with database.engine.connect() as connection:
        rows = (await connection.execute(text("PRAGMA table_list"))).mappings().all()
    loose = {row["name"] for row in rows if not row["strict"]}

    assert {name for name in loose if not name.startswith("sqlite_")} == {"alembic_version"}


@pytest.mark.asyncio
@pytest.mark.sqlite
async def test_every_connection_has_the_pragmas(database: Database) -> None:
    async with database.reading() as first, database.reading() as second:
        for tx in (first, second):
            found = {name: (await tx.connection.exec_driver_sql(f"PRAGMA {name}")).scalar() for name in PRAGMAS}

            assert found == PRAGMAS


@pytest.mark.postgresql
@pytest.mark.asyncio
async def test_where_all_is_there_nobody_waits_for_another_who_opens_it(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)

    async with entered(url):
        opened = await asyncio.wait_for(open_database(url, database.keys.folder), 30)

    await opened.close()
