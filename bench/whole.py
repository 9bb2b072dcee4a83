"""The whole bot as a process: `python -m bot run`, with no rate of our own unless it is to have one."""

import argparse
import asyncio
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from bench.benchmark import Failed
from bench.house import House
from bench.server import Server
from bot import running
from bot.__main__ import main
from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.domain.clock import Clock
from bot.intake import intake
from bot.intake.polling import Polling
from bot.intake.reading import glance
from bot.intake.receiving import Write, Written
from bot.wire import Wire

STARTS_WITHIN = 180.0
STOPS_WITHIN = 15.0
AT_WORK = b"at work as @"
COMMITTED, EARLY = "committed", "early"
"""When an update is confirmed to Telegram: once it is committed, or, which is the wrong way, once it is fetched."""

NOWHERE = "127.0.0.1:0"
"""Any port that is free: nobody asks there."""


@dataclass(slots=True)
class Bot:
    """One process, from its start to its death."""

    process: asyncio.subprocess.Process
    says: asyncio.Task[None]

    async def is_killed(self) -> float:
        """Kill it; when that was, in seconds of CLOCK_MONOTONIC."""
        at = time.monotonic()
        self.process.kill()
        await self.process.wait()
        await self.says
        return at

    async def stops(self) -> float:
        """Ask it to stop; how many seconds it took. Failed unless it stops as it should."""
        at = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(STOPS_WITHIN):
                code = await self.process.wait()
        except TimeoutError:
            raise Failed(f"the bot does not stop within {STOPS_WITHIN:.0f} s") from None
        if code != 0:
            raise Failed(f"the bot stopped with exit code {code}")
        return time.monotonic() - at


async def waiting(bot: Bot, house: House, server: Server) -> int:
    """How many updates wait, at the server or in the inbox. Failed when nobody is there any more to handle them."""
    if bot.process.returncode is not None:
        raise Failed(f"the bot is gone, with exit code {bot.process.returncode}")
    with closing(sqlite3.connect(f"file:{house.file}?mode=ro", uri=True)) as inbox:
        [unanswered] = inbox.execute("SELECT count(*) FROM inbox WHERE answered IS NULL").fetchone()
    return int(unanswered) + await server.pending()


Hears = Callable[[str], None]
"""What is done with each line that the bot says."""


def passes_on(line: str) -> None:
    """It is the parent's to say."""
    sys.stderr.write(line)


async def begin(
    house: House,
    server: Server,
    *,
    listen: str = NOWHERE,
    hears: Hears = passes_on,
    confirm: str = COMMITTED,
    paced: bool = False,
    more: Mapping[str, str] = {},
) -> Bot:
    """Start one, and wait until it is at work. It lives on the same core as its parent. With `paced` it keeps to its
    rate; `more` are settings of its own."""
    settings = {
        "AVISA_TOKEN": server.token,
        "AVISA_TELEGRAM_URL": server.url,
        "AVISA_DATABASE_URL": house.url,
        "AVISA_KEYS": str(house.keys),
        "AVISA_CITY": str(house.city),
        "AVISA_LISTEN": listen,
    }
    ours = {name: value for name, value in os.environ.items() if not name.startswith("AVISA_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.whole", "--confirm", confirm, *(["--paced"] if paced else [])),
        env={**ours, **settings, **more},
        stderr=asyncio.subprocess.PIPE,
    )
    at_work = asyncio.Event()
    bot = Bot(process, asyncio.create_task(_listen(process, at_work, hears)))
    waits = asyncio.create_task(at_work.wait())
    await asyncio.wait((waits, bot.says), timeout=STARTS_WITHIN, return_when=asyncio.FIRST_COMPLETED)
    waits.cancel()
    if not at_work.is_set():
        await bot.is_killed()
        raise Failed("the bot did not start")
    return bot


async def _listen(process: asyncio.subprocess.Process, at_work: asyncio.Event, hears: Hears) -> None:
    """Pass on what it says, and wait for the line with which it begins."""
    assert process.stderr is not None  # noqa: S101  piped above
    async for line in process.stderr:
        if AT_WORK in line:
            at_work.set()
        else:
            hears(line.decode(errors="replace"))


class Unhurried(Pace):
    """A pace without a limit, whatever the settings say."""

    def __init__(self, _rate: int | None, clock: Clock | None = None, *, unpaid: int | None = None) -> None:
        super().__init__(None, clock or SystemClock())


class EarlyPolling(Polling):
    """Confirms what it has merely fetched, as python-telegram-bot's Updater does. The control of `bench intake`."""

    def __init__(self, wire: Wire, write: Write, clock: Clock, **more: Any) -> None:
        super().__init__(wire, self._later, clock, **more)
        self._now = write
        self._waiting: asyncio.Queue[Sequence[bytes]] = asyncio.Queue()

    async def run(self) -> None:
        """Poll, and write down what was fetched as the database takes it."""
        async with asyncio.TaskGroup() as group:
            group.create_task(super().run())
            group.create_task(self._write_down())

    async def _later(self, entries: Sequence[bytes]) -> Written:
        self._waiting.put_nowait(entries)
        found = [glance(one) for one in entries]
        return Written([None if one is None else one.update for one in found], len(found))

    async def _write_down(self) -> None:
        while True:
            await self._now(await self._waiting.get())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.whole")
    parser.add_argument("--confirm", choices=(COMMITTED, EARLY), required=True)
    parser.add_argument("--paced", action="store_true")
    given = parser.parse_args()
    if given.confirm == EARLY:
        setattr(intake, "Polling", EarlyPolling)  # noqa: B010  mypy would not let it be another
    if not given.paced:
        setattr(running, "Pace", Unhurried)  # noqa: B010
    sys.exit(main(["run"]))
