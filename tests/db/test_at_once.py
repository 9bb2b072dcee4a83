"""Several changes at once by one process, where each has a connection of its own."""

import asyncio

import pytest

from db import facts
from db.engine import Database, Transaction

pytestmark = [pytest.mark.asyncio, pytest.mark.postgresql]


async def count_one_more(tx: Transaction) -> int:
    """The number that was there, and one."""
    number = int(await facts.get(tx, "counted") or b"0") + 1
    await facts.put(tx, "counted", str(number).encode())
    return number


async def test_what_one_process_changes_at_once_is_begun_once_each(database: Database) -> None:
    begun = list[None]()

    async def count(tx: Transaction) -> int:
        begun.append(None)
        return await count_one_more(tx)

    counted = await asyncio.gather(*(database.change(count) for _ in range(20)))

    assert sorted(counted) == list(range(1, 21)) and len(begun) == 20


async def test_what_is_done_apart_waits_for_no_other_change(database: Database) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def takes_long(tx: Transaction) -> int:
        begun.set()
        await may_end.wait()
        return await count_one_more(tx)

    long = asyncio.create_task(database.change(takes_long))
    await begun.wait()
    await asyncio.wait_for(database.change(lambda tx: facts.put(tx, "apart", b"1"), apart=True), 30)
    assert not long.done()

    may_end.set()
    assert await long == 1
