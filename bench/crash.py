"""crash: the courier is killed in the middle of its broadcasts; the server's log says who was told and how often."""

import argparse
import random
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from bench import cores, house
from bench.benchmark import Benchmark, Failed, Result, count, rate
from bench.carrier import ANSWERED, HIGHEST, IDLE, LOW, seats
from bench.figures import most_in_any_second, percentile
from bench.house import House
from bench.lives import Life
from bench.seed import Crowd
from bench.server import Server, serving
from bot.courier.courier import FREE_SEATS, PAID_SEATS
from simulator.fields import COUNTED
from simulator.log import Log

RATE = 1000
DELAY_MS = 50.0

FIRST, LAST = 0.2, 2.0
"""Seconds after the first answer of a life between which it is killed; less where a broadcast does not last so long."""

FLUSH = 0.05
"""Seconds at most from an answer to its receipt's commit: the courier gathers for 20 ms, and a disk takes its time."""

UNLIMITED_RATE = 3000
"""About how many a second go out without a limit: for guessing how long a broadcast lasts."""

TRIES = 25
"""So many broadcasts in a row may be over before the kill: each time it comes sooner."""

PATIENCE = 60.0


@dataclass(slots=True)
class Tally:
    """What the server's log says, broadcast after broadcast."""

    crowd: Crowd
    kills: list[float] = field(default_factory=list)
    lost: int = 0
    by_life: list[int] = field(default_factory=lambda: [0])
    """How many each life told once more who had been told by then."""
    recoveries: list[float] = field(default_factory=list)
    """Seconds from a kill to the first request of the next life."""
    times: list[float] = field(default_factory=list)
    broadcasts: int = 0

    def add(self, log: Log) -> None:
        """One more broadcast is over, and this is all that was asked of the server since the one before."""
        told: set[int] = set()
        begun: float | None = None
        for entry in sorted(log, key=lambda one: one.at):
            if entry.method == "getMe":
                self.by_life.append(0)
                begun = max((at for at in self.kills if at < entry.at), default=None)
            if entry.method not in COUNTED:
                continue
            self.times.append(entry.at)
            if begun is not None:
                self.recoveries.append(entry.at - begun)
                begun = None
            if entry.taken:
                self.by_life[-1] += entry.chat in told
                told.add(entry.chat)
        if not told <= set(self.crowd.chats):
            raise Failed("somebody was told who is not in the audience")
        self.lost += self.crowd.size - len(told)
        self.broadcasts += 1


def ask(parser: argparse.ArgumentParser) -> None:
    """Its flags."""
    parser.add_argument("--kills", type=count, default=10, metavar="K", help="how often (default 10)")
    parser.add_argument(
        "--recipients", type=count, default=4000, metavar="N", help="the audience of each broadcast (default 4000)"
    )
    parser.add_argument(
        "--rate", type=rate, default=RATE, help=f"messages a second, at both ends; 0 for no limit (default {RATE})"
    )
    parser.add_argument(
        "--delay-ms", type=float, default=DELAY_MS, help=f"there and back, on average (default {DELAY_MS:.0f})"
    )
    parser.add_argument(
        "--cursor", choices=(LOW, HIGHEST), default=LOW, help="highest is the wrong one, and has to lose people"
    )


async def measure(given: argparse.Namespace) -> Result:
    """Kill as often as asked, then let it finish."""
    async with house.built(given.recipients) as (built, crowd), serving(limits=given.rate > 0) as server:
        await server.let_in(crowd)
        tally = await Killing(given, built, server, crowd).done()
    return Result(_numbers(given, tally), broken(given, tally))


