"""What people do on the page reaches the bot, and what the bot says reaches them."""

import pytest
from playwright.async_api import Locator, Page, expect

from bot.domain.buttons import Listen, Settled, Speak
from bot.domain.ids import Language
from locales import Translator
from simulator.town import NEIGHBORHOOD
from tests.browser.phones import add_phone, phone_of, write
from tests.browser.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

ENGLISH, SPANISH = Translator(Language("en")), Translator(Language("es"))


async def test_a_resident_signs_up_in_spanish_by_clicking(page: Page, world: World) -> None:
    phone = await add_phone(page, "Lucía", "es")
    await phone.get_by_role("button", name="Start").click()
    await phone.get_by_role("button", name="Español").click()
    await phone.get_by_role("button", name=SPANISH.plain("part.east"), exact=True).click()
    await phone.get_by_role("button", name="East Boston", exact=True).click()
    await phone.get_by_role("button", name=SPANISH.plain("button.done")).click()

    await expect(phone.locator(".said").last).to_contain_text(SPANISH.plain("join.expect").partition("\n")[0])


async def test_a_resident_signs_up_with_the_keyboard_alone(page: Page) -> None:
    await page.get_by_role("button", name="Add a phone", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Name")).to_be_focused()
    await page.keyboard.type("Kim")
    await page.keyboard.press("Enter")
    phone = phone_of(page, "Kim")
    await expect(page.get_by_role("heading", name="Kim")).to_be_focused()
    await tab_to(page, phone.get_by_role("button", name="Start"))
    await page.keyboard.press("Enter")
    await expect(phone.locator(".key").first).to_be_visible()
    for payload in (Speak(Language("en")), None, Listen(NEIGHBORHOOD), Settled()):
        wanted = phone.locator(f'.key[data-carries="{payload.pack() if payload else "ap:east"}"]')
        await expect(wanted).to_be_visible()
        await tab_to(page, wanted)
        await page.keyboard.press("Space")

    await expect(phone.locator(".said").last).to_contain_text("You will get alerts for: East Boston")


async def tab_to(page: Page, wanted: Locator) -> None:
    """Go there with the Tab key, forwards."""
    for _ in range(80):
        if await wanted.evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not get there")


async def test_what_is_typed_is_sent_and_a_command_in_a_text_can_be_pressed(page: Page) -> None:
    phone = phone_of(page, "Ben")
    await write(page, "Ben", "/help")
    await expect(phone.locator(".mine .said").last).to_have_text("/help")
    await phone.locator(".theirs").last.get_by_role("button", name="/privacy").click()

    await expect(phone.locator(".mine .said").last).to_have_text("/privacy")
    await expect(phone.locator(".theirs .said").last).to_contain_text("phone number")


async def test_a_link_of_an_invitation_is_opened_on_another_phone(page: Page) -> None:
    newcomer = await add_phone(page, "Vera", "en")
    organizer = phone_of(page, "Olga")
    await write(page, "Olga", "/invite")
    volunteer = ENGLISH.plain("invite.role_volunteer")
    await organizer.locator(".theirs").last.get_by_role("button", name=volunteer, exact=True).click()
    await organizer.locator(".theirs").last.get_by_role("button", name="https://t.me/").click()
    await page.get_by_label("Phone", exact=True).select_option("Vera")
    await page.get_by_role("button", name="Open", exact=True).click()

    await expect(newcomer.locator(".theirs .said").last).to_contain_text(
        ENGLISH.plain("invite.welcome_volunteer").partition(".")[0]
    )


async def test_a_phone_that_blocks_the_bot_shows_it(page: Page) -> None:
    phone = await add_phone(page, "Max", "en")
    await phone.get_by_role("button", name="Start").click()
    await expect(phone.locator(".key").first).to_be_visible()
    await phone.get_by_title("More").click()
    await phone.get_by_role("button", name="Block the bot").click()

    await expect(phone).to_contain_class("blocked")
