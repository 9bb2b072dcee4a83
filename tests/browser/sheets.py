"""`python -m tests.browser.sheets [FOLDER]`: what people see, in all languages side by side, to be looked at.

A sheet is one picture of twelve phones: an alert, each screen of a report, a rights card and its picture; and of that
card on paper. The phones are those of the page, with a real bot behind them.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image  # comes with matplotlib
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from bot.domain.ids import PlaceId
from bot.domain.incident import Activity
from bot.domain.rights import Situation
from locales import LANGUAGES
from simulator import people
from simulator.cast import Someone
from simulator.town import NEIGHBORHOOD, someone
from tests.browser import paper
from tests.browser.printing import FIT, LEAST, SHEET, missing
from tests.browser.world import SANDBOXED, World, chromium_here, world_in

FOLDER = Path("sheets")
PHONE = ViewportSize(width=390, height=1040)
LETTER = ViewportSize(width=816, height=1056)
"""In pixels of CSS, 96 to the inch."""

CUT = """
  #parts { display: none }
  .key { padding: 6px 4px; overflow: hidden; font-weight: 400; text-overflow: ellipsis; white-space: nowrap }
"""
"""The phones alone, and as much on a button as a narrow phone shows: one line, which ends with “…” if it is cut off."""

COLUMNS = 6
GAP = 12
PACE = 0.3
"""Seconds between two scenes: enough to stop the story at one of them."""

PLACE = PlaceId("east_boston_library")
CARD = Situation.OFFICER

Does = Callable[[Someone], Awaitable[object]]


async def _alert(one: Someone) -> None:
    await one.hears("status.confirmed")


async def _what(one: Someone) -> None:
    await one.phone.says("/report")
    await one.hears("report.ask_what")


async def _where(one: Someone) -> None:
    await one.presses(Activity.PATROL)
    await one.hears("report.ask_where")


async def _when(one: Someone) -> None:
    place = one.city.places[PLACE]
    await one.phone.shares_location(place.lat, place.lon)
    await one.hears("report.ask_when")


async def _how_many(one: Someone) -> None:
    await one.presses("when.now")
    await one.hears("report.ask_how_many")


async def _send(one: Someone) -> None:
    await one.presses("number.few")
    await one.hears("report.ask_send")


async def _card(one: Someone) -> None:
    await one.phone.says("/rights")
    await one.presses(f"rights.title_{CARD}")
    await one.hears("rights.officer_how")


async def _picture(one: Someone) -> None:
    await one.presses("rights.picture")
    await one.phone.hears(lambda message: message.kind == "photo")


SCREENS: Mapping[str, Does] = {
    "report-1-what": _what,
    "report-2-where": _where,
    "report-3-when": _when,
    "report-4-how-many": _how_many,
    "report-5-send": _send,
    "rights-1-card": _card,
    "rights-2-picture": _picture,
}
"""In this order, each beginning where the one before ended."""


def come(world: World) -> list[Someone]:
    """Someone with a phone on the page for each language."""
    chats = [people.add_person(world.engine, one.english_name, language=one.code) for one in LANGUAGES.values()]
    for chat in chats:
        world.view.show(chat, "resident")
    return [someone(world.engine, chat.id, world.cast.organizer.city) for chat in chats]


async def listen(one: Someone) -> None:
    """Sign up where the story happens."""
    await one.chooses_language()
    await one.listens_in(NEIGHBORHOOD)


async def photograph(page: Page, everyone: Sequence[Someone]) -> list[bytes]:
    """Each one's phone as it is now."""
    taken = []
    for one in everyone:
        phone = page.locator(f'.phone[data-id="{one.id}"]')
        newest = one.phone.screen()
        await page.locator("#people").get_by_role("button", name=one.phone.name, exact=False).click()
        message = phone.locator(f'.message[data-id="{newest.id}"]')
        if newest.kind == "photo":
            await expect(message.locator("img")).to_have_js_property("complete", value=True)
        else:
            await expect(message.locator(".said")).to_contain_text(max(newest.text.split("\n"), key=len))
        await message.evaluate("message => message.scrollIntoView({ block: 'start' })")
        taken.append(await phone.screenshot(animations="disabled"))
    return taken


async def print_card(browser: Browser, world: World) -> list[bytes]:
    """The card as it comes out of a printer."""
    page = await browser.new_page(viewport=LETTER)
    printed = []
    for language in LANGUAGES:
        await page.set_content(paper.pages(paper.reads(world.cast.organizer.city, language)))
        await page.add_style_tag(content=f".paper {{ margin: 0.7in auto }} .card:not(.{CARD}) {{ display: none }}")
        await page.evaluate(FIT, [SHEET, LEAST])
        printed.append(await page.screenshot())
    await page.close()
    return printed


def side_by_side(pictures: Sequence[bytes]) -> Image.Image:
    """One picture of all."""
    opened = [Image.open(BytesIO(one)) for one in pictures]
    width, height = max(one.width for one in opened) + GAP, max(one.height for one in opened) + GAP
    sheet = Image.new("RGB", (width * COLUMNS + GAP, height * -(-len(opened) // COLUMNS) + GAP), "gray")
    for number, one in enumerate(opened):
        down, along = divmod(number, COLUMNS)
        sheet.paste(one, (GAP + along * width, GAP + down * height))
    return sheet


async def sheets(browser: Browser, world: World) -> Mapping[str, list[bytes]]:
    """By name: a picture for each language."""
    everyone = come(world)
    await asyncio.gather(*map(listen, everyone))
    plays = asyncio.create_task(world.telling.play())
    await asyncio.gather(*map(_alert, everyone))
    world.telling.pause()
    page = await browser.new_page(viewport=PHONE, color_scheme="light", bypass_csp=True)
    await page.goto(world.url)
    await page.wait_for_selector("body[data-ready]")
    await page.add_style_tag(content=CUT)
    found = {"alert": await photograph(page, everyone)}
    for name, does in SCREENS.items():
        await asyncio.gather(*map(does, everyone))
        found[name] = await photograph(page, everyone)
    plays.cancel()
    found["rights-3-paper"] = await print_card(browser, world)
    return found


async def draw() -> list[tuple[str, Image.Image]]:
    """All sheets."""
    with TemporaryDirectory(prefix="avisa-sheets-") as folder:
        async with world_in(Path(folder), pace=PACE) as world, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium_here(), args=list(SANDBOXED))
            drawn = [(name, side_by_side(pictures)) for name, pictures in (await sheets(browser, world)).items()]
            await browser.close()
    return drawn


def main() -> int:
    """From the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.sheets", description="Every language side by side.")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, help=f"where ({FOLDER})")
    given = parser.parse_args()
    if lacks := missing():
        print(*(f"sheets: needs {one}" for one in lacks), sep="\n", file=sys.stderr)
        return 1
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, sheet in asyncio.run(draw()):
        sheet.save(given.folder / f"{name}.png")
    print(f"{len(LANGUAGES)} languages side by side: {given.folder}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
