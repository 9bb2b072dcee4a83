"""However many replies wait, each goes when it may, and none is looked at in vain."""

import asyncio

import pytest

from bot.courier.pacing import Pace
from bot.courier.window import CHAT_GAP
from simulator.clock import VirtualClock
from tests.courier.test_pacing import answered


class Counting(VirtualClock):
    """Counts how often somebody begins to wait."""

    waits = 0

    async def wait(self, event: asyncio.Event, seconds: float | None = None) -> bool:
        self.waits += 1
        return await super().wait(event, seconds)


@pytest.mark.asyncio
async def test_of_all_replies_that_wait_only_the_next_is_woken() -> None:
    clock = Counting()
    pace = Pace(30, clock)
    replies = [asyncio.create_task(answered(pace, chat)) for chat in range(1000)]
    await clock.advance(4.5)
    gone = sum(one.done() for one in replies)
    for one in replies:
        one.cancel()

    assert gone == 4 * 30
    assert clock.waits <= len(replies) + 2 * gone


@pytest.mark.asyncio
async def test_a_reply_to_a_chat_that_is_full_lets_others_pass_and_goes_as_soon_as_it_may() -> None:
    clock = VirtualClock()
    pace = Pace(30, clock)
    await clock.advance(1)
    replies = [asyncio.create_task(answered(pace, chat)) for chat in (7, 7, 7, 7, 8)]
    await clock.advance(CHAT_GAP - 0.01)

    assert [one.done() for one in replies] == [True, True, True, False, True]
    await clock.advance(0.02)
    assert replies[3].done()


@pytest.mark.asyncio
async def test_a_reply_that_is_given_up_keeps_no_other_waiting() -> None:
    clock = VirtualClock()
    pace = Pace(1, clock)
    first, second = [asyncio.create_task(answered(pace, chat)) for chat in (7, 8)]
    await clock.advance(0.5)
    first.cancel()
    await clock.advance(0.5)

    assert second.done()
