"""Never more than the limit in any second, as Telegram counts; replies do not wait behind a broadcast."""

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.courier.pacing import OF_BULK, REPLIES_BESIDE_URGENT, Pace
from bot.courier.window import CHAT_BURST, CHAT_GAP, Chats, Window
from simulator.clock import VirtualClock

RATE = 5


def most_in_any_second(times: list[float]) -> int:
    return max((sum(start <= other < start + 1 for other in times) for start in times), default=0)


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60))
def test_no_second_holds_more_than_the_rate_however_long_answers_take(trips: list[float]) -> None:
    """A request comes to Telegram some time between its sending and its answer; each is assumed at its worst."""
    window, now, waiting, flights = Window(RATE, 0.0), 0.0, list[float](), list[tuple[float, float]]()
    for trip in trips:
        while (free := window.free_at(now)) is None or free > now:
            if waiting and (free is None or min(waiting) <= free):
                now = max(now, min(waiting))
                waiting.remove(min(waiting))
                window.answered(now)
            else:
                assert free is not None
                now = free
        window.take()
        flights.append((now, now + trip))
        waiting.append(now + trip)

    for _, start in flights:
        assert sum(sent < start + 1 and answered >= start for sent, answered in flights) <= RATE
    assert flights[0][0] == 1.0


def test_a_new_window_is_taken_as_full() -> None:
    window = Window(RATE, 100.0)

    assert window.free_at(100.0) == 101.0
    assert window.free_at(101.0) == 101.0


def test_while_everything_waits_for_an_answer_no_time_is_known() -> None:
    window = Window(1, 0.0)
    assert window.free_at(1.0) == 1.0
    window.take()

    assert window.free_at(2.0) is None
    window.answered(3.5)
    assert window.free_at(3.6) == 4.5


def test_a_chat_takes_three_at_once_and_then_one_a_second() -> None:
    chats, now = Chats(), 10.0
    times = []
    for _ in range(CHAT_BURST + 2):
        now = chats.free_at(7, now)
        chats.take(7, now)
        times.append(now)

    assert times == pytest.approx([10.0, 10.0, 10.0, 10.0 + CHAT_GAP, 10.0 + 2 * CHAT_GAP])
    assert chats.free_at(8, 10.0) == 10.0


async def sent_in_bulk(pace: Pace, clock: VirtualClock, times: list[float]) -> None:
    while True:
        turn = await pace.bulk()
        times.append(clock.monotonic())
        turn.answered()


@pytest.mark.asyncio
async def test_bulk_is_spread_evenly_and_reaches_the_rate() -> None:
    clock, times = VirtualClock(), list[float]()
    start = clock.monotonic()
    pace = Pace(RATE, clock)
    bulk = asyncio.create_task(sent_in_bulk(pace, clock, times))
    await clock.advance(11)
    bulk.cancel()

    assert most_in_any_second(times) == RATE
    assert len(times) >= RATE * 9
    assert all(second - first >= 0.49 / RATE for first, second in pairwise(times))
    assert times[0] >= start + 1


@pytest.mark.asyncio
async def test_a_thousand_a_second_go_out_a_few_at_a_time_and_never_more() -> None:
    clock, times = VirtualClock(), list[float]()
    bulk = asyncio.create_task(sent_in_bulk(Pace(1000, clock), clock, times))
    await clock.advance(4)
    bulk.cancel()

    assert most_in_any_second([time for time in times if time < 2.5]) <= 1000
    assert len(times) >= 2900
    assert len(set(times)) <= len(times) / 5


async def answered(pace: Pace, chat: int) -> None:
    """One reply, which Telegram takes at once."""
    (await pace.reply(chat)).answered()


@pytest.mark.asyncio
async def test_a_reply_takes_the_next_free_place() -> None:
    clock, times = VirtualClock(), list[float]()
    pace = Pace(RATE, clock)
    bulk = asyncio.create_task(sent_in_bulk(pace, clock, times))
    await clock.advance(3.05)
    asked = clock.monotonic()
    reply = asyncio.create_task(pace.reply(7))
    await clock.advance(1)
    (await reply).answered()
    bulk.cancel()
    waited = [time for time in times if time > asked]

    assert reply.done()
    assert len(waited) <= RATE - 1


@pytest.mark.asyncio
async def test_while_an_alert_goes_out_replies_keep_to_their_share() -> None:
    clock = VirtualClock()
    pace = Pace(30, clock)
    pace.urgent = True
    await clock.advance(1)
    replies = [asyncio.create_task(pace.reply(chat)) for chat in range(REPLIES_BESIDE_URGENT + 2)]
    await clock.advance(0.5)

    assert sum(one.done() for one in replies) == REPLIES_BESIDE_URGENT
    await clock.advance(1)
    assert all(one.done() for one in replies)


