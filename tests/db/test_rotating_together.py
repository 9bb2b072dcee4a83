"""A new main key, while several processes of a city are at work: nobody is a stranger to any of them at any moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

import cities
from bot.clock import SystemClock
from bot.domain.ids import Language, PersonNumber
from bot.domain.people import Role
from bot.together import joined
from bot.town import Town
from db import keys as key_folder
from db import people, rotating
from db.engine import Database, Transaction
from db.opening import open_database

pytestmark = pytest.mark.postgresql

NOW = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
FIRST, BEFORE = 7_316_498_000, 60
CITY = Path(__file__).parents[1] / "services" / "city"


@asynccontextmanager
async def opened(url: str, keys: Path, *, member: int | None = None) -> AsyncIterator[Town]:
    """The city, as one of its processes opens it."""
    city = cities.load(str(CITY))
    database = await open_database(url, keys, member=member)
    try:
        yield Town(city, city.policy, database, SystemClock())
    finally:
        await database.close()


async def joins(tx: Transaction, chat: int) -> PersonNumber:
    """Somebody comes whom nobody knows."""
    assert await people.find(tx, chat) is None
    return (await people.add(tx, chat, language=Language("en"), role=Role.RESIDENT, now=NOW)).number


async def is_known(tx: Transaction, chat: int, number: PersonNumber) -> bool:
    """Found by their number, and reached."""
    found = await people.find(tx, chat)
    return found is not None and found.number == number and await people.chat(tx, number) == chat


async def all_known(database: Database, everyone: dict[int, PersonNumber]) -> bool:
    """Everybody who has come so far."""
    async with database.reading() as tx:
        return all([await is_known(tx, chat, number) for chat, number in everyone.items()])


@pytest.mark.asyncio
async def test_whoever_joins_with_one_process_is_known_to_the_other_at_every_moment_of_it(database: Database) -> None:
    url, keys, clock = str(database.engine.url), database.keys.folder, SystemClock()
    open_it = partial(opened, url, keys)
    everyone = {}
    for chat in range(FIRST, FIRST + BEFORE):
        everyone[chat] = await database.change(partial(joins, chat=chat))
    async with joined(url, keys, open_it, clock) as (first, town), joined(url, keys, open_it, clock) as (second, other):
        first.ready()
        second.ready()
        await asyncio.wait(
            [asyncio.create_task(one.leads.wait()) for one in (first, second)], return_when="FIRST_COMPLETED"
        )
        leader, led = (first, town) if first.leads.is_set() else (second, other)
        was = (keys / key_folder.MAIN).read_bytes()
        key_folder.prepare(keys)
        rotation = asyncio.create_task(
            rotating.go_on(led.database.led(leader.fence), now=NOW, followed=leader.followed)
        )
        here, there = town.database, other.database
        chat = FIRST + BEFORE
        while not rotation.done():
            everyone[chat] = await here.change(partial(joins, chat=chat))
            assert await there.look(partial(is_known, chat=chat, number=everyone[chat]))
            here, there, chat = there, here, chat + 1
        is_done = await rotation

        assert is_done
        assert (keys / key_folder.MAIN).read_bytes() != was
        assert town.database.keys.handles(FIRST) == other.database.keys.handles(FIRST)
        assert not other.database.keys.is_rotating
        assert await all_known(town.database, everyone)
        assert await all_known(other.database, everyone)
