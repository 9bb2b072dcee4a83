"""Time that moves only when it is told to."""

import asyncio
from datetime import timedelta

import pytest

from simulator.clock import START, VirtualClock


@pytest.mark.asyncio
async def test_time_stands_still_until_it_is_advanced(clock: VirtualClock) -> None:
    await clock.advance(90)

    assert clock.now() == START + timedelta(seconds=90)
    assert clock.monotonic() == 90


@pytest.mark.asyncio
async def test_those_who_wait_are_woken_in_order_each_at_their_time(clock: VirtualClock) -> None:
    woken: list[tuple[str, float]] = []

    async def wait(name: str, seconds: float) -> None:
        assert not await clock.wait(asyncio.Event(), seconds)
        woken.append((name, clock.monotonic()))

    async with asyncio.TaskGroup() as group:
        group.create_task(wait("late", 3))
        group.create_task(wait("early", 1))
        group.create_task(wait("second", 1))
        group.create_task(clock.advance(5))

    assert woken == [("early", 1), ("second", 1), ("late", 3)]


@pytest.mark.asyncio
async def test_a_wait_that_begins_during_an_advance_ends_in_it(clock: VirtualClock) -> None:
    woken: list[float] = []

    async def tick() -> None:
        for _ in range(4):
            await clock.wait(asyncio.Event(), 1)
            woken.append(clock.monotonic())

    ticking = asyncio.ensure_future(tick())
    await clock.advance(10)
    await ticking

    assert woken == [1, 2, 3, 4]


@pytest.mark.asyncio
async def test_what_is_waited_for_wakes_without_any_time_passing(clock: VirtualClock) -> None:
    occurs = asyncio.Event()
    waiting = asyncio.ensure_future(clock.wait(occurs, 60))
    occurs.set()

    assert await waiting
    assert clock.monotonic() == 0


@pytest.mark.asyncio
async def test_a_wait_that_is_given_up_wakes_nobody(clock: VirtualClock) -> None:
    given_up = asyncio.ensure_future(clock.wait(asyncio.Event(), 1))
    await clock.advance(0)
    given_up.cancel()
    await clock.advance(2)

    assert given_up.cancelled()
    assert clock.monotonic() == 2


@pytest.mark.asyncio
async def test_a_wait_of_nothing_only_looks(clock: VirtualClock) -> None:
    set_already = asyncio.Event()
    set_already.set()

    assert not await clock.wait(asyncio.Event(), 0)
    assert await clock.wait(set_already, 0)


@pytest.mark.asyncio
async def test_after_each_wake_it_waits_for_those_who_do_more_than_the_loop_sees() -> None:
    settled: list[float] = []

    async def settle() -> None:
        settled.append(clock.monotonic())

    clock = VirtualClock(settle=settle)
    waiting = asyncio.ensure_future(clock.wait(asyncio.Event(), 1))
    await clock.advance(2)
    await waiting

    assert settled == [0, 1]
