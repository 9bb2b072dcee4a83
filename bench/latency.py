"""latency: from the commit of a verdict to the first request at the server. The courier alone."""

import argparse
import asyncio
from bisect import bisect_left
from collections.abc import Sequence
from math import inf
from typing import Any

from bench import cores, house, seed, ways
from bench.benchmark import Benchmark, Failed, Result, count
from bench.figures import percentile
from bench.house import Press
from bench.seed import Crowd
from bench.server import serving
from bot.domain.broadcast import State
from bot.domain.ids import IncidentId
from bot.town import Town
from bot.wire import JSON, TIMEOUT, Answer, Wire
from db import broadcasts
from db.engine import Transaction, Wake
from simulator.log import Log

PRESSES = 200
ENOUGH = 50
"""After so many messages a broadcast is ended: who comes later has nothing to do with the first."""


class CountingWire:
    """A wire that says when so many requests have been answered. For ending a broadcast, not for measuring it."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._left = 0
        self._enough = asyncio.Event()

    def count(self, number: int) -> asyncio.Event:
        """Is set when so many more have been answered."""
        self._left, self._enough = number, asyncio.Event()
        return self._enough

    async def post(
        self,
        method: str,
        body: bytes,
        *,
        content_type: str = JSON,
        timeout: float = TIMEOUT,  # noqa: ASYNC109
    ) -> Answer:
        """The wire's answer, counted."""
        answer = await self._wire.post(method, body, content_type=content_type, timeout=timeout)
        self._left -= 1
        if self._left <= 0:
            self._enough.set()
        return answer

    async def close(self) -> None:
        """Close the wire."""
        await self._wire.close()


def ask(parser: argparse.ArgumentParser) -> None:
    """Its flags."""
    parser.add_argument(
        "--subscribers", type=count, default=10_000, metavar="N", help="the audience of each alert (default 10000)"
    )
    parser.add_argument("--presses", type=count, default=PRESSES, help=f"verdicts to commit (default {PRESSES})")


async def measure(given: argparse.Namespace) -> Result:
    """Commit verdicts one after the other, each when all is quiet."""
    async with house.built(given.subscribers) as (built, crowd), serving(limits=False) as server:
        await server.let_in(crowd)
        async with built.opened() as town, ways.wire(server) as plain:
            wire = CountingWire(plain)
            async with ways.unhurried(town, wire).at_work() as carrying:
                incidents = await seed.incidents(town.database, crowd, given.presses, now=town.clock.now())
                presses = [await press(town, one, carrying, wire, crowd) for one in incidents]
        waits = first_waits([one.at for one in presses], await server.log(), crowd)
    return Result(_numbers(waits))


async def press(town: Town, incident: IncidentId, carrying: ways.Carrying, wire: CountingWire, crowd: Crowd) -> Press:
    """The verdict, and as many of its alert's messages as are enough."""
    enough = wire.count(min(ENOUGH, crowd.size))
    press = await house.confirm(town, incident)
    waits = asyncio.ensure_future(enough.wait())
    idle = asyncio.ensure_future(carrying.idle())
    await asyncio.wait((waits, idle), return_when=asyncio.FIRST_COMPLETED)
    waits.cancel()

    async def end(tx: Transaction) -> None:
        await broadcasts.finish(tx, press.broadcast, State.ENDED)
        tx.wake(Wake.COURIER)

    await town.database.change(end)
    await idle
    await carrying.idle()
    return press


def first_waits(pressed: Sequence[float], log: Log, crowd: Crowd, *, until: float = inf) -> list[float]:
    """For each press the seconds to its first request, by the server's log `until` then. Failed when that log is not as
    it must be: between two presses somebody is sent something, everyone at most once, and nobody from outside."""
    sent = sorted((one.at, one.chat) for one in log if one.taken and one.method == "sendMessage" and one.at < until)
    bounds = [bisect_left(sent, (at, 0)) for at in pressed] + [len(sent)]
    if bounds[0] > 0:
        raise Failed(f"{bounds[0]} messages came before the first verdict")
    waits = []
    for number, at in enumerate(pressed):
        told = [chat for _, chat in sent[bounds[number] : bounds[number + 1]]]
        if len(told) < min(ENOUGH, crowd.size) or len(set(told)) != len(told) or not set(told) <= set(crowd.chats):
            raise Failed(f"press {number + 1} of {len(pressed)} sent {len(told)} messages to {len(set(told))} people")
        waits.append(sent[bounds[number]][0] - at)
    return waits


def _numbers(waits: Sequence[float]) -> dict[str, Any]:
    return {
        "first_ms_p50": round(1000 * percentile(waits, 0.5), 3),
        "first_ms_p99": round(1000 * percentile(waits, 0.99), 3),
        "first_ms_max": round(1000 * max(waits), 3),
        "presses": len(waits),
        "cores_apart": not cores.alone(),
    }


LATENCY = Benchmark(
    name="latency",
    says="milliseconds from a committed verdict to the first request at the server",
    promised=("first_ms_p50", "first_ms_p99"),
    ask=ask,
    measure=measure,
    small=("--subscribers", "2000", "--presses", "40"),
)
