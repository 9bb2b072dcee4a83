"""Several whole bots over one PostgreSQL: started, killed, held, cut off, and heard."""

import asyncio
import re
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import astuple, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from bench import cable, cores, postgres, whole
from bench.benchmark import Failed
from bench.cable import Cable
from bench.house import House
from bench.judging import Lead
from bench.server import Server
from bench.whole import Bot

LAST_WORDS = 40
"""Lines told of a group that fails."""

LEADS = re.compile(r"this process leads from now on, as number (\d+)")
WHOLE_WITHIN = 30.0
"""Seconds after which a process hangs that is not among the others again."""

LOOKS = 0.05
"""Seconds between two looks at what cannot be waited for."""

SECRET = "bench"  # noqa: S105  of a webhook that nobody else can reach
MEMBERS = "SELECT count(*), count(fence) FROM members"
UNANSWERED = "SELECT count(*) FROM (SELECT FROM inbox WHERE answered IS NULL LIMIT 1) AS one"
"""Whether there is one: to count them all twenty times a second would be a part of what is measured."""
ANSWERED = "SELECT count(*) FROM inbox WHERE answered IS NOT NULL"
TRANSACTIONS = "SELECT xact_commit, xact_rollback FROM pg_stat_database WHERE datname = current_database()"
UNDONE = "SELECT count(*) FROM broadcasts WHERE state IN ('open', 'ended')"


@dataclass(frozen=True, slots=True)
class Shared:
    """A PostgreSQL of ours, and what is to be known of it."""

    folder: Path
    driver: Any
    """A connection of the benchmark's own."""
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def url(self) -> str:
        """Its address."""
        return postgres.url(self.folder, "postgres")

    def cpu_seconds(self) -> float:
        """What the server has used so far."""
        return cores.cpu_seconds_of_all(int((self.folder / "data" / "postmaster.pid").read_text().split()[0]))

    async def count(self, statement: str) -> tuple[int, ...]:
        """The numbers that this answers."""
        async with self.asking:
            return tuple(await self.driver.fetchrow(statement))


def missing() -> str | None:
    """What is not here and must be; none where it is."""
    return "no PostgreSQL is installed here" if postgres.programs() is None else None


@asynccontextmanager
async def sharing() -> AsyncIterator[Shared]:
    """A PostgreSQL for as long as the block lasts. Failed where there is none."""
    programs = postgres.programs()
    if programs is None:
        raise Failed(str(missing()))
    with postgres.running(programs) as folder:
        driver = await asyncpg.connect(host=str(folder), user="avisa", database="postgres")
        try:
            yield Shared(folder, driver)
        finally:
            await driver.close(timeout=1.0)


def free_ports(count: int) -> list[int]:
    """So many ports that nobody listens at."""
    with_each = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in with_each]
    for one in with_each:
        one.close()
    return ports


@dataclass(frozen=True, slots=True)
class Used:
    """What had been used by some moment: seconds of the processors, by all bots, by PostgreSQL and by the simulator."""

    at: float
    updates: int
    bots: float
    database: float
    simulator: float
    committed: int
    rolled_back: int

    def __sub__(self, earlier: "Used") -> "Used":
        return Used(*(now - then for now, then in zip(astuple(self), astuple(earlier), strict=True)))


