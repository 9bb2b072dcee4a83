"""What is counted at the wire."""

import pytest

from bot.counting import BOUNDS, CountedWire, Timings
from bot.wire import NotSent, Unanswered
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.faults import Fails, Flood, Refuses
from simulator.in_process import InProcess
from simulator.people import add_person


def test_a_time_counts_within_the_first_bound_that_it_does_not_pass() -> None:
    timings = Timings()
    for seconds in (0.0, BOUNDS[0], BOUNDS[1], BOUNDS[-1], BOUNDS[-1] + 1):
        timings.add(seconds)

    assert timings.counts == [2, 1, *[0] * (len(BOUNDS) - 3), 1, 1]
    assert timings.sum == BOUNDS[0] + BOUNDS[1] + 2 * BOUNDS[-1] + 1


@pytest.mark.asyncio
async def test_answers_count_by_what_they_are() -> None:
    engine = Engine(VirtualClock())
    add_person(engine, "Ana", person_id=7, has_started=True)
    wire = CountedWire(InProcess(engine), engine.clock)
    for fault in (None, Flood(3), Fails(502), Refuses(400, "Bad Request: no"), Refuses(403, "Forbidden: blocked")):
        if fault is not None:
            engine.faults.next("sendMessage", fault)
        await wire.post("sendMessage", b'{"chat_id":7,"text":"hello"}')
    await wire.post("getMyName", b"{}")

    assert wire.answers == {
        ("sendMessage", "ok"): 1,
        ("sendMessage", "flooded"): 1,
        ("sendMessage", "failed"): 1,
        ("sendMessage", "refused"): 1,
        ("sendMessage", "gone"): 1,
        ("other", "ok"): 1,
    }
    assert {name: sum(one.counts) for name, one in wire.timings.items()} == {"sendMessage": 5, "other": 1}


class Dead:
    """A wire over which nothing comes back."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def post(self, *_given: object, **_named: object) -> object:
        raise self.error

    async def close(self) -> None:
        pass


@pytest.mark.asyncio
@pytest.mark.parametrize(("error", "counts_as"), [(NotSent("x"), "not_sent"), (Unanswered("x"), "unanswered")])
async def test_what_does_not_come_back_counts_and_is_no_sign_of_life(error: Exception, counts_as: str) -> None:
    wire = CountedWire(Dead(error), VirtualClock())  # type: ignore[arg-type]

    with pytest.raises(type(error)):
        await wire.post("getMe", b"{}")

    assert (wire.answers, wire.silent, wire.timings) == ({("getMe", counts_as): 1}, None, {})


@pytest.mark.asyncio
async def test_silence_begins_with_the_last_answer() -> None:
    clock = VirtualClock()
    wire = CountedWire(InProcess(Engine(clock)), clock)
    before = wire.silent
    await wire.post("getMe", b"{}")
    await clock.advance(30)

    assert (before, wire.silent) == (None, 30)
