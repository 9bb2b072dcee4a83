"""`python -m tests.browser.printing [CITY]`: the rights cards as pictures for phones and as pages for paper.

They are made with Chromium and open fonts, and lie in the folder `cards/` of the city. What was made from the same
words is not made again.
"""

import argparse
import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

from PIL import Image  # comes with matplotlib
from playwright.async_api import Browser, Page, async_playwright

import cities
from bot.domain.rights import Situation
from cities import City, CityError
from cities.cards import CARDS, MADE, facts
from cities.loading import find
from tests.browser import paper
from tests.browser.cards import ALL, Made, Wanted, made, stale, wanted
from tests.browser.world import NAMES, SANDBOXED, chromium_here

CITY = "boston"

FONTS = {
    "Noto Sans": "fonts-noto-core",
    "Noto Sans Arabic": "fonts-noto-core",
    "Noto Sans CJK TC": "fonts-noto-cjk",
    "Noto Sans CJK SC": "fonts-noto-cjk",
}
"""What `paper.css` writes with, and the Debian package that has it."""

SCALE = 2
"""A picture is 540 pixels of CSS wide; the file has twice as many, 1080."""

DARK = 140
"""Of 255: what is darker becomes black, and the rest white. At this size letters need no more, and it is a fifth of the
bytes."""

TALLEST = 1000
"""In pixels of CSS: about twice as tall as wide. Telegram makes small what is taller."""

SHEET = 922
"""The same for letter paper within its margins: 9.6 inches."""

FIT = """([tallest, least]) => {
  for (const card of document.querySelectorAll(".card")) {
    const usual = parseFloat(getComputedStyle(card).fontSize);
    for (let size = usual; card.offsetHeight > tallest && size > least * usual; size -= 0.25)
      card.style.fontSize = `${size}px`;
  }
}"""
"""Smaller letters on a card that is too long, and on that card alone."""

LEAST = 0.6
"""Of the usual size of letters: the smallest that are taken for it."""

PAGE = re.compile(rb"/Type\s*/Page\b")


class DoesNotFit(Exception):
    """A card is too long for a sheet of paper. The text says in which file."""


def missing() -> list[str]:
    """What this machine lacks, one line each."""
    lists = shutil.which("fc-list")
    found = subprocess.run([lists, ":", "family"], capture_output=True, text=True, check=True).stdout if lists else ""
    families = {one.strip() for line in found.splitlines() for one in line.split(",")}
    fonts = [f"the font {name} (Debian: {package})" for name, package in FONTS.items() if name not in families]
    tools = [] if lists else ["fc-list, which says what fonts there are (Debian: fontconfig)"]
    browsers = [] if chromium_here() else [f"a Chromium under one of the names {', '.join(NAMES)} (Debian: chromium)"]
    return [*browsers, *tools, *fonts]


async def picture(page: Page) -> bytes:
    """PNG in black and white."""
    await page.evaluate(FIT, [TALLEST, LEAST])
    drawn = await page.screenshot(full_page=True)
    into = BytesIO()
    gray = Image.open(BytesIO(drawn)).convert("L")
    gray.point([255 * (level >= DARK) for level in range(256)]).convert("1").save(into, "PNG", optimize=True)
    return into.getvalue()


async def pages(page: Page) -> bytes:
    """PDF, as many pages as there are cards, or more when one does not fit."""
    await page.evaluate(FIT, [SHEET, LEAST])
    return await page.pdf(prefer_css_page_size=True, tagged=True)


async def draw(browser: Browser, todo: Sequence[Wanted]) -> list[bytes]:
    """The files. DoesNotFit when a card is longer than a sheet of paper."""
    page = await browser.new_page(viewport={"width": 540, "height": 100}, device_scale_factor=SCALE)
    drawn = []
    for one in todo:
        await page.set_content(one.document)
        drawn.append(await (pages(page) if one.card == ALL else picture(page)))
        if one.card == ALL and len(PAGE.findall(drawn[-1])) != len(Situation):
            raise DoesNotFit(f"{one.name}: a card is longer than a sheet of paper")
    await page.close()
    return drawn


async def drawn(todo: Sequence[Wanted]) -> list[bytes]:
    """The same with a Chromium of its own, which is not even started when there is nothing to do."""
    if not todo:
        return []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_here(), args=list(SANDBOXED))
        files = await draw(browser, todo)
        await browser.close()
    return files


def make(city: City, folder: Path) -> int:
    """Make what is stale, remove what is no longer wanted, and write down what each file was made from."""
    into = folder / CARDS
    into.mkdir(exist_ok=True)
    known, todo = dict(made(folder)), list(stale(city, folder))
    for one, file in zip(todo, asyncio.run(drawn(todo)), strict=True):
        (into / one.name).write_bytes(file)
        known[one.name] = Made(one.language, one.card, paper.digest(one.document), len(file))
    names = [one.name for one in wanted(city)]
    for old in into.glob("rights-*"):
        if old.name not in names:
            old.unlink()
    listed = {"facts": facts(city.order, city.contacts), "files": {name: asdict(known[name]) for name in names}}
    (into / MADE).write_text(json.dumps(listed, indent=1) + "\n")
    return len(todo)


def main() -> int:
    """From the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.printing", description="The rights cards, printed.")
    parser.add_argument("city", nargs="?", default=CITY, help=f"a folder in cities/, or a path to one ({CITY})")
    given = parser.parse_args()
    try:
        city = cities.load(given.city)
    except CityError as error:
        print(f"cards: {error}", file=sys.stderr)
        return 1
    if lacks := missing():
        print(*(f"cards: needs {one}" for one in lacks), sep="\n", file=sys.stderr)
        return 1
    folder, _ = find(given.city)
    try:
        count = make(city, folder)
    except DoesNotFit as error:
        print(f"cards: {error}", file=sys.stderr)
        return 1
    total = sum(one.size for one in made(folder).values())
    print(f"cards of {city.name}: {count} made, {len(made(folder))} files, {total / 1_000_000:.1f} MB in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
