"""What a phone sends beside texts: photos, points, and the buttons of a reply keyboard."""

import json
from typing import Any

import pytest
from playwright.async_api import Page, expect

from simulator.engine import Engine
from tests.browser.phones import add_phone, phone_of
from tests.browser.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def send(engine: Engine, chat: int, keyboard: dict[str, Any]) -> None:
    """A message of the bot's with a keyboard that this bot never sends, and another might."""
    body = json.dumps({"chat_id": chat, "text": "Where are you?", "reply_markup": keyboard}).encode()
    assert (await engine.serve("sendMessage", "application/json", body)).status == 200


async def test_a_photo_is_sent_shown_and_answered(page: Page) -> None:
    phone = phone_of(page, "Nadège")
    await phone.get_by_title("More").click()
    await phone.get_by_role("button", name="Send a photo").click()
    await expect(phone.locator(".mine").last.get_by_role("img", name="a photo")).to_be_visible()

    await expect(phone.locator(".message").last).to_contain_class("theirs")


async def test_a_place_on_the_map_is_sent_as_a_location_and_does_not_stay(page: Page) -> None:
    phone = phone_of(page, "Tiago")
    await phone.get_by_title("More").click()
    await phone.get_by_role("button", name="Send a location").click()
    question = page.get_by_role("dialog")
    await question.locator('.place[data-place="maverick_firehouse"]').click()
    await expect(question.get_by_label("Place", exact=True)).to_have_value("maverick_firehouse")
    await question.get_by_role("button", name="Send").click()

    await expect(phone.locator(".theirs .said").last).to_contain_text("East Boston")
    await expect(phone.locator(".mine .said", has_text="a location")).to_have_count(0)


async def test_any_point_of_the_map_can_be_sent(page: Page, world: World) -> None:
    phone = phone_of(page, "Ben")
    await phone.get_by_title("More").click()
    await phone.get_by_role("button", name="Send a location").click()
    question = page.get_by_role("dialog")
    await question.locator('[data-land="dorchester"]').click()
    await expect(question.get_by_label("Place", exact=True)).to_have_value("")
    await question.get_by_role("button", name="Send").click()

    await expect(phone.locator(".theirs .said").last).to_contain_text("Dorchester")


async def test_a_reply_keyboard_stands_below_until_it_is_taken_away(page: Page, world: World) -> None:
    phone = await add_phone(page, "Pia", "en")
    await phone.get_by_role("button", name="Start").click()
    await expect(phone.locator(".key").first).to_be_visible()
    number = int(await phone.get_attribute("data-id") or 0)
    await send(world.engine, number, {"keyboard": [[{"text": "Here", "request_location": True}], ["Nowhere"]]})
    await expect(phone.locator(".replies .key")).to_have_count(2)
    await phone.locator(".replies").get_by_role("button", name="Nowhere").click()
    await expect(phone.locator(".mine .said").last).to_have_text("Nowhere")
    await phone.locator(".replies").get_by_role("button", name="Here", exact=True).click()
    await expect(page.get_by_role("dialog")).to_contain_text("Where is Pia?")
    await page.get_by_role("button", name="Cancel").click()
    await send(world.engine, number, {"remove_keyboard": True})

    await expect(phone.locator(".replies")).to_be_hidden()
