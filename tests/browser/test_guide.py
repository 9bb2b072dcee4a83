"""The guide, from the first step to the last, by its own Show me buttons."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.phones import phone_of, write
from tests.browser.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def follow(page: Page, step: Locator) -> None:
    """Have the step point at what is to be pressed, and press it."""
    await step.get_by_role("button", name="Show me").click()
    await page.keyboard.press("Enter")


async def test_the_guide_is_done_by_clicking(page: Page, world: World) -> None:
    steps = page.locator("#guide-steps > li")
    for number in range(8):
        step = steps.nth(number)
        await expect(step).to_have_class("next")
        match number:
            case 0:
                await follow(page, step)
                await page.get_by_label("Name").fill("Newcomer")
                await page.get_by_role("button", name="Add", exact=True).click()
                phone = phone_of(page, "Newcomer")
            case 1:
                await follow(page, step)
                await expect(phone.locator(".key").first).to_be_visible()
                await follow(page, step)
            case 2:
                for shown in ("ap:east", "a:east_boston", "ad"):
                    await expect(phone.locator(f'[data-carries="{shown}"]')).to_be_visible()
                    await follow(page, step)
            case 3:
                await report(page, phone)
            case 4:
                await expect(page.locator("[data-role=volunteer] [data-carries$=on_scene]").nth(1)).to_be_visible()
                await follow(page, step)
            case 5:
                tiago = world.cast.volunteers[1]
                card = page.get_by_role("log", name="Tiago's chat with Avisa").locator(".message").last
                await expect(card).to_contain_text(tiago.words.plain("card.seen_on_scene", count=1))
                await follow(page, step)
            case 6:
                await expect(page.locator("[data-role=organizer] [data-carries$=all_clear]")).to_be_visible()
                await follow(page, step)
            case _:
                await page.get_by_role("button", name="Slow").click()
        await expect(step).to_have_class("done")

    await expect(page.locator("#guide-count")).to_have_text("all done")
    world.view.troubles.end()


async def report(page: Page, phone: Locator) -> None:
    """Five taps, the last of them Send."""
    await write(page, "Newcomer", "/report")
    for label in ("🚶 Patrol", "Porzio Park", "Right now", "A few", "Send"):
        await phone.locator(".message").last.get_by_role("button", name=label, exact=True).click()
    await expect(phone.locator(".said").last).to_contain_text("Thank you")