@dataclass(slots=True)
class Group:
    """The processes of one city. Each is known by its number, from 1 on: that of the simulator's door it goes to."""

    house: House
    shared: Shared
    server: Server
    ports: Sequence[int]
    cables: Sequence[Cable] = ()
    """By process, where they can be cut off."""
    more: dict[str, str] = field(default_factory=dict)
    """Settings of all of them."""
    led: list[Lead] = field(default_factory=list)
    """Who said that they lead, in order."""
    running: dict[int, Bot] = field(default_factory=dict)
    folders: Sequence[Path] = ()
    said: list[str] = field(default_factory=list)
    """Every line, with who said it."""

    @asynccontextmanager
    async def ending(self) -> AsyncIterator[None]:
        """All that run are asked to stop at the end of the block. When it fails, what they said last is told."""
        try:
            yield
            for number in sorted(self.running):
                await self.stop(number)
        except Failed:
            sys.stderr.writelines(self.said[-LAST_WORDS:])
            raise
        finally:
            await self.end()

    async def start(self, number: int, *, paced: bool) -> None:
        """Start this one, and wait until it is at work."""
        folder = self.folders[number - 1] if self.folders else self.shared.folder
        own = {
            "AVISA_DATABASE_URL": postgres.url(folder, "postgres"),
            "AVISA_TELEGRAM_URL": self.server.doors[number - 1],
            "AVISA_WEBHOOK_URL": "https://avisa.example.org",
            "AVISA_WEBHOOK_SECRET": SECRET,
        }
        listen = f"127.0.0.1:{self.ports[number - 1]}"
        hears = partial(self._heard, number)
        more = own | self.more
        bot = await whole.begin(self.house, self.server, listen=listen, hears=hears, paced=paced, more=more)
        self.running[number] = bot

    def _heard(self, number: int, line: str) -> None:
        self.said.append(f"{time.monotonic():.3f} {number} {line}")
        if found := LEADS.search(line):
            self.led.append(Lead(time.monotonic(), number, int(found[1])))

    @property
    def leader(self) -> int:
        """Who said last that it leads."""
        return self.led[-1].door

    async def is_whole(self, since: float | None = None) -> None:
        """Wait until all that run are members, one leads, and (with `since`) has begun to do so after that. Failed when
        that takes too long: somebody hangs."""
        until = time.monotonic() + WHOLE_WITHIN
        while time.monotonic() < until:
            if any(one.process.returncode is not None for one in self.running.values()):
                raise Failed("a process is gone that nobody has ended")
            members, leaders = await self.shared.count(MEMBERS)
            has_led = bool(self.led) and (since is None or self.led[-1].at > since)
            if (members, leaders) == (len(self.running), 1) and has_led:
                return
            await asyncio.sleep(LOOKS)
        raise Failed(f"after {WHOLE_WITHIN:.0f} s not all {len(self.running)} processes are together again")

    async def another_leads(self, since: float) -> None:
        """Wait until somebody leads who began to do so after that. Failed when nobody does for too long."""
        until = time.monotonic() + WHOLE_WITHIN
        while not self.led or self.led[-1].at <= since:
            if time.monotonic() > until:
                raise Failed(f"nobody takes over within {WHOLE_WITHIN:.0f} s")
            await asyncio.sleep(LOOKS)

    async def quiet(self, within: float) -> bool:
        """Wait until everything is answered and told; false when that takes longer."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            left = await self.shared.count(UNANSWERED) + await self.shared.count(UNDONE)
            if not any(left) and not await self.server.pending():
                return True
            await asyncio.sleep(LOOKS)
        return False

    async def used(self) -> Used:
        """What has been used by now."""
        [updates] = await self.shared.count(ANSWERED)
        committed, rolled_back = await self.shared.count(TRANSACTIONS)
        bots = sum(cores.cpu_seconds(one.process.pid) for one in self.running.values())
        simulator = cores.cpu_seconds(self.server.process)
        return Used(time.monotonic(), updates, bots, self.shared.cpu_seconds(), simulator, committed, rolled_back)

    async def kill(self, number: int) -> float:
        """As a power cut would; when that was."""
        return await self.running.pop(number).is_killed()

    def hold(self, number: int) -> float:
        """It does nothing any more, and does not know it; when that was."""
        self.running[number].process.send_signal(signal.SIGSTOP)
        return time.monotonic()

    def wake(self, number: int) -> float:
        """It goes on as if no time had passed; when that was."""
        at = time.monotonic()
        self.running[number].process.send_signal(signal.SIGCONT)
        return at

    async def stop(self, number: int) -> float:
        """Ask it to stop, and wait until it has; when it was asked."""
        at = time.monotonic()
        await self.running.pop(number).stops()
        return at

    async def end(self) -> None:
        """None of them runs any more."""
        for number in list(self.running):
            await self.kill(number)


@asynccontextmanager
async def cables(folder: Path, shared: Shared, count: int) -> AsyncIterator[tuple[list[Path], list[Cable]]]:
    """So many cables to it: the folders in which it seems to answer, and what can be cut."""
    async with AsyncExitStack() as stack:
        folders = [folder / f"cable{number}" for number in range(1, count + 1)]
        yield folders, [await stack.enter_async_context(cable.laid(one, shared.folder)) for one in folders]