@pytest.mark.asyncio
async def test_however_many_want_replies_every_sixth_place_is_for_what_else_waits() -> None:
    clock, times = VirtualClock(), list[float]()
    pace = Pace(30, clock)
    await clock.advance(1)
    replies = [asyncio.create_task(answered(pace, chat)) for chat in range(400)]
    bulk = asyncio.create_task(sent_in_bulk(pace, clock, times))
    await clock.advance(10)
    bulk.cancel()
    for one in replies:
        one.cancel()

    assert len(times) >= 9 * 30 // OF_BULK
    assert sum(one.done() for one in replies) >= 9 * (30 - 30 // OF_BULK)


@pytest.mark.asyncio
async def test_a_hold_stops_bulk_and_only_when_asked_replies() -> None:
    clock, times = VirtualClock(), list[float]()
    pace = Pace(RATE, clock)
    await clock.advance(1)
    held = clock.monotonic()
    pace.hold(10, replies=False)
    bulk = asyncio.create_task(sent_in_bulk(pace, clock, times))
    reply = asyncio.create_task(pace.reply(7))
    await clock.advance(1)

    assert reply.done()
    pace.hold(10, replies=True)
    other = asyncio.create_task(pace.reply(8))
    await clock.advance(5)
    assert not other.done()
    await clock.advance(6)
    bulk.cancel()
    assert other.done()
    assert min(times) >= held + 10


@pytest.mark.asyncio
async def test_without_a_rate_nobody_waits() -> None:
    pace = Pace(None, VirtualClock())
    turns = [await pace.bulk() for _ in range(1000)]
    await pace.chat(7)

    assert len(turns) == 1000


async def tries_unpaid(pace: Pace, clock: VirtualClock, paid: list[float], unpaid: list[float]) -> None:
    """Every tenth is not paid for, when one such may go; whatever is paid for does not wait for it."""
    while True:
        turn = await pace.bulk()
        if len(paid) % 10 == 0 and pace.until_unpaid() == 0:
            turn.unpaid()
            unpaid.append(clock.monotonic())
        else:
            paid.append(clock.monotonic())
        turn.answered()


@pytest.mark.asyncio
async def test_what_is_not_paid_for_keeps_to_its_own_limit_and_holds_up_nothing_that_is() -> None:
    clock, paid, unpaid = VirtualClock(), list[float](), list[float]()
    pace = Pace(50, clock, unpaid=RATE)
    bulk = asyncio.create_task(tries_unpaid(pace, clock, paid, unpaid))
    await clock.advance(6)
    bulk.cancel()

    assert most_in_any_second(unpaid) <= RATE
    assert most_in_any_second(sorted(paid + unpaid)) <= 50
    assert len(unpaid) >= 4 * RATE
    assert len(paid) + len(unpaid) >= 50 * 4


@pytest.mark.asyncio
async def test_replies_are_never_paid_for_and_take_the_next_place_among_what_is_not() -> None:
    clock = VirtualClock()
    pace = Pace(50, clock, unpaid=RATE)
    await clock.advance(1)
    replies = [asyncio.create_task(pace.reply(chat)) for chat in range(RATE + 1)]
    await clock.advance(0.1)

    assert sum(one.done() for one in replies) == RATE
    assert pace.until_unpaid() is None
    for one in replies[:RATE]:
        (await one).answered()
    await clock.advance(1.1)
    assert all(one.done() for one in replies)


@pytest.mark.asyncio
async def test_a_reply_that_has_no_place_holds_up_nothing_that_is_paid_for() -> None:
    clock, times = VirtualClock(), list[float]()
    pace = Pace(50, clock, unpaid=1)
    await clock.advance(1)
    (await pace.reply(7)).answered()
    waits = asyncio.create_task(pace.reply(8))
    bulk = asyncio.create_task(sent_in_bulk(pace, clock, times))
    await clock.advance(0.5)
    bulk.cancel()

    assert not waits.done()
    assert len(times) >= 20
    waits.cancel()


@pytest.mark.asyncio
async def test_of_what_is_allowed_each_process_sends_its_share_alone() -> None:
    clock = VirtualClock()
    pace = Pace(30, clock)
    pace.allow(2)
    times = list[float]()

    async def reply(chat: int) -> None:
        turn = await pace.reply(chat)
        times.append(clock.monotonic())
        turn.answered()

    replies = [asyncio.create_task(reply(chat)) for chat in range(10)]
    await clock.advance(2.5)
    few = len(times)
    assert pace.wants == 10 - few + sum(at > clock.monotonic() - 1 for at in times)
    pace.allow(30)
    await asyncio.gather(*replies)

    assert most_in_any_second(times[:few]) == 2


@pytest.mark.asyncio
async def test_with_no_share_nothing_goes_out_until_there_is_one() -> None:
    clock = VirtualClock()
    pace = Pace(30, clock)
    pace.allow(0)
    reply = asyncio.create_task(pace.reply(1))
    await clock.advance(10)
    assert not reply.done()
    pace.allow(1)

    (await reply).answered()


@pytest.mark.asyncio
async def test_whoever_takes_over_when_nobody_could_send_for_some_time_waits_for_the_rest_of_the_second() -> None:
    clock = VirtualClock()
    pace = Pace(2, clock)
    await clock.advance(5)
    (await pace.reply(1)).answered()
    pace.take_over(quiet=0.7)
    first, second = (asyncio.create_task(pace.reply(chat)) for chat in (2, 3))

    await clock.advance(0.2)
    assert not first.done()
    await clock.advance(0.2)
    (await first).answered()
    await clock.advance(0.5)
    assert not second.done()  # its own of a moment before counts for a second
    await clock.advance(0.2)
    (await second).answered()


@pytest.mark.asyncio
async def test_whoever_takes_over_with_a_small_share_and_is_given_all_of_it_waits_as_long() -> None:
    clock = VirtualClock()
    pace = Pace(30, clock)
    pace.allow(2)
    await clock.advance(5)
    pace.take_over()
    await clock.advance(0.5)
    pace.allow(28)
    reply = asyncio.create_task(pace.reply(1))

    await clock.advance(0.4)
    assert not reply.done()
    await clock.advance(0.2)
    (await reply).answered()


@pytest.mark.asyncio
async def test_whoever_takes_over_waits_for_what_another_may_have_sent() -> None:
    clock = VirtualClock()
    pace = Pace(2, clock)
    await clock.advance(5)
    pace.take_over()
    reply = asyncio.create_task(pace.reply(1))

    await clock.advance(0.9)
    assert not reply.done()
    await clock.advance(0.2)
    (await reply).answered()
