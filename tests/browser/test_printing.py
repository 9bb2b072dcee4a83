"""What Chromium makes of a rights card today looks like what lies in the city's folder, and `make cards` made that."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image  # comes with matplotlib
from playwright.async_api import Browser

import cities
from bot.domain.ids import Language
from bot.domain.rights import Situation, pages_of, picture_of
from tests.browser import paper
from tests.browser.cards import wanted
from tests.browser.printing import PAGE, draw

pytestmark = pytest.mark.asyncio(loop_scope="session")

ARABIC = Language("ar")
DIFFERS = 0.3
"""By how much fonts may differ from machine to machine; a card that is empty, or cut in half, differs more."""


def ink(drawn: bytes) -> tuple[tuple[int, int], int]:
    """Of a picture: its width and height, and how many of its pixels are black."""
    picture = Image.open(BytesIO(drawn))
    return picture.size, picture.histogram()[0]


async def test_a_card_in_arabic_is_drawn_as_people_are_given_it(browser: Browser) -> None:
    boston = replace(cities.load("boston"), languages=(ARABIC,))
    names = (picture_of(Situation.HOME, ARABIC), pages_of(ARABIC))
    picture, pages = await draw(browser, [one for one in wanted(boston) if one.name in names])
    (width, height), black = ink(picture)
    (given_width, given_height), given_black = ink(boston.cards[names[0]].read_bytes())
    title = paper.reads(boston, ARABIC).words.plain("rights.list").split("\n", 1)[0]

    assert width == given_width
    assert (height, black) == pytest.approx((given_height, given_black), rel=DIFFERS)
    assert len(PAGE.findall(pages)) == len(Situation)
    assert f"/Title <FEFF{title.encode('utf-16-be').hex().upper()}>".encode() in pages
