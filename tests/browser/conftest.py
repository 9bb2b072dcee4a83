"""What tests of the page share: a city where the story has been played, and Debian's own Chromium to look at it."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright, expect

from tests.browser.world import NAMES, SANDBOXED, World, chromium_here, world_in

NO_SKIPS = "AVISA_NO_SKIPS"
"""Set where a test that cannot run is a failure."""

PATIENCE = 45_000
"""Milliseconds for which anything on the page is waited for: a machine that does much else is slow, not wrong."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where it is."""
    found = chromium_here()
    if found is None and os.environ.get(NO_SKIPS):
        pytest.fail(f"no Chromium under any of the names {', '.join(NAMES)}")
    if found is None:
        pytest.skip(f"needs a Chromium under one of the names {', '.join(NAMES)}")
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One for all tests."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=chromium, args=list(SANDBOXED), timeout=2 * PATIENCE
        )
        yield launched
        await launched.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The story is over: six people have phones, there was an alert at the library, and it has ended."""
    async with world_in(tmp_path_factory.mktemp("bot")) as made:
        await made.telling.play()
        yield made


@dataclass(frozen=True, slots=True)
class Looking:
    """A page that is looked at, and what was wrong with it."""

    page: Page
    complaints: list[str]


Open = Callable[..., Awaitable[Looking]]


@pytest_asyncio.fixture(loop_scope="session")
async def opened(browser: Browser, world: World) -> AsyncIterator[Open]:
    """Opens the page as often as is asked for. At the end nothing must have been complained of."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith(world.url):
            complaints.append(f"asked for {request.url}")

    async def look(
        width: int = 1440, height: int = 900, scheme: Literal["light", "dark"] = "light", **context: Any
    ) -> Looking:
        contexts.append(
            await browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **context)
        )
        page = await contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", asked)
        await page.goto(world.url)
        await page.wait_for_selector("body[data-ready]")
        return Looking(page, complaints)

    yield look
    for one in contexts:
        await one.close()
    assert not complaints


@pytest_asyncio.fixture(loop_scope="session")
async def looking(opened: Open) -> Looking:
    """The page as it opens on a desk."""
    return await opened()


@pytest.fixture
def page(looking: Looking) -> Page:
    """The same, for who only wants to look."""
    return looking.page
