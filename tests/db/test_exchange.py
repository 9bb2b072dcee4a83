"""What passes between the processes of a city: what another commits is heard, and a chat's turn is one's."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
import pytest_asyncio

from db.engine import Database, Transaction, Wake, connect
from db.exchange import Exchange
from db.failing import Deposed
from db.members import Control

pytestmark = [pytest.mark.asyncio, pytest.mark.postgresql]

Enters = Callable[..., Coroutine[Any, Any, tuple[int, Exchange]]]


@pytest.fixture
def url(database: Database) -> str:
    """Where the database is."""
    return database.engine.url.render_as_string(hide_password=False)


@pytest_asyncio.fixture
async def control(url: str) -> AsyncIterator[Control]:
    """A process that looks on."""
    one = await Control.open(url)
    await one.join()
    yield one
    await one.close()


@pytest_asyncio.fixture
async def enters(url: str) -> AsyncIterator[Enters]:
    """Lets one more process take part; its number, and its connection for that."""
    there: list[Control | Exchange] = []

    async def enter(cut: Callable[[], None] = lambda: None) -> tuple[int, Exchange]:
        control = await Control.open(url)
        there.append(control)
        await control.join()
        exchange = await Exchange.open(url, control.number, cut)
        there.append(exchange)
        return control.number, exchange

    yield enter
    for one in there:
        await one.close()


async def test_one_at_a_time_holds_a_lock_and_it_ends_with_its_process(enters: Enters) -> None:
    (_, first), (_, second) = await enters(), await enters()

    assert await first.hold(b"a chat") and not await second.hold(b"a chat")
    assert await second.hold(b"another")
    await first.let_go(b"a chat")
    assert await second.hold(b"a chat")
    await second.close()
    assert await first.hold(b"another")


async def test_many_locks_asked_for_at_once_are_each_answered(enters: Enters) -> None:
    (_, first), (_, second) = await enters(), await enters()
    await first.hold(b"7")

    held = await asyncio.gather(*(second.hold(b"%d" % one) for one in range(20)))

    assert [one for one, is_held in enumerate(held) if not is_held] == [7]


async def test_whoever_was_given_up_takes_no_part_any_more(enters: Enters, url: str, control: Control) -> None:
    cut = asyncio.Event()
    number, first = await enters(cut.set)
    await first.hold(b"a chat")

    await control.give_up([number])

    assert not await first.hold(b"another")
    await asyncio.wait_for(cut.wait(), 30)
    _, second = await enters()
    assert await second.hold(b"a chat")
    with pytest.raises(Deposed):
        await Exchange.open(url, number)


async def test_a_commit_wakes_the_others_and_not_its_own_process_twice(
    url: str, enters: Enters, control: Control, database: Database
) -> None:
    (number, first), (_, second) = await enters(), await enters()
    heard, theirs = asyncio.Queue[tuple[str, str]](), Database(connect(url, member=number), database.keys)
    await first.listen(lambda what: heard.put_nowait(("first", what)))
    await second.listen(lambda what: heard.put_nowait(("second", what)))
    theirs.listen(Wake.COURIER, lambda: heard.put_nowait(("itself", "courier")))

    async def wake(tx: Transaction) -> None:
        tx.wake(Wake.COURIER)

    await theirs.change(wake)
    await control.tell("over")

    async with asyncio.timeout(30):
        assert sorted([await heard.get() for _ in range(4)]) == [
            ("first", "over"),
            ("itself", "courier"),
            ("second", "courier"),
            ("second", "over"),
        ]
    await theirs.close()
