"""An alert in Arabic looks right: it reads from right to left, and so does the phone around it."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.phones import add_phone, phone_of
from tests.browser.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


def alert_of(page: Page, world: World) -> Locator:
    """Amal's alert, which is over by now."""
    heading = world.cast.residents[2].says("alert.over")
    return phone_of(page, "Amal").locator(".message").filter(has_text=heading).first


async def box(element: Locator) -> dict[str, float]:
    """Where it is: left, right, and how wide."""
    found: dict[str, float] = await element.evaluate(
        "one => { const { left, right, width } = one.getBoundingClientRect(); return { left, right, width }; }"
    )
    return found


async def test_an_alert_says_that_it_is_arabic_and_is_set_from_right_to_left(page: Page, world: World) -> None:
    said = alert_of(page, world).locator(".said")
    style = await said.evaluate("one => [getComputedStyle(one).direction, getComputedStyle(one).unicodeBidi]")

    await expect(said).to_have_attribute("lang", "ar")
    assert style == ["rtl", "plaintext"]


async def test_a_name_in_latin_letters_keeps_its_own_direction(page: Page, world: World) -> None:
    text = await alert_of(page, world).locator(".said").text_content()

    assert text is not None
    assert "\u2068East Boston Library\u2069" in text


async def test_the_bots_bubbles_stand_on_the_side_where_arabic_begins(page: Page, world: World) -> None:
    alert, chat = alert_of(page, world), phone_of(page, "Amal").get_by_role("log")
    await alert.scroll_into_view_if_needed()
    told, around = await box(alert), await box(chat)
    answered = await box(phone_of(page, "Amal").locator(".mine").last)

    assert around["right"] - told["right"] < told["left"] - around["left"]
    assert answered["left"] - around["left"] < around["right"] - answered["right"]


async def test_the_buttons_of_a_row_go_from_right_to_left(page: Page) -> None:
    phone = await add_phone(page, "Nour", "ar")
    await phone.get_by_role("button", name="Start").click()
    row = phone.locator(".row").filter(has=page.locator(".key:nth-child(2)")).first
    await expect(row).to_be_visible()
    first, second = await box(row.locator(".key").first), await box(row.locator(".key").nth(1))

    assert first["left"] >= second["right"]


async def test_nothing_of_it_is_wider_than_its_bubble(page: Page) -> None:
    wide = await phone_of(page, "Amal").evaluate(
        "phone => [...phone.querySelectorAll('.chat, .bubble, .said, .key')]"
        ".filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
    )

    assert wide == []
