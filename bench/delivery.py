"""delivery: how fast the courier carries, beside a bare loop and beside python-telegram-bot as it comes."""

import argparse
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench import cores, house, seed, ways
from bench.benchmark import Benchmark, Failed, Result, count
from bench.figures import per_second, spread
from bench.seed import Crowd
from bench.server import Server, serving
from bot.town import Town

ROUNDS = 5
OF_PTB = 20
"""It takes so much longer that it gets one message for so many of the others'."""

LEAST_OF_PTB = 40


@dataclass(slots=True)
class Ran:
    """What each round of one contender came to."""

    rates: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    """Of the client, for each message."""
    server_share: list[float] = field(default_factory=list)
    """Of its core, that the server used."""

    @asynccontextmanager
    async def a_round(self, server: Server, chats: Sequence[int]) -> AsyncIterator[None]:
        """The block sends once to each of these chats. Failed unless the server's log says so."""
        await server.forget_log()
        began, used, served = time.monotonic(), time.process_time(), cores.cpu_seconds(server.process)
        yield
        took = time.monotonic() - began
        self.cpu_ms.append(1000 * (time.process_time() - used) / len(chats))
        self.server_share.append((cores.cpu_seconds(server.process) - served) / took)
        log = await server.log()
        told = log.per_chat("sendMessage")
        wrong = {chat for chat in chats if told[chat] != 1} | (told.keys() - set(chats))
        if wrong:
            raise Failed(f"{len(wrong)} of {len(chats)} were not sent exactly one message")
        self.rates.append(per_second(log.counted()))


def ask(parser: argparse.ArgumentParser) -> None:
    """Its flags."""
    parser.add_argument(
        "--subscribers", type=count, default=10_000, metavar="N", help="who is told in each round (default 10000)"
    )
    parser.add_argument("--rounds", type=count, default=ROUNDS, help=f"the median of so many (default {ROUNDS})")


async def measure(given: argparse.Namespace) -> Result:
    """The three in turn, against one server, as often as there are rounds."""
    async with house.built(given.subscribers) as (built, crowd), serving(limits=False) as server:
        await server.let_in(crowd)
        async with built.opened() as town:
            courier, bare, ptb = await _rounds(server, town, crowd, given.rounds)
    return Result(_numbers(given.subscribers, courier, bare, ptb))


async def _rounds(server: Server, town: Town, crowd: Crowd, rounds: int) -> tuple[Ran, Ran, Ran]:
    courier, bare, ptb = Ran(), Ran(), Ran()
    few = crowd.chats[: max(LEAST_OF_PTB, crowd.size // OF_PTB)]
    async with (
        ways.wire(server) as wire,
        ways.unhurried(town, wire).at_work() as carrying,
        ways.bare(server, crowd) as send_bare,
        ways.ptb(server, crowd) as send_by_ptb,
    ):
        for incident in await seed.incidents(town.database, crowd, rounds, now=town.clock.now()):
            async with courier.a_round(server, crowd.chats):
                facts = await carrying.send(incident)
            say = ways.said(town, facts)
            async with bare.a_round(server, crowd.chats):
                await send_bare(say, crowd.chats)
            async with ptb.a_round(server, few):
                await send_by_ptb(say, few)
    return courier, bare, ptb


def _numbers(messages: int, courier: Ran, bare: Ran, ptb: Ran) -> dict[str, Any]:
    ours, plain, stock = (median(one.rates) for one in (courier, bare, ptb))
    busiest = max(median(one.server_share) for one in (courier, bare, ptb))
    return {
        "messages": messages,
        "per_second": round(ours, 1),
        "cpu_ms_per_message": round(median(courier.cpu_ms), 4),
        "bare_per_second": round(plain, 1),
        "ratio_to_bare": round(ours / plain, 3),
        "ptb_per_second": round(stock, 1),
        "ratio_to_ptb": round(ours / stock, 2),
        "server_bound": busiest > cores.USED_UP or cores.alone(),
        "rounds": len(courier.rates),
        "spread": round(spread(courier.rates), 3),
        "bare_spread": round(spread(bare.rates), 3),
        "ptb_spread": round(spread(ptb.rates), 3),
        "bare_cpu_ms_per_message": round(median(bare.cpu_ms), 4),
        "cpu_ratio_to_bare": round(median(bare.cpu_ms) / median(courier.cpu_ms), 3),
        "server_share_of_core": round(busiest, 3),
        "cores_apart": not cores.alone(),
    }


DELIVERY = Benchmark(
    name="delivery",
    says="messages a second, beside a bare loop and beside python-telegram-bot",
    promised=(
        "messages",
        "per_second",
        "cpu_ms_per_message",
        "bare_per_second",
        "ratio_to_bare",
        "ptb_per_second",
        "ratio_to_ptb",
        "server_bound",
    ),
    ask=ask,
    measure=measure,
    small=("--subscribers", "2000", "--rounds", "3"),
)
