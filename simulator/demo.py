"""`python -m simulator demo`: simulator, bot and a small city at work, to be watched and touched until Ctrl-C."""

import argparse
import asyncio
import errno
import os
import signal
import sys
from collections.abc import Awaitable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import cities
from bot.clock import SystemClock
from locales import LANGUAGES
from simulator.acts import Facts
from simulator.bot import BotProcess
from simulator.engine import Engine
from simulator.http import Served
from simulator.limits import Limits, Pace
from simulator.telling import Telling
from simulator.town import cast, populate
from simulator.view import View

CITY = "boston"
PORT = 8080
CROWD = 120
"""Neighbors who listen without a phone on the page."""

PACE = 3.0
"""Seconds between two scenes."""

FAST, TELEGRAMS = "1000", "30"
"""Messages a second: while the neighbors sign up, and from then on."""

DARK = 2.0
"""Seconds for which a killed bot stays away."""

STOPS_WITHIN = 12.0
"""Seconds that the bot gets to stop by itself."""

LAST_LINES = 15


class BotDied(Exception):
    """The bot ended by itself. The text says with which exit code."""


class Demo:
    """One process tree: the simulator here, the bot beside it."""

    def __init__(self, engine: Engine, view: View, bot: BotProcess, telling: Telling, *, crowd: int) -> None:
        """Nothing happens yet."""
        self._engine, self._view, self._crowd = engine, view, crowd
        self._bot, self._telling = bot, telling
        self._is_watched = self._is_killed = False
        self._starts: asyncio.Task[None] | None = None
        self._plays: asyncio.Task[None] | None = None
        view.story = lambda: telling.facts
        view.acts |= {"pause": self.pause, "go_on": self.go_on, "again": self.again, "kill": self.kill}

    async def run(self) -> None:
        """Until it is cancelled, or BotDied."""
        await self._populate()
        self._plays = asyncio.create_task(self._telling.play(), name="telling")
        await self._watch()

    async def _populate(self) -> None:
        """Neighbors sign up as fast as it goes; from then on Telegram's limits hold."""

        def joined(count: int) -> None:
            if count % 10 == 0:
                self._telling.say(f"The city fills: {count} of {self._crowd} neighbors have signed up.")

        self._engine.pace = Pace(None)
        await self._start(rate=FAST)
        dies = asyncio.ensure_future(self._bot.running.wait())
        fills = asyncio.ensure_future(populate(self._engine, cities.load(CITY), self._crowd, joined=joined))
        try:
            await asyncio.wait([dies, fills], return_when=asyncio.FIRST_COMPLETED)
            if dies.done():
                raise BotDied(f"it ended with {dies.result()}")
            fills.result()
            await self._bot.stop()
        finally:
            dies.cancel()
            fills.cancel()
        self._engine.pace = Pace(Limits())
        self._view.watch.forget_seconds()
        await self._start(rate=TELEGRAMS)

    async def _start(self, **settings: str) -> None:
        """Once begun, it is started, whoever stops waiting for it: no process is left that nobody knows of."""
        self._starts = asyncio.create_task(self._bot.start(**settings), name="start")
        await asyncio.shield(self._starts)
        self._view.bot = {"runs": True, "pid": self._bot.running.pid}

    async def _watch(self) -> None:
        """Start it again when it was killed from here; BotDied when it ends by itself."""
        self._is_watched = True
        while True:
            code = await self._bot.running.wait()
            if not self._is_killed:
                raise BotDied(f"it ended with {code}")
            self._view.bot = {"runs": False, "pid": self._bot.running.pid}
            _print("The bot was killed (kill -9).")
            await asyncio.sleep(DARK)
            self._is_killed = False
            await self._start()
            _print("The bot runs again, over the same data.")

    async def kill(self, _given: Facts) -> Facts:
        """`kill -9`. After a moment it is started again over the same data."""
        if self._is_watched and not self._is_killed:
            self._is_killed = True
            self._bot.running.kill()
        return {}

    async def pause(self, _given: Facts) -> Facts:
        """The story stands still."""
        self._telling.pause()
        return {}

    async def go_on(self, _given: Facts) -> Facts:
        """The story goes on."""
        self._telling.go_on()
        return {}

    async def again(self, _given: Facts) -> Facts:
        """The next story, once the one before is over."""
        if self._plays is not None and self._plays.done() and self._telling.has_more:
            self._plays = asyncio.create_task(self._telling.play(), name="telling")
        return {}

    async def close(self) -> None:
        """Nothing is left running."""
        if self._plays is not None:
            self._plays.cancel()
        if self._starts is None:
            return
        await self._starts
        with suppress(TimeoutError):
            async with asyncio.timeout(STOPS_WITHIN):
                await self._bot.stop()
        await self._bot.end()


def demo(arguments: list[str]) -> int:
    """Serve until it is told to stop, then 0. A port that is taken is one line, and 2."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator demo",
        description="A simulated Telegram, the bot and a small city at work. PORT and SHOW may be in the environment.",
    )
    parser.add_argument(
        "--port", type=int, default=os.environ.get("PORT", PORT), help=f"where; 0 for any that is free ({PORT})"
    )
    parser.add_argument(
        "--show", default=os.environ.get("SHOW") or None, help="the language of all residents, such as kea"
    )
    parser.add_argument("--host", default="127.0.0.1", help="for whom; this machine alone by default")
    parser.add_argument("--crowd", type=int, default=CROWD, help=f"neighbors without a phone on the page ({CROWD})")
    parser.add_argument("--pace", type=float, default=PACE, help=f"seconds between two scenes ({PACE:g})")
    given = parser.parse_args(arguments)
    if given.show is not None and given.show not in LANGUAGES:
        print(f"demo: SHOW must be one of {', '.join(LANGUAGES)}, and is {given.show}", file=sys.stderr)
        return 2
    return asyncio.run(_demo(given))


async def _demo(given: argparse.Namespace) -> int:
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    city, engine = cities.load(CITY), Engine(SystemClock())
    view = View(engine, city)
    everyone = cast(engine, view, city, show=given.show)
    async with AsyncExitStack() as stack:
        try:
            served = await stack.enter_async_context(Served(engine, host=given.host, port=given.port, view=view))
        except OSError as error:
            why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be had: {error.strerror or error}"
            print(f"demo: port {given.port} {why}; for another one: make demo PORT=8090", file=sys.stderr)
            return 2
        _print(f"Open {served.url} in a browser. Ctrl-C ends it.")
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="avisa-demo-")))
        telling = Telling(city, everyone, view, pace=given.pace, told=_print)
        bot = BotProcess(folder, served.url, owner=everyone.organizer.id, token=engine.token)
        playing = Demo(engine, view, bot, telling, crowd=given.crowd)
        try:
            return await _until(stop, playing.run())
        except BotDied as died:
            print(f"demo: the bot died: {died}. The last it said:", file=sys.stderr)
            print(_tail(bot.log), file=sys.stderr)
            return 1
        finally:
            await playing.close()


async def _until(stop: asyncio.Event, work: Awaitable[None]) -> int:
    asked, works = asyncio.ensure_future(stop.wait()), asyncio.ensure_future(work)
    await asyncio.wait([asked, works], return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    if works.done():
        works.result()
    works.cancel()
    with suppress(asyncio.CancelledError):
        await works
    return 0


def _print(line: str) -> None:
    print(line, flush=True)


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-LAST_LINES:]) if log.exists() else "nothing"
