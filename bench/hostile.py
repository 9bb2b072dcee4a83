"""hostile: whatever is thrown at the whole bot, nothing breaks, nothing stands still, and good people are answered."""

import argparse
import asyncio
import random
import socket
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

import cities
from bench import cores, house, whole
from bench.benchmark import Benchmark, Result, count
from bench.figures import percentile
from bench.hostility import hostile
from bench.house import CITY, House
from bench.intake import wanted
from bench.seed import FIRST_CHAT
from bench.server import Server, serving
from bench.whole import Bot
from bot.domain.buttons import Listen
from simulator.log import Log

EVERY = 10
"""Every so many updates one is good."""

ENEMIES = 20_000
FIRST_ENEMY = 50_000_000
"""Telegram's number for the first of them; the others' follow."""

AT_ONCE = 48
"""So many updates wait at the bot at most: what is measured is how it handles them, not how long a queue is."""

LOOKS = 0.005
"""Seconds between two looks at how many wait."""

PROBES = 0.1
"""Seconds between two probes of /health: whoever is stuck does not answer in time."""

STALL = 1.0
STUCK = 60.0
"""Seconds after which what is not answered by then counts as unhandled."""


@dataclass(slots=True)
class Good:
    """A good person's press, and when it was made."""

    chat: int
    at: float


@dataclass(slots=True)
class Seen:
    """What was seen from outside."""

    good: list[Good] = field(default_factory=list)
    probes: list[float] = field(default_factory=list)
    """How many seconds each took."""
    faults: list[str] = field(default_factory=list)
    """What the bot itself did not know what to do with: not an update that cannot be read, but one that broke it."""
    left: int = 0
    seconds: float = 0.0
    cpu: float = 0.0


def ask(parser: argparse.ArgumentParser) -> None:
    """Its flags."""
    parser.add_argument("--updates", type=count, default=3000, metavar="N", help="how many (default 3000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other updates (default 1)")


async def measure(given: argparse.Namespace) -> Result:
    """Send everything, and see who was answered."""
    city = cities.load(CITY)
    place = wanted(city)[0]
    good = -(-given.updates // EVERY)
    async with house.built(good) as (built, crowd), serving(limits=False) as server:
        await server.let_in(crowd)
        await server.let_in_from(FIRST_ENEMY, ENEMIES)
        await house.forget_areas(built)
        seen = await Siege(built, server, given, Listen(place).pack()).laid()
        log = await server.log()
    answered = _answered(log, city.neighborhoods[place].name)
    waits = [answered[one.chat] - one.at for one in seen.good if one.chat in answered]
    return Result(_numbers(given, seen, waits), broken(seen, len(waits)))


def _answered(log: Log, name: str) -> Mapping[int, float]:
    """When each chat was first told that this place is chosen."""
    texts = {text for text in log.texts if name in text}
    answered: dict[int, float] = {}
    for entry in log:
        if entry.method == "sendMessage" and entry.taken and entry.text in texts:
            answered.setdefault(entry.chat, entry.at)
    return answered


class Siege:
    """The bot, and everyone who writes to it."""

    def __init__(self, built: House, server: Server, given: argparse.Namespace, press: str) -> None:
        self._server, self._press = server, press
        self._chance = random.Random(given.seed)
        self._updates = given.updates
        self._house = built
        self._seen = Seen()
        self._over = asyncio.Event()

    async def laid(self) -> Seen:
        """Until everything is handled, or nothing is any more."""
        port = _free_port()
        bot = await whole.begin(self._house, self._server, listen=f"127.0.0.1:{port}", hears=self._hears)
        probing = asyncio.create_task(self._probe(f"http://127.0.0.1:{port}/health"))
        began = time.monotonic()
        try:
            await self._feed(bot)
            self._seen.left = await self._rest(bot)
            self._seen.seconds = time.monotonic() - began
            self._seen.cpu = cores.cpu_seconds(bot.process.pid)
            self._over.set()
            await probing
            await bot.stops()
        finally:
            probing.cancel()
            if bot.process.returncode is None:
                await bot.is_killed()
        return self._seen

    def _hears(self, line: str) -> None:
        """What an update did to the bot that could be read is told with a place in the code; tracebacks always are."""
        if ("fault " in line and "at its text" not in line) or "Traceback" in line or "never retrieved" in line:
            self._seen.faults.append(line)

    async def _feed(self, bot: Bot) -> None:
        left = deque(range(self._updates))
        while left:
            room = AT_ONCE - await whole.waiting(bot, self._house, self._server)
            if room < AT_ONCE // 2:
                await asyncio.sleep(LOOKS)
                continue
            await asyncio.gather(*(self._send(left.popleft()) for _ in range(min(room, len(left)))))

    async def _send(self, number: int) -> None:
        if number % EVERY == 0:
            good = Good(FIRST_CHAT + number // EVERY, time.monotonic())
            self._seen.good.append(good)
            await self._server.acts(good.chat, "presses", message=1, data=self._press)
        else:
            await self._server.inject(hostile(self._chance, FIRST_ENEMY + self._chance.randrange(ENEMIES)))

    async def _rest(self, bot: Bot) -> int:
        """Wait for what still waits; how many stay."""
        waiting, since = await whole.waiting(bot, self._house, self._server), time.monotonic()
        while waiting and time.monotonic() - since < STUCK:
            await asyncio.sleep(LOOKS)
            left = await whole.waiting(bot, self._house, self._server)
            if left < waiting:
                waiting, since = left, time.monotonic()
        return waiting

    async def _probe(self, url: str) -> None:
        async with aiohttp.ClientSession() as session:
            while not self._over.is_set():
                await asyncio.sleep(PROBES)
                began = time.monotonic()
                try:
                    async with session.get(url) as answer:
                        await answer.read()
                except aiohttp.ClientError:
                    if self._seen.probes:  # before the first it does not listen yet
                        self._seen.probes.append(STUCK)
                else:
                    self._seen.probes.append(time.monotonic() - began)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def broken(seen: Seen, handled: int) -> str | None:
    """Which promise was not kept, if one was not."""
    stalls = sum(one > STALL for one in seen.probes)
    if seen.left or seen.faults:
        return f"{seen.left} updates are left, {len(seen.faults)} broke a handler: {seen.faults[:3]}"
    if handled < len(seen.good):
        return f"{len(seen.good) - handled} good people were not answered"
    return f"{stalls} stalls" if stalls else None


def _numbers(given: argparse.Namespace, seen: Seen, waits: Sequence[float]) -> dict[str, Any]:
    return {
        "updates": given.updates,
        "unhandled": seen.left + len(seen.faults),
        "stalls_over_1s": sum(one > STALL for one in seen.probes),
        "good_sent": len(seen.good),
        "good_handled": len(waits),
        "good_ms_p50": round(1000 * percentile(waits, 0.5), 1) if waits else None,
        "good_ms_p99": round(1000 * percentile(waits, 0.99), 1) if waits else None,
        "probe_ms_max": round(1000 * max(seen.probes, default=0.0), 1),
        "per_second": round(given.updates / seen.seconds, 1),
        "cpu_ms_per_update": round(1000 * seen.cpu / given.updates, 3),
        "cores_apart": not cores.alone(),
    }


HOSTILE = Benchmark(
    name="hostile",
    says="what a mix of hostile updates breaks, and who else has to wait for it",
    promised=("updates", "unhandled", "stalls_over_1s", "good_sent", "good_handled"),
    ask=ask,
    measure=measure,
    small=("--updates", "1000"),
)
