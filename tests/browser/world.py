"""What is looked at in a browser: a simulator with its page, the bot's process, and the people of the story."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import cities
from bot.clock import SystemClock
from simulator.bot import BotProcess
from simulator.engine import Engine
from simulator.http import Served
from simulator.limits import Limits, Pace
from simulator.telling import Telling
from simulator.town import Cast, cast
from simulator.view import View

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
"""Under which a Chromium is found; nothing here brings one of its own."""

SANDBOXED = ("--no-sandbox",) if os.geteuid() == 0 else ()
"""Chromium refuses to run as root with its sandbox."""


@dataclass(frozen=True, slots=True)
class World:
    """A simulator with its page, the bot's process, and the people of the story."""

    url: str
    engine: Engine
    view: View
    cast: Cast
    telling: Telling


def chromium_here() -> str | None:
    """Where Chromium is, or none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def world_in(folder: Path, *, show: str | None = None, pace: float = 0.0) -> AsyncIterator[World]:
    """A city before the story. The bot keeps its data in this folder; with `show` all residents read that.

    `pace` is the seconds between two scenes; with any, Telegram's limits hold.
    """
    city, engine = cities.load("boston"), Engine(SystemClock())
    if pace:
        engine.pace = Pace(Limits())
    view = View(engine, city)
    everyone = cast(engine, view, city, show=show)
    telling = Telling(city, everyone, view, pace=pace, told=lambda _: None)
    view.story = lambda: telling.facts
    async with Served(engine, view=view) as served:
        bot = BotProcess(folder, served.url, owner=everyone.organizer.id, rate="30" if pace else "1000")
        await bot.start()
        try:
            yield World(served.url, engine, view, everyone, telling)
        finally:
            await bot.end()