class Killing:
    """The parent of one life after another."""

    def __init__(self, given: argparse.Namespace, built: House, server: Server, crowd: Crowd) -> None:
        self._server = server
        self._wanted = given.kills
        lasts = crowd.size / (given.rate or UNLIMITED_RATE)
        self._patience = PATIENCE + 3 * lasts
        self._latest = min(LAST, 0.8 * lasts)
        self._missed = 0
        self._tally = Tally(crowd)
        self._arguments = [
            *("--folder", str(built.folder), "--url", server.url, "--token", server.token),
            *("--rate", str(given.rate), "--delay", str(given.delay_ms / 1000), "--cursor", given.cursor),
        ]

    async def done(self) -> Tally:
        """Until there were enough kills and the last broadcast is over."""
        life = await self._begin()
        is_open = False
        try:
            word = await life.says()
            while True:
                if word == IDLE:
                    if is_open:
                        self._tally.add(await self._server.log())
                        await self._server.forget_log()
                    if len(self._tally.kills) >= self._wanted:
                        return self._tally
                    await life.opens()
                    is_open = True
                    word = await life.says()
                elif word != ANSWERED:
                    raise Failed(f"the carrier says {word!r}")
                elif len(self._tally.kills) >= self._wanted:
                    word = await life.says()
                elif (sooner := await life.says_within(self._instant())) is not None:
                    self._miss()
                    word = sooner
                else:
                    self._tally.kills.append(await life.is_killed())
                    self._missed = 0
                    life = await self._begin()
                    word = await life.says()
        finally:
            await life.ends()

    async def _begin(self) -> Life:
        return await Life.begin(self._arguments, self._patience)

    def _instant(self) -> float:
        latest = self._latest * 0.7**self._missed
        return random.uniform(min(FIRST, latest / 10), latest)

    def _miss(self) -> None:
        self._missed += 1
        if self._missed > TRIES:
            raise Failed(f"{TRIES} broadcasts in a row were over before they could be killed: give more recipients")


def _numbers(given: argparse.Namespace, tally: Tally) -> dict[str, Any]:
    return {
        "kills": len(tally.kills),
        "broadcasts": tally.broadcasts,
        "lost": tally.lost,
        "duplicates": sum(tally.by_life),
        "most_duplicates_per_kill": max(tally.by_life),
        "recovery_s_max": round(max(tally.recoveries, default=0.0), 3),
        "most_in_any_second": most_in_any_second(tally.times),
        "bound": bound(given),
        "recovery_s_p50": round(percentile(tally.recoveries, 0.5), 3) if tally.recoveries else 0.0,
        "rate": given.rate,
        "delay_ms": given.delay_ms,
        "cursor": given.cursor,
        "cores_apart": not cores.alone(),
    }


def bound(given: argparse.Namespace) -> int:
    """How many one kill may tell twice: all that were in flight or not written down, and never more than the seats."""
    if not given.rate:
        return PAID_SEATS
    on_the_way: int = ceil(given.rate * (given.delay_ms / 1000 + FLUSH))
    return min(seats(given.rate), max(FREE_SEATS, on_the_way))


def broken(given: argparse.Namespace, tally: Tally) -> str | None:
    """Which promise was not kept, if one was not. The wrong cursor's is to lose somebody."""
    if given.cursor == HIGHEST:
        return None if tally.lost else "the control failed: the wrong cursor lost nobody. More kills or delay may help"
    most = most_in_any_second(tally.times)
    if tally.lost:
        return f"{tally.lost} people were never told"
    if max(tally.by_life) > bound(given):
        return f"one kill made {max(tally.by_life)} repeats, more than the {bound(given)} in flight"
    if given.rate and most > given.rate:
        return f"{most} requests came in one second"
    return None


CRASH = Benchmark(
    name="crash",
    says="who is lost and who is told twice when the courier is killed in the middle",
    promised=(
        "kills",
        "broadcasts",
        "lost",
        "duplicates",
        "most_duplicates_per_kill",
        "recovery_s_max",
        "most_in_any_second",
    ),
    ask=ask,
    measure=measure,
    small=("--kills", "2", "--recipients", "1500"),
)
