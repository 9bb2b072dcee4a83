"""`python -m tests.browser.pictures FOLDER`: the page at three widths, light and dark, for people to look at.

`--readme` draws the picture of the README alone, docs/pictures/demo.jpg.
"""

import argparse
import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Page, async_playwright

from tests.browser.world import SANDBOXED, World, chromium_here, world_in

WIDTHS = {390: 844, 768: 1024, 1440: 900}
SCHEMES = ("light", "dark")
PACE = 0.8
"""Seconds between two scenes: enough to stop the story at one of them."""

PATIENCE = 180_000
"""Milliseconds for the story to come to its alert."""

README = Path(__file__).parents[2] / "docs" / "pictures" / "demo.jpg"


async def opened(browser: Browser, world: World, width: int, height: int, scheme: str) -> Page:
    """The page at this size, with everything in it."""
    page = await browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
    )
    await page.goto(world.url)
    await page.wait_for_selector("body[data-ready]")
    return page


async def draw_all(browser: Browser, world: World, folder: Path, name: str) -> None:
    """Each part of the page at each width and in each scheme."""
    for scheme in SCHEMES:
        for width, height in WIDTHS.items():
            page = await opened(browser, world, width, height, scheme)
            for part in ("phones", "guide", "telegram") if width < 1200 else ("phones",):
                if width < 1200:
                    await page.click(f"#parts [data-part={part}]")
                await page.screenshot(path=folder / f"{name}-{width}-{scheme}-{part}.png", full_page=part == "telegram")
            await page.close()


async def draw_readme(browser: Browser, world: World) -> None:
    """An alert that has just gone out, and the story that waits there."""
    README.parent.mkdir(exist_ok=True)
    page = await opened(browser, world, 1440, 900, "light")
    plays = asyncio.create_task(world.telling.play())
    await page.locator(".mark.active").wait_for(timeout=PATIENCE)
    world.telling.pause()
    await page.locator(".broadcast.active progress:not([value='0'])").wait_for()
    await page.screenshot(path=README, type="jpeg", quality=76)
    plays.cancel()
    await page.close()


async def draw(given: argparse.Namespace) -> int:
    """Draw what was asked for; 1 where there is no Chromium."""
    found = chromium_here()
    if found is None:
        print("pictures: needs a Chromium", file=sys.stderr)
        return 1
    with TemporaryDirectory(prefix="avisa-pictures-") as folder:
        pace = PACE if given.readme else 0.0
        async with world_in(Path(folder), show=given.show, pace=pace) as world, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=found, args=list(SANDBOXED))
            if given.readme:
                await draw_readme(browser, world)
            else:
                await world.telling.play()
                given.folder.mkdir(parents=True, exist_ok=True)
                await draw_all(browser, world, given.folder, given.show or "all")
            await browser.close()
    return 0


def main() -> int:
    """From the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.pictures", description="Pictures of the page.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("pictures"), help="where (pictures)")
    parser.add_argument("--show", help="the language of all residents")
    parser.add_argument("--readme", action="store_true", help="the picture of the README alone")
    return asyncio.run(draw(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
