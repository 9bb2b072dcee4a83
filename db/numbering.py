"""Up to where each table has given numbers. None is ever given again, also where its row is gone: a stranger would
inherit what still points at it. SQLite and PostgreSQL each keep that apart from the rows."""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from db import sqlite
from db.tables import metadata

NUMBERED = {
    table.name: next(iter(table.primary_key.columns)).name
    for table in metadata.sorted_tables
    if table.dialect_options["sqlite"]["autoincrement"]
}
"""By table, which column."""

OF_SQLITE = text("SELECT name, seq AS number FROM sqlite_sequence")
FORGET = text("DELETE FROM sqlite_sequence WHERE name = :name")
KEEP = text("INSERT INTO sqlite_sequence VALUES (:name, :number)")

_one = "SELECT '{0}' AS name, pg_sequence_last_value(pg_get_serial_sequence('{0}', '{1}')::regclass) AS number"
OF_POSTGRESQL = text(" UNION ALL ".join(_one.format(*each) for each in NUMBERED.items()))
SET = text("SELECT setval(pg_get_serial_sequence(:name, :key), :number)")


async def given(connection: AsyncConnection) -> Mapping[str, int]:
    """The highest number that each table has given; without those that gave none yet."""
    asked = OF_SQLITE if connection.dialect.name == sqlite.NAME else OF_POSTGRESQL
    return {row.name: row.number for row in await connection.execute(asked) if row.number}


async def go_on(connection: AsyncConnection, numbers: Mapping[str, int]) -> None:
    """Let each table give the numbers after these from now on."""
    for name, number in numbers.items():
        if connection.dialect.name == sqlite.NAME:
            await connection.execute(FORGET, {"name": name})
            await connection.execute(KEEP, {"name": name, "number": number})
        else:
            await connection.execute(SET, {"name": name, "key": NUMBERED[name], "number": number})
