"""A benchmark must not believe itself: what it says when the server's log is not as it must be."""

import os
from argparse import Namespace
from dataclasses import replace

import aiohttp
import pytest

import cities
from bench import seed
from bench.benchmark import Failed
from bench.carrier import HIGHEST, LOW, HighestWalk
from bench.crash import Tally, broken
from bench.delivery import Ran
from bench.figures import most_in_any_second, per_second, percentile, spread
from bench.house import CITY
from bench.latency import first_waits
from bench.pacing import broken as slow
from bench.pacing import paced
from bench.seed import Crowd
from bench.server import Server
from bench.simulator import audit, said
from bench.verify import first_and_last
from bot.clock import SystemClock
from bot.domain.ids import EVERYWHERE
from bot.wire import HttpWire
from simulator.engine import Engine
from simulator.http import Served
from simulator.log import Entry, Log
from tests.courier.test_walk import people, taken, walk

BOUND = 100
"""At 1,000 a second, 50 ms there and back and 50 ms until it is written down."""

CROWD = seed.crowd(cities.load(CITY), 3)
ONE, TWO, THREE = CROWD.chats


def log(*sent: tuple[float, int | None]) -> Log:
    """A server's log: each moment with the chat that was sent something, or none where a life begins."""
    made = Log()
    for at, chat in sent:
        method = "getMe" if chat is None else "sendMessage"
        made.add(at, method, 200, taken=True, held=False, chat=chat or 0, message=1, text=-1)
    return made


def tally(*kills: float) -> Tally:
    """Nothing counted yet, after these kills."""
    return Tally(CROWD, list(kills))


def test_who_was_never_taken_is_lost_and_who_was_taken_again_belongs_to_the_life_that_did_it() -> None:
    counted = tally(1.0)
    counted.add(log((0.0, None), (0.5, ONE), (0.6, TWO), (1.2, None), (1.5, TWO), (1.6, ONE)))
    counted.add(log((5.0, ONE), (5.1, TWO), (5.2, THREE)))

    assert counted.lost == 1
    assert counted.by_life == [0, 0, 2]
    assert counted.recoveries == [pytest.approx(0.5)]
    assert counted.broadcasts == 2


def test_what_a_dead_process_had_on_its_way_is_no_recovery() -> None:
    counted = tally(1.0)
    counted.add(log((0.0, None), (0.9, ONE), (1.01, TWO), (2.0, None), (2.5, THREE)))

    assert counted.recoveries == [pytest.approx(1.5)]
    assert counted.lost == 0


def test_a_stranger_in_the_log_fails_the_crash_benchmark() -> None:
    with pytest.raises(Failed):
        tally().add(log((0.0, 7)))


@pytest.mark.parametrize(
    ("cursor", "lost", "repeats", "most", "says"),
    [
        (LOW, 0, BOUND, 1000, None),
        (LOW, 1, 0, 1000, "never told"),
        (LOW, 0, BOUND + 1, 1000, "repeats"),
        (LOW, 0, 0, 1001, "in one second"),
        (HIGHEST, 1, 0, 1000, None),
        (HIGHEST, 0, 0, 1000, "control failed"),
    ],
)
def test_a_promise_that_is_not_kept_is_said(cursor: str, lost: int, repeats: int, most: int, says: str | None) -> None:
    counted = replace(tally(), lost=lost, by_life=[0, repeats], times=[1.0] * most)
    said = broken(Namespace(cursor=cursor, rate=1000, delay_ms=50.0), counted)

    assert (said is None) if says is None else (said is not None and says in said)


def test_the_wrong_mark_of_the_control_passes_someone_in_flight() -> None:
    right = walk()
    wrong = HighestWalk(right.broadcast, right.prepare, is_night=right.is_night)
    marks = []
    for one in (right, wrong):
        one.came(people([1, 2]))
        lower, higher = taken(one), taken(one)
        one.answered(higher)
        marks.append(one.mark < lower.recipient.place)

    assert marks == [True, False]


def test_latency_is_from_each_commit_to_the_next_request() -> None:
    sent = [(10.25, ONE), (10.3, TWO), (10.31, THREE), (20.5, TWO), (20.6, ONE), (20.7, THREE)]

    assert first_waits([10.0, 20.0], log(*sent), CROWD) == [pytest.approx(0.25), pytest.approx(0.5)]


@pytest.mark.parametrize(
    "sent",
    [
        [(9.0, ONE), (10.1, TWO), (10.2, THREE), (10.3, ONE)],
        [(10.1, ONE), (10.2, TWO)],
        [(10.1, ONE), (10.2, TWO), (10.3, TWO)],
        [(10.1, ONE), (10.2, TWO), (10.3, 7)],
    ],
    ids=["before the verdict", "too few", "one twice", "a stranger"],
)
def test_a_log_that_is_not_as_it_must_be_fails_the_latency_benchmark(sent: list[tuple[float, int]]) -> None:
    with pytest.raises(Failed):
        first_waits([10.0], log(*sent), CROWD)


@pytest.mark.asyncio
@pytest.mark.parametrize(("chats", "fails"), [((ONE, TWO, THREE), False), ((ONE, TWO), True), ((ONE, TWO, TWO), True)])
async def test_a_round_of_delivery_fails_unless_everyone_was_sent_one(chats: tuple[int, ...], fails: bool) -> None:
    async with Served(Engine(SystemClock())) as served, aiohttp.ClientSession() as session:
        server = Server(served.url, os.getpid(), session)
        await server.let_in(CROWD)
        wire, ran = HttpWire(server.url, server.token), Ran()
        failed = False
        try:
            async with ran.a_round(server, CROWD.chats):
                for chat in chats:
                    await wire.post("sendMessage", b'{"text":"x","chat_id":%d}' % chat)
        except Failed:
            failed = True
        await wire.close()

    assert failed is fails
    assert len(ran.rates) == (0 if fails else 1)


