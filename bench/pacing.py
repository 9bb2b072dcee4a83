"""pacing: how much of Telegram's limit the courier uses, and that it never goes over it, as the server counts.

One alert goes to more people than the limit allows in the time; the server's limits are on, and it refuses what comes
too soon. At the end it asks for a wait, and whatever comes during that wait is counted too.
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench import cores, house, seed, ways
from bench.benchmark import Benchmark, Failed, Result, count
from bench.carrier import FREE_RATE, pace_of, seats
from bench.figures import most_in_any_second
from bench.seed import Crowd
from bench.server import Server, serving
from bench.waiting import until
from bot.courier.courier import Courier
from bot.town import Town
from simulator.log import Log

HOLD = 3
"""Seconds for which the server asks the courier to wait."""

SPARE = 3
"""Seconds of sending for which there are more people than are needed."""

STARTS_WITHIN = 10.0
LOOKS = 0.02
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Paced:
    """What was seen."""

    times: Sequence[float]
    """When each request came, in seconds of the server's clock."""
    refused: int
    """How many the server refused because they came too soon, before it asked for the wait."""
    during_hold: int
    resumed: float
    """From the end of the wait to the next request, in seconds; below zero for one that came too soon."""
    share_of_core: float
    """That the courier used while it was at work."""


def ask(parser: argparse.ArgumentParser) -> None:
    """Its flags."""
    parser.add_argument(
        "--rate", type=count, default=FREE_RATE, help=f"messages a second, at both ends (default {FREE_RATE})"
    )
    parser.add_argument("--seconds", type=count, default=10, metavar="S", help="for so long (default 10)")


async def measure(given: argparse.Namespace) -> Result:
    """Send for so long, then be told to wait."""
    people = given.rate * (given.seconds + SPARE)
    async with house.built(people) as (built, crowd), serving(limits=True) as server:
        await server.let_in(crowd)
        async with built.opened() as town, ways.wire(server) as wire:
            pace, paid = pace_of(given.rate, town.clock), given.rate > FREE_RATE
            courier = Courier(town, wire, pace, seats=seats(given.rate), paid=paid)
            async with ways.Carrying(town, courier).at_work():
                paced = await _paced(server, town, crowd, given.seconds)
    return Result(_numbers(given, paced), broken(given, paced))


async def _paced(server: Server, town: Town, crowd: Crowd, seconds: int) -> Paced:
    [incident] = await seed.incidents(town.database, crowd, 1, now=town.clock.now())
    await house.confirm(town, incident)
    await _first(server)
    began, used = time.monotonic(), time.process_time()
    await asyncio.sleep(seconds)
    share = (time.process_time() - used) / (time.monotonic() - began)
    before = await server.log()
    await server.fault("flood", retry_after=HOLD)
    await asyncio.sleep(HOLD + 1.5)
    return paced(before, await server.log(), share)


async def _first(server: Server) -> None:
    """Wait until the first request has come."""

    async def has_come() -> bool:
        return len((await server.log()).counted()) > 0

    if not await until(has_come, within=STARTS_WITHIN, every=LOOKS):
        raise Failed("nothing is sent")


def paced(before: Log, after: Log, share_of_core: float) -> Paced:
    """What two logs say, the later of them with the wait in it. Failed when the server has never asked for one."""
    entries = sorted(after, key=lambda one: one.at)
    asked = next((one.at for one in entries if one.code == 429), None)
    if asked is None:
        raise Failed("the server has not asked for a wait")
    later = [one.at for one in entries if one.at > asked and not one.held]
    return Paced(
        times=before.counted(),
        refused=sum(one.code == 429 for one in before),
        during_hold=after.sent_during_hold(),
        resumed=min(later, default=float("inf")) - (asked + HOLD),
        share_of_core=share_of_core,
    )


def _numbers(given: argparse.Namespace, seen: Paced) -> dict[str, Any]:
    begun = min(seen.times)
    within = sum(at < begun + given.seconds for at in seen.times)
    return {
        "share_of_limit": round(within / (given.rate * given.seconds), 4),
        "most_in_any_second": most(seen),
        "sent_during_hold": seen.during_hold,
        "refused": seen.refused,
        "resumed_after_s": round(seen.resumed, 3),
        "share_of_core": round(seen.share_of_core, 3),
        "rate": given.rate,
        "seconds": given.seconds,
        "cores_apart": not cores.alone(),
    }


def most(seen: Paced) -> int:
    """The most that came in any one second."""
    return most_in_any_second(seen.times)


def broken(given: argparse.Namespace, seen: Paced) -> str | None:
    """Which promise was not kept, if one was not. At the higher rate some are under way when the server says no."""
    if most(seen) > given.rate:
        return f"{most(seen)} requests came in one second"
    if seen.refused:
        return f"the server refused {seen.refused} because they came too soon"
    if seen.during_hold > (0 if given.rate <= FREE_RATE else seats(given.rate)):
        return f"{seen.during_hold} were sent although the server had asked for a wait"
    return None


PACING = Benchmark(
    name="pacing",
    says="how much of the limit the courier uses, and that it never goes over it",
    promised=("share_of_limit", "most_in_any_second", "sent_during_hold"),
    ask=ask,
    measure=measure,
    small=("--rate", "30", "--seconds", "5"),
)
