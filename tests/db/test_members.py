"""Several processes of one city on one PostgreSQL: one leads, and whoever is given up can do nothing any more."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text

from db import facts
from db.engine import Database, Fence, Transaction, connect
from db.failing import Deposed, Locked, Unavailable
from db.lock import alone
from db.members import GIVE_UP, Control, Seen

pytestmark = [pytest.mark.asyncio, pytest.mark.postgresql]

Joins = Callable[[], Coroutine[Any, Any, Control]]


@pytest.fixture
def url(database: Database) -> str:
    """Where the database is."""
    return database.engine.url.render_as_string(hide_password=False)


@pytest_asyncio.fixture
async def joins(url: str) -> AsyncIterator[Joins]:
    """Lets one more process join."""
    there: list[Control] = []

    async def join() -> Control:
        there.append(await Control.open(url))
        await there[-1].join()
        return there[-1]

    yield join
    for one in there:
        await one.close()


async def seen_by(one: Control) -> list[Seen]:
    """Whom it sees."""
    await one.say(keys=b"keys", wants=0)
    return list(await one.look())


async def leads(one: Control) -> int | None:
    """Under which number it leads, if it does by now."""
    seen = await seen_by(one)
    if silent := [other.number for other in seen if other.silent]:
        await one.give_up(silent)
    return await one.lead([other for other in seen if not other.silent])


async def stand_still(database: Database, one: Control) -> None:
    """Nothing was heard of this process for some time."""

    async def say(tx: Transaction) -> None:
        await tx.run(text("UPDATE members SET beat = beat - 3600000 WHERE number = :one"), {"one": one.number})

    await database.change(say)


async def write(tx: Transaction) -> None:
    """Change something."""
    await facts.put(tx, "written", b"yes")


async def test_each_sees_all(joins: Joins) -> None:
    first, second = await joins(), await joins()

    assert [one.number for one in await seen_by(first)] == [first.number, second.number]
    assert not any(one.silent for one in await seen_by(second))


async def test_one_leads_and_when_it_leaves_another_does_under_a_higher_number(joins: Joins) -> None:
    first, second = await joins(), await joins()

    before = await leads(first)
    assert before is not None and await leads(second) is None
    await first.leave()
    await first.close()
    after = await leads(second)
    assert after is not None and after > before


async def test_whoever_leads_and_falls_silent_is_given_up_with_its_lock(joins: Joins, database: Database) -> None:
    first, second = await joins(), await joins()
    before = await leads(first)
    await stand_still(database, first)

    assert await leads(second) == (before or 0) + 1
    with pytest.raises(Unavailable):
        await first.say(keys=b"keys", wants=0)


async def test_while_it_may_still_send_nobody_leads_in_the_place_of_one_whose_connection_is_lost(
    joins: Joins, database: Database
) -> None:
    first, second = await joins(), await joins()
    await leads(first)
    await first.close()

    assert await leads(second) is None
    await stand_still(database, first)
    assert await leads(second) is not None


async def test_what_somebody_began_to_give_up_and_left_is_given_up_by_the_next(
    url: str, joins: Joins, database: Database
) -> None:
    first, second, third = await joins(), await joins(), await joins()
    theirs = Database(connect(url, member=first.number), database.keys)
    before = await leads(first)
    await theirs.change(write)
    await second._ask(GIVE_UP, [first.number])
    await second.leave()
    await second.close()

    assert await leads(third) == (before or 0) + 1
    with pytest.raises(Unavailable):
        await theirs.change(write)
    assert [one.number for one in await seen_by(third)] == [third.number]
    await theirs.close()


async def test_whoever_is_given_up_hears_so_while_its_connections_are_open_yet(joins: Joins) -> None:
    first, second = await joins(), await joins()
    await second._ask(GIVE_UP, [first.number])

    with pytest.raises(Deposed):
        await first.say(keys=b"keys", wants=0)
    with pytest.raises(Deposed):
        await first.stay()


async def test_whose_leading_was_written_down_and_answered_too_late_leads_all_the_same(joins: Joins) -> None:
    first = await joins()
    before = await leads(first)  # nobody hears of it

    assert await leads(first) == (before or 0) + 1


async def test_a_connection_that_is_lost_is_noticed_at_once(url: str, joins: Joins, database: Database) -> None:
    cut = asyncio.Event()
    first, second = await Control.open(url, cut.set), await joins()
    await first.join()
    await stand_still(database, first)

    await leads(second)

    await asyncio.wait_for(cut.wait(), 30)
    await first.close()


async def test_who_was_given_up_gets_no_new_connection(url: str, joins: Joins, database: Database) -> None:
    first, second = await joins(), await joins()
    theirs = Database(connect(url, member=first.number), database.keys)
    await theirs.change(write)
    await stand_still(database, first)
    await leads(second)

    with pytest.raises(Unavailable):
        await theirs.change(write)  # on the connection that was closed
    with pytest.raises(Deposed):
        await theirs.change(write)
    await theirs.close()


async def test_what_is_under_way_when_it_is_given_up_is_never_committed(
    url: str, joins: Joins, database: Database
) -> None:
    first, second = await joins(), await joins()
    fence = Fence(await leads(first))
    theirs = Database(connect(url, member=first.number), database.keys).led(fence)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def write_late(tx: Transaction) -> None:
        begun.set()
        await go_on.wait()
        await write(tx)

    writing = asyncio.create_task(theirs.change(write_late))
    await begun.wait()
    await stand_still(database, first)
    assert await leads(second) is not None
    go_on.set()

    with pytest.raises(Unavailable):
        await writing
    assert await database.look(lambda tx: facts.get(tx, "written")) is None
    await theirs.close()


async def test_after_another_took_over_nothing_is_committed_under_the_old_number(
    joins: Joins, database: Database
) -> None:
    first = await joins()
    fence = Fence(await leads(first))
    led = database.led(fence)
    await led.change(write)
    await first.leave()
    await first.close()
    second = await joins()
    await leads(second)

    with pytest.raises(Deposed):
        await led.change(write)


async def test_before_it_leads_nothing_of_a_leader_is_committed(database: Database) -> None:
    with pytest.raises(Deposed):
        await database.led(Fence()).change(write)


async def test_a_share_is_heard_with_the_next_beat(joins: Joins) -> None:
    first, second = await joins(), await joins()

    await first.allot([(second.number, 7)])

    assert await second.say(keys=b"keys", wants=3) == 7
    assert [(one.wants, one.share) for one in await seen_by(first)] == [(0, None), (3, 7)]


async def test_whoever_needs_it_for_themselves_waits_until_nobody_is_at_work(url: str, joins: Joins) -> None:
    first = await joins()
    with pytest.raises(Locked, match="another Avisa works with"):
        async with alone(url):
            pytest.fail("somebody is at work")
    await first.close()

    async with alone(url):
        with pytest.raises(Locked):
            await joins()
