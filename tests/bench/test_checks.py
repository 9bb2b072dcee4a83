"""A benchmark must not believe itself: what it says when the server's log is not as it must be."""

import os
from argparse import Namespace
from dataclasses import replace

import aiohttp
import pytest

import cities
from bench import seed
from bench.benchmark import Failed
from bench.carrier import HIGHEST, LOW, HighestWalk, seats
from bench.crash import Tally, broken
from bench.delivery import Ran
from bench.figures import most_in_any_second, per_second, percentile, spread
from bench.house import CITY, Press
from bench.latency import first_waits
from bench.seed import Crowd
from bench.server import Server
from bot.clock import SystemClock
from bot.domain.ids import EVERYWHERE, BroadcastId
from bot.wire import HttpWire
from simulator.engine import Engine
from simulator.http import Served
from simulator.log import Log
from tests.courier.test_walk import FACTS, people, taken, walk

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
        (LOW, 0, seats(1000), 1000, None),
        (LOW, 1, 0, 1000, "never told"),
        (LOW, 0, seats(1000) + 1, 1000, "repeats"),
        (LOW, 0, 0, 1001, "in one second"),
        (HIGHEST, 1, 0, 1000, None),
        (HIGHEST, 0, 0, 1000, "control failed"),
    ],
)
def test_a_promise_that_is_not_kept_is_said(cursor: str, lost: int, repeats: int, most: int, says: str | None) -> None:
    counted = replace(tally(), lost=lost, by_life=[0, repeats], times=[1.0] * most)
    said = broken(Namespace(cursor=cursor, rate=1000), counted)

    assert (said is None) if says is None else (said is not None and says in said)


def test_the_wrong_mark_of_the_control_passes_someone_in_flight() -> None:
    right = walk()
    wrong = HighestWalk(right.broadcast, right.prepare, is_night=right.is_night)
    marks = []
    for one in (right, wrong):
        one.came(people([1, 2]))
        lower, higher = taken(one), taken(one)
        one.answered(higher.recipient.place)
        marks.append(one.mark < lower.recipient.place)

    assert marks == [True, False]


def test_latency_is_from_each_commit_to_the_next_request() -> None:
    presses = [Press(BroadcastId(number), FACTS, at) for number, at in ((1, 10.0), (2, 20.0))]
    sent = [(10.25, ONE), (10.3, TWO), (10.31, THREE), (20.5, TWO), (20.6, ONE), (20.7, THREE)]

    assert first_waits(presses, log(*sent), CROWD) == [pytest.approx(0.25), pytest.approx(0.5)]


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
        first_waits([Press(BroadcastId(1), FACTS, 10.0)], log(*sent), CROWD)


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
