"""What goes wrong for a while, and then no more."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from simulator import people
from simulator.chats import Bond, Chat
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.troubles import AHEAD, KINDS, MALFORMED, ONCE, Troubles, UnknownTrouble
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
    troubles.begin("flood", 10)
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
    troubles.begin("down", 20)
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
    troubles.begin("down", 20)
    people.say(engine, ana, "Hello")
    answer = await poll

    assert answer.status == 200


@pytest.mark.asyncio
async def test_asked_again_it_begins_anew(bot: Bot, ana: Chat, troubles: Troubles, clock: VirtualClock) -> None:
    troubles.begin("down", 20)
    await clock.advance(15)
    troubles.begin("down", 20)
    await clock.advance(15)

    assert await says(bot, ana) == 502
    assert troubles.left() == {"down": 5.0}


@pytest.mark.asyncio
async def test_every_answer_is_late_for_a_while(
    bot: Bot, ana: Chat, troubles: Troubles, clock: VirtualClock, engine: Engine
) -> None:
    troubles.begin("slow", 20)
    late = asyncio.ensure_future(says(bot, ana))
    await clock.advance(1.9)
    waits = not late.done()
    await clock.advance(0.1)
    await late
    await clock.advance(18)

    assert waits
    assert engine.faults.delay == 0


@pytest.mark.asyncio
async def test_every_kind_begins_and_ends(engine: Engine, troubles: Troubles, bot: Bot, ana: Chat) -> None:
    for kind in sorted(KINDS - ONCE - {"flood"}):
        troubles.begin(kind, 20)
        lasts = troubles.left()
        troubles.end()

        assert lasts == {kind: 20.0}, kind
        assert troubles.left() == {}
        assert await says(bot, ana) == 200


def test_there_is_no_other_kind(troubles: Troubles) -> None:
    with pytest.raises(UnknownTrouble):
        troubles.begin("rain", 20)


@pytest.mark.asyncio
async def test_one_ends_another_that_needs_the_same_requests(troubles: Troubles) -> None:
    troubles.begin("down", 20)
    troubles.begin("garbled", 20)
    troubles.begin("doubled", 20)

    assert troubles.left() == {"garbled": 20.0, "doubled": 20.0}


@pytest.mark.asyncio
async def test_telegrams_clock_jumps_and_comes_back(
    engine: Engine, troubles: Troubles, ana: Chat, clock: VirtualClock
) -> None:
    before = people.say(engine, ana, "before").date
    troubles.begin("clock", 20)
    during = people.say(engine, ana, "during").date
    await clock.advance(20)
    after = people.say(engine, ana, "after").date

    assert during - before == AHEAD.total_seconds()
    assert after - before == 20


@pytest.mark.asyncio
async def test_updates_come_twice_and_then_once(engine: Engine, troubles: Troubles, ana: Chat) -> None:
    troubles.begin("doubled", 20)
    people.say(engine, ana, "Hello")
    twice = await engine.serve("getUpdates", "application/json", b"{}")
    troubles.end()
    once = await engine.serve("getUpdates", "application/json", b"{}")

    assert (twice.body.count(b"Hello"), once.body.count(b"Hello")) == (2, 1)


@pytest.mark.asyncio
async def test_malformed_updates_come_once(engine: Engine, troubles: Troubles) -> None:
    troubles.begin("malformed", 20)

    assert len(engine.updates) == len(MALFORMED)
    assert troubles.left() == {}


@pytest.mark.asyncio
async def test_the_next_who_are_told_something_block_the_bot(bot: Bot, ana: Chat, troubles: Troubles) -> None:
    troubles.begin("blocks", 20)

    assert await says(bot, ana) == 403
    assert ana.bond is Bond.KICKED
