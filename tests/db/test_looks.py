"""Whoever looks at a PostgreSQL at the same time looks together, and nobody is in another's way."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db import facts
from db.engine import Database, Transaction

pytestmark = [pytest.mark.asyncio, pytest.mark.postgresql]


async def begun(tx: Transaction) -> datetime:
    """When the transaction was."""
    moment = (await tx.run(text("SELECT now()"))).scalar_one()
    assert isinstance(moment, datetime)
    return moment


async def written(tx: Transaction) -> bytes | None:
    """What stands there."""
    return await facts.get(tx, "written")


async def test_those_who_ask_at_once_share_a_transaction(database: Database) -> None:
    moments = await asyncio.gather(*(database.look(begun) for _ in range(20)))

    assert len(set(moments)) == 1
    assert await database.look(begun) not in moments


async def test_who_asks_after_a_commit_sees_it_and_who_looks_longer_sees_one_moment(database: Database) -> None:
    looking, go_on = asyncio.Event(), asyncio.Event()

    async def look_long(tx: Transaction) -> tuple[bytes | None, bytes | None]:
        before = await written(tx)
        looking.set()
        await go_on.wait()
        return before, await written(tx)

    long = asyncio.create_task(database.look(look_long))
    await looking.wait()
    await database.change(lambda tx: facts.put(tx, "written", b"yes"))
    after = asyncio.create_task(database.look(written))
    go_on.set()

    assert await long == (None, None)
    assert await after == b"yes"


async def test_one_that_fails_fails_alone(database: Database) -> None:
    async def fail(_tx: Transaction) -> None:
        raise LookupError("nobody")

    async def divide(tx: Transaction) -> None:
        await tx.run(text("SELECT 1 / 0"))

    asked = [database.look(one) for one in (begun, fail, begun, divide, begun)]
    first, failed, second, divided, third = await asyncio.gather(*asked, return_exceptions=True)

    assert [type(one) for one in (first, second, third)] == [datetime] * 3
    assert isinstance(failed, LookupError) and isinstance(divided, DBAPIError)


async def test_who_gives_up_keeps_nobody_waiting(database: Database) -> None:
    impatient = asyncio.create_task(database.look(begun))
    patient = asyncio.create_task(database.look(begun))
    await asyncio.sleep(0)
    impatient.cancel()

    assert isinstance(await asyncio.wait_for(patient, 30), datetime)


async def test_when_it_is_closed_nobody_waits_for_an_answer(database: Database) -> None:
    looking = asyncio.Event()

    async def stay(_tx: Transaction) -> None:
        looking.set()
        await asyncio.Event().wait()

    asked = [asyncio.create_task(database.look(stay)) for _ in range(4)]
    await looking.wait()
    await database.close()

    answers = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 30)
    assert [type(one) for one in answers] == [asyncio.CancelledError] * 4
