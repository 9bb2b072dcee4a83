"""What PostgreSQL reads for a page of an audience: nothing from before it, also when it merges tables."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.broadcast import Broadcast, Cursor, Kind
from bot.domain.ids import EVERYWHERE, PersonNumber
from db import audience
from db.engine import Database, Transaction
from tests.db.crowd import HARBOR, HILL, MILL, NOW, alert, correct, many, told

pytestmark = [pytest.mark.asyncio, pytest.mark.postgresql]

RINGS = ((HARBOR,), (MILL, HILL), (EVERYWHERE,))
CROWD = 1200
LAST = PersonNumber(1000)
"""Whom the page before ended with."""

MERGES = ("enable_nestloop", "enable_hashjoin", "enable_seqscan", "enable_bitmapscan", "enable_material")
"""What it leaves aside for this: of tables that grow fast it knows little, and may then think that the best."""


def scans(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The steps that read a table."""
    if "Relation Name" in plan:
        yield plan
    for one in plan.get("Plans", ()):
        yield from scans(one)


async def rows_read(database: Database, broadcast: Broadcast, after: Cursor) -> dict[str, int]:
    """How many rows of each table are read for the next 20 people, in the step that reads most of it."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    found: dict[str, int] = {}
    async with database.engine.connect() as connection:
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        assert await audience.recipients(
            Transaction(connection, database.keys), broadcast, after=after, limit=20, now=NOW
        )
        event.remove(connection.sync_connection, "before_cursor_execute", note)
        for one in MERGES:
            await connection.exec_driver_sql(f"SET LOCAL {one} = off")
        for statement, parameters in asked:
            said = await connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters)
            for step in scans(said.scalar_one()[0]["Plan"]):
                rows = (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"]
                found[step["Relation Name"]] = max(found.get(step["Relation Name"], 0), rows)
        await connection.rollback()
    return found


@pytest.mark.parametrize("ring", [0, 1, 2])
async def test_a_page_of_a_ring_reads_nothing_from_before_it(database: Database, ring: int) -> None:
    await many(database, CROWD, HARBOR, MILL, HILL, EVERYWHERE)
    being = await alert(database, RINGS)
    await told(database, being, *map(PersonNumber, range(1, LAST + 1)))

    read = await rows_read(database, being, Cursor(ring, LAST))

    assert set(read) >= {"people", "areas", "receipts"}
    assert max(read.values()) <= CROWD - LAST


async def test_a_page_of_those_who_hold_an_alert_reads_nothing_from_before_it(database: Database) -> None:
    await many(database, CROWD, HARBOR)
    wrong = await alert(database, RINGS)
    await told(database, wrong, *map(PersonNumber, range(1, CROWD + 1)))
    corrections = await correct(database, wrong, Kind.RETRACTION)
    for being in corrections:
        await told(database, being, *map(PersonNumber, range(1, LAST + 1)))

        read = await rows_read(database, being, Cursor(0, LAST))

        assert set(read) >= {"people", "receipts"}
        assert max(read.values()) <= CROWD - LAST
    assert corrections
