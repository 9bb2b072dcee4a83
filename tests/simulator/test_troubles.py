"""What goes wrong for a while, and then no more."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from simulator import people
from simulator.chats import Chat
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.troubles import Troubles
from tests.simulator.asking import Bot


@pytest_asyncio.fixture
async def troubles(engine: Engine) -> AsyncIterator[Troubles]:
    """In this engine."""
    made = Troubles(engine)
    yield made
    made.close()


async def says(bot: Bot, chat: Chat) -> int:
    """The status of the answer to one message."""
    reply = await bot.engine.serve("sendMessage", "application/json", b'{"chat_id":%d,"text":"Hello"}' % chat.id)
    return reply.status


@pytest.mark.asyncio
async def test_a_flood_says_how_long_to_wait_and_is_over_then(
    bot: Bot, ana: Chat, troubles: Troubles, clock: VirtualClock
) -> None:
    troubles.flood(10)
    await clock.advance(4)
    refused = await bot.ask("sendMessage", chat_id=ana.id, text="Hello")
    left = troubles.left()
    await clock.advance(6)

    assert refused.facts["parameters"] == {"retry_after": 6}
    assert left == {"flood": 6.0}
    assert await says(bot, ana) == 200
    assert troubles.left() == {}


@pytest.mark.asyncio
async def test_an_outage_is_one_for_everything(
    bot: Bot, ana: Chat, engine: Engine, troubles: Troubles, clock: VirtualClock
) -> None:
    troubles.down(20)
    during = [await says(bot, ana), (await engine.serve("getUpdates", "application/json", b"{}")).status]
    await clock.advance(20)
    after = [await says(bot, ana), (await engine.serve("getUpdates", "application/json", b"{}")).status]

    assert during == [502, 502]
    assert after == [200, 200]


@pytest.mark.asyncio
async def test_a_long_poll_comes_back_empty_when_an_outage_begins(
    engine: Engine, troubles: Troubles, ana: Chat
) -> None:
    poll = asyncio.ensure_future(engine.serve("getUpdates", "application/json", b'{"timeout":50}'))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    troubles.down(20)
    people.say(engine, ana, "Hello")
    answer = await poll

    assert answer.status == 200


@pytest.mark.asyncio
async def test_asked_again_it_begins_anew(bot: Bot, ana: Chat, troubles: Troubles, clock: VirtualClock) -> None:
    troubles.down(20)
    await clock.advance(15)
    troubles.down(20)
    await clock.advance(15)

    assert await says(bot, ana) == 502
    assert troubles.left() == {"down": 5.0}


@pytest.mark.asyncio
async def test_every_answer_is_late_for_a_while(
    bot: Bot, ana: Chat, troubles: Troubles, clock: VirtualClock, engine: Engine
) -> None:
    troubles.slow(20, delay=2.0)
    late = asyncio.ensure_future(says(bot, ana))
    await clock.advance(1.9)
    waits = not late.done()
    await clock.advance(0.1)
    await late
    await clock.advance(18)

    assert waits
    assert engine.faults.delay == 0