@pytest.mark.parametrize(
    ("told", "fails"),
    [
        ([(ONE, ONE), (TWO, TWO), (THREE, THREE)], False),
        ([(ONE, ONE), (TWO, TWO)], True),
        ([(ONE, ONE), (TWO, TWO), (TWO, TWO)], True),
        ([(ONE, ONE), (TWO, TWO), (THREE, THREE), (7, THREE)], True),
        ([(ONE, TWO), (TWO, TWO), (THREE, THREE)], True),
    ],
    ids=["everyone", "too few", "one twice", "a stranger", "another's language"],
)
def test_the_simulator_is_believed_only_when_everyone_got_their_own(told: list[tuple[int, int]], fails: bool) -> None:
    made = Log()
    for chat, reader in told:
        text = made.text_number(said(CROWD, CROWD.language(reader), 1))
        made.add(0.0, "sendMessage", 200, taken=True, held=False, chat=chat, message=1, text=text)
    failed = False
    try:
        audit(made, CROWD, 1)
    except Failed:
        failed = True

    assert failed is fails


def test_a_crowd_listens_in_all_three_rings_and_some_in_two() -> None:
    many = Crowd(1000, CROWD.place, CROWD.home, CROWD.languages)
    chosen = [many.chosen(number) for number in range(1, 1001)]

    assert {one[0] for one in chosen} == set(CROWD.home)
    assert sum(len(one) == 2 for one in chosen) > 50
    assert all(one[-1] == EVERYWHERE for one in chosen if len(one) == 2)


def test_figures_are_what_they_are_called() -> None:
    hundred = [float(number) for number in range(1, 101)]

    assert (percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([7.0], 0.99)) == (50.0, 99.0, 7.0)
    assert per_second([1.0, 1.5, 2.0]) == 2.0
    assert per_second([1.0]) == 0.0
    assert spread([1.0, 2.0, 3.0]) == 1.0
    assert most_in_any_second([0.0, 0.5, 0.999, 1.0, 1.4]) == 4
    assert most_in_any_second([]) == 0


def requests(*came: tuple[float, int, bool]) -> Log:
    """A server's log of messages: when each came, what was answered, and whether it came during a wait."""
    made = Log()
    for at, code, held in came:
        made.add(at, "sendMessage", code, taken=code == 200, held=held, chat=ONE, message=1, text=-1)
    return made


def test_what_comes_during_a_wait_is_counted_by_the_server_and_not_by_the_bot() -> None:
    before = requests((0.0, 200, False), (0.5, 200, False))
    after = requests((0.0, 200, False), (0.5, 200, False), (1.0, 429, False), (2.0, 429, True), (4.5, 200, False))
    seen = paced(before, after, 0.1)

    assert (seen.during_hold, seen.refused) == (1, 0)
    assert seen.resumed == pytest.approx(0.5)
    assert "asked for a wait" in (slow(Namespace(rate=30), seen) or "")


def test_more_than_the_limit_in_one_second_and_a_refusal_are_said() -> None:
    many = requests(*((number / 100, 200, False) for number in range(31)))
    refused = requests((0.0, 200, False), (0.1, 429, False))
    after = requests((0.0, 200, False), (1.0, 429, False), (4.5, 200, False))

    assert "31 requests" in (slow(Namespace(rate=30), paced(many, after, 0.1)) or "")
    assert "too soon" in (slow(Namespace(rate=30), paced(refused, after, 0.1)) or "")
    assert slow(Namespace(rate=30), paced(requests((0.0, 200, False)), after, 0.1)) is None


def test_a_server_that_has_asked_for_no_wait_proves_nothing_about_waits() -> None:
    with pytest.raises(Failed):
        paced(requests((0.0, 200, False)), requests((0.0, 200, False)), 0.1)


def entry(at: float, chat: int, text: str) -> Entry:
    return Entry(at, "sendMessage", 200, taken=True, held=False, chat=chat, message=1, text=text)


def test_a_retraction_is_timed_to_the_last_who_holds_the_alert() -> None:
    sent = [entry(1.0, ONE, "a"), entry(1.1, TWO, "a"), entry(2.2, TWO, "wrong"), entry(2.5, ONE, "wrong")]

    assert first_and_last([*sent, entry(0.5, 7, "a card")], CROWD, 2.0) == (1.0, 2.5)


@pytest.mark.parametrize(
    "sent",
    [
        [],
        [(1.0, ONE, "a")],
        [(1.0, ONE, "a"), (2.1, ONE, "a")],
        [(1.0, ONE, "a"), (1.5, ONE, "wrong")],
        [(1.0, ONE, "a"), (2.1, ONE, "wrong"), (2.2, ONE, "wrong")],
    ],
    ids=["nobody", "no retraction", "the alert twice", "before it was taken back", "twice"],
)
def test_who_holds_an_alert_and_is_not_told_once_that_it_was_wrong_fails_verify(
    sent: list[tuple[float, int, str]],
) -> None:
    with pytest.raises(Failed):
        first_and_last([entry(*one) for one in sent], CROWD, 2.0)
