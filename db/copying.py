"""All rows of one database into another, of the same kind or not: table after table, in the order of their keys.

Rows are taken as they are stored (numbers, texts, bytes), which is the same for both kinds: nothing is opened on the
way, and nothing is made of it.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from itertools import takewhile
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Dialect,
    MetaData,
    Row,
    Select,
    Table,
    TextClause,
    TypeDecorator,
    bindparam,
    collate,
    func,
    inspect,
    literal,
    or_,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from db import numbering, sqlite, tables
from db.failing import Refused
from db.tables import metadata
from db.types import Text

AT_ONCE = 2000
"""Rows read and written at a time: so much memory it takes, however large the city."""

BESIDE = 250
"""The same while others are at work in this process: each waits for no more than this."""

VERSION = text("SELECT version_num FROM alembic_version")
VERSIONS = text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
NO_VERSIONS = text("DROP TABLE alembic_version")
IS_VERSION = text("INSERT INTO alembic_version VALUES (:schema)")
"""Where Alembic keeps which schema it is."""

HURRIED = ("journal_mode = off", "synchronous = off", "foreign_keys = off")
"""Pragmas for a file that is thrown away when it does not come to its end."""


def _stored(table: Table) -> Table:
    """The same table without what `db.types` lays over what is stored."""
    return Table(
        table.name, MetaData(), *(Column(one.name, _plain(one), primary_key=one.primary_key) for one in table.c)
    )


def _plain(column: Column[Any]) -> Any:
    return column.type.impl if isinstance(column.type, TypeDecorator) else column.type


def _pointing(table: Table) -> list[str]:
    """Which columns point at rows of the same table: some of those may not be there yet."""
    return [column.name for column in table.c if any(key.column.table is table for key in column.foreign_keys)]


STORED = {table.name: _stored(table) for table in metadata.sorted_tables}
POINTING = {table.name: own for table in metadata.sorted_tables if (own := _pointing(table))}

FACTS = tables.facts.name
"""The single values. With the key check among them they make a city of the rest, and are written last."""

PROCESSES = "members"
"""Who is at work with a database. That is of no other one."""

REST = tuple(name for name in STORED if name not in (FACTS, PROCESSES))
"""What others point at comes before them."""


async def revision(connection: AsyncConnection) -> str | None:
    """Which schema it has; none where Avisa has written nothing."""
    if "alembic_version" not in await connection.run_sync(_names):
        return None
    return (await connection.execute(VERSION)).scalar_one_or_none()


async def is_empty(connection: AsyncConnection) -> bool:
    """Whether there is no table there, of whomever."""
    return not await connection.run_sync(_names)


def _names(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()


def _fits(connection: Connection) -> bool:
    """Whether it has exactly the columns that the code knows."""
    there = {name: {one["name"] for one in all_} for (_, name), all_ in inspect(connection).get_multi_columns().items()}
    return all(there.get(name) == set(table.c.keys()) for name, table in STORED.items())


async def make(connection: AsyncConnection, schema: str) -> None:
    """Make every table where none is; `schema` is the newest revision, which the code has."""
    await connection.run_sync(metadata.create_all)
    await connection.execute(VERSIONS)
    await connection.execute(IS_VERSION, {"schema": schema})


async def remove(connection: AsyncConnection) -> None:
    """Remove every table, with all that is in them."""
    await connection.run_sync(metadata.drop_all)
    await connection.execute(NO_VERSIONS)


def _order(connection: AsyncConnection, table: Table) -> list[ColumnElement[Any]]:
    """By what its rows are ordered: their key; texts by their bytes, whatever language a server sorts by."""
    by_language = connection.dialect.name != sqlite.NAME
    return [collate(key, "C") if by_language and isinstance(key.type, Text) else key for key in table.primary_key]


async def count(connection: AsyncConnection, name: str) -> int:
    """How many rows a table has."""
    return int((await connection.execute(select(func.count()).select_from(STORED[name]))).scalar_one())


async def last(connection: AsyncConnection, name: str) -> Sequence[Any] | None:
    """The highest key in a table; none when it is empty."""
    order = [key.desc() for key in _order(connection, STORED[name])]
    return (await connection.execute(select(*STORED[name].primary_key).order_by(*order).limit(1))).one_or_none()


async def rows(
    connection: AsyncConnection, name: str, after: Sequence[Any] | None = None
) -> AsyncGenerator[Sequence[Row[Any]], None]:
    """The rows of a table whose key is above that, some at a time. The connection must see one moment meanwhile."""
    table, order = STORED[name], _order(connection, STORED[name])
    found = select(table).order_by(*order)
    if after is not None:
        above = [literal(value, key.type) for value, key in zip(after, table.primary_key, strict=True)]
        found = found.where(tuple_(*order) > tuple_(*above))
    async with aclosing(_pages(connection, found)) as pages:
        async for some in pages:
            yield some


async def _pages(
    connection: AsyncConnection, found: Select[Any], at_once: int | None = None
) -> AsyncGenerator[Sequence[Row[Any]], None]:
    """What a statement answers, so many rows at a time, or AT_ONCE."""
    async with connection.stream(found, execution_options={"yield_per": at_once or AT_ONCE}) as answer:
        async for some in answer.partitions():
            yield some


async def add(connection: AsyncConnection, name: str, some: Sequence[Row[Any]]) -> None:
    """Write these rows, which point at none of their own table yet."""
    table = STORED[name]
    pointing = [at for at, one in enumerate(table.c) if one.name in POINTING.get(name, ())]
    records = [list(one) for one in some]
    for record in records:
        for at in pointing:
            record[at] = None
    if connection.dialect.name == sqlite.NAME:
        await connection.exec_driver_sql(_one(table, connection.dialect), [tuple(one) for one in records])
    else:
        columns = map(list, zip(*records, strict=True))
        given = dict(zip(table.c.keys(), columns, strict=True))
        await connection.execute(_many(table, connection.dialect), given)


def _names_of(table: Table, dialect: Dialect) -> str:
    return ", ".join(dialect.identifier_preparer.quote(one.name) for one in table.c)


def _one(table: Table, dialect: Dialect) -> str:
    """A row to insert, as SQLite's driver takes it: SQLAlchemy would make each row's parameters anew."""
    given = ", ".join("?" * len(table.c))
    return f"INSERT INTO {table.name} ({_names_of(table, dialect)}) VALUES ({given})"  # noqa: S608


def _many(table: Table, dialect: Dialect) -> TextClause:
    """Rows to insert, given as columns: three times as fast on PostgreSQL as a list of rows."""
    given = ", ".join(f"CAST(:{one.name} AS {one.type.compile(dialect)}[])" for one in table.c)
    return text(f"INSERT INTO {table.name} ({_names_of(table, dialect)}) SELECT * FROM unnest({given})")  # noqa: S608


async def point(source: AsyncConnection, target: AsyncConnection, name: str) -> None:
    """Let the rows of a table point at each other, now that all of them are there."""
    table, own = STORED[name], POINTING[name]
    [key] = table.primary_key
    becomes = update(table).where(key == bindparam("row")).values({column: bindparam(f"to_{column}") for column in own})
    pointing = select(key.label("row"), *(table.c[column].label(f"to_{column}") for column in own))
    some_do = pointing.where(or_(*(table.c[column].is_not(None) for column in own)))
    async with aclosing(_pages(source, some_do)) as pages:
        async for some in pages:
            await target.execute(becomes, [dict(one._mapping) for one in some])


async def into_file(connection: AsyncConnection, file: Path) -> None:
    """Write all that a connection sees into an empty file, as a SQLite database. Raises Refused where another version
    has written it: something would be left out."""
    schema = await revision(connection)
    if schema is None or not await connection.run_sync(_fits):
        raise Refused(f"the database has schema {schema}, which is not this Avisa's")
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}")
    try:
        async with engine.connect() as copy:
            for pragma in HURRIED:
                await copy.exec_driver_sql(f"PRAGMA {pragma}")
            await make(copy, schema)
            for name in (*REST, FACTS):
                adds = _one(STORED[name], copy.dialect)
                async with aclosing(_pages(connection, select(STORED[name]), BESIDE)) as pages:
                    async for some in pages:
                        await copy.exec_driver_sql(adds, [tuple(row) for row in some])
            await numbering.go_on(copy, await numbering.given(connection))
            await copy.commit()
    finally:
        await engine.dispose()


async def difference(
    one: AsyncConnection, other: AsyncConnection, name: str, read: Callable[[int], None]
) -> int | None:
    """Which row of a table, counted from 1, is the first that is not the same on both sides; none when all are. `read`
    is called with how many more have been read."""
    at = 0
    async with aclosing(rows(one, name)) as here, aclosing(rows(other, name)) as there:
        async for some in here:
            same: Sequence[Row[Any]] = await anext(there, [])
            if some != same:
                return (
                    at + 1 + sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, same, strict=False)))
                )
            at += len(some)
            read(len(some))
        return at + 1 if await anext(there, []) else None
