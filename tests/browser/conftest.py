"""What tests of the page share: a city where the story has been played, and Debian's own Chromium to look at it."""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright, expect

import cities
from bot.clock import SystemClock
from simulator.bot import BotProcess
from simulator.engine import Engine
from simulator.http import Served
from simulator.telling import Telling
from simulator.town import Cast, cast
from simulator.view import View

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
"""Under which a Chromium is found; tests bring none of their own."""

NO_SKIPS = "AVISA_NO_SKIPS"
"""Set where a test that cannot run is a failure."""

expect.set_options(timeout=15_000)

SANDBOXED = ("--no-sandbox",) if os.geteuid() == 0 else ()
"""Chromium refuses to run as root with its sandbox."""


@dataclass(frozen=True, slots=True)
class World:
    """A simulator with its page, the bot's process, and the people of the story."""

    url: str
    engine: Engine
    view: View
    cast: Cast


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where it is."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get(NO_SKIPS):
        pytest.fail(f"no Chromium under any of the names {', '.join(NAMES)}")
    if found is None:
        pytest.skip(f"needs a Chromium under one of the names {', '.join(NAMES)}")
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One for all tests."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium, args=list(SANDBOXED))
        yield launched
        await launched.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The story is over: six people have phones, there was an alert at the library, and it has ended."""
    city, engine = cities.load("boston"), Engine(SystemClock())
    view = View(engine, city)
    everyone = cast(engine, view, city)
    telling = Telling(city, everyone, view, pace=0.0, told=lambda _: None)
    view.story = lambda: telling.facts
    folder: Path = tmp_path_factory.mktemp("bot")
    async with Served(engine, view=view) as served:
        bot = BotProcess(folder, served.url, owner=everyone.organizer.id, rate="1000")
        await bot.start()
        try:
            await telling.play()
            yield World(served.url, engine, view, everyone)
        finally:
            await bot.end()


@dataclass(frozen=True, slots=True)
class Looking:
    """A page that is looked at, and what was wrong with it."""

    page: Page
    complaints: list[str]


@pytest_asyncio.fixture(loop_scope="session")
async def looking(browser: Browser, world: World) -> AsyncIterator[Looking]:
    """The page as it opens on a desk. At the end nothing must have been complained of."""
    page = await browser.new_page(viewport={"width": 1440, "height": 900})
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith(world.url):
            complaints.append(f"asked for {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(15_000)
    page.on("request", asked)
    await page.goto(world.url)
    await page.wait_for_selector("body[data-ready]")
    yield Looking(page, complaints)
    await page.close()
    assert not complaints


@pytest.fixture
def page(looking: Looking) -> Page:
    """The same, for who only wants to look."""
    return looking.page
