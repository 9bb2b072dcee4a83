"""The shortened path to SQLite answers what the stock one answers."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import Column, Integer, MetaData, Table, Text, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from db.engine import Database
from db.one_hop import DRIVER

pytestmark = pytest.mark.sqlite

things = Table("things", MetaData(), Column("id", Integer, primary_key=True), Column("name", Text, unique=True))


@pytest_asyncio.fixture(params=["aiosqlite", DRIVER])
async def connection(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    """The same for the stock driver and for ours."""
    engine = create_async_engine(f"sqlite+{request.param}:///{tmp_path / 'things.db'}")
    async with engine.begin() as opened:
        await opened.run_sync(things.metadata.create_all)
        yield opened
    await engine.dispose()


@pytest.mark.asyncio
async def test_rows_counts_and_keys_come_back(connection: AsyncConnection) -> None:
    first = await connection.execute(insert(things).values(name="a"))
    many = await connection.execute(insert(things), [{"name": "b"}, {"name": "c"}])
    returned: Any = (await connection.execute(insert(things).values(name="d").returning(things.c.id))).scalar_one()
    changed = await connection.execute(update(things).where(things.c.id > 1).values(name=things.c.name + "!"))
    gone = await connection.execute(delete(things).where(things.c.name == "a"))

    assert first.inserted_primary_key == (1,)
    assert (many.rowcount, returned, changed.rowcount, gone.rowcount) == (2, 4, 3, 1)
    assert (await connection.execute(select(things.c.name).order_by(things.c.id))).scalars().all() == ["b!", "c!", "d!"]


@pytest.mark.asyncio
async def test_a_statement_that_fails_raises_and_the_connection_goes_on(connection: AsyncConnection) -> None:
    await connection.execute(insert(things).values(name="a"))
    with pytest.raises(IntegrityError) as raised:
        await connection.execute(insert(things).values(name="a"))

    assert isinstance(raised.value.orig, sqlite3.IntegrityError)
    assert (await connection.execute(text("SELECT count(*) FROM things"))).scalar_one() == 1


@pytest.mark.asyncio
async def test_a_result_can_be_streamed(connection: AsyncConnection) -> None:
    await connection.execute(insert(things), [{"name": str(number)} for number in range(300)])

    streamed = [row.name async for row in await connection.stream(select(things).order_by(things.c.id))]

    assert streamed == [str(number) for number in range(300)]


@pytest.mark.asyncio
async def test_our_databases_take_the_short_path(database: Database) -> None:
    assert database.engine.dialect.driver == DRIVER
