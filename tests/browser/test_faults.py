"""A fault is switched on by its button, people go on all the same, and the bot recovers."""

import pytest
from playwright.async_api import Page, expect

from simulator.troubles import KINDS
from tests.browser.phones import phone_of, write
from tests.browser.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

FAILURES = "Last answers that were no success"


async def test_every_fault_has_its_button(page: Page) -> None:
    there = await page.locator("[data-breaks]").evaluate_all("all => all.map(one => one.dataset.breaks)")

    assert set(there) == KINDS


async def test_a_press_during_an_outage_is_answered_after_it(page: Page, world: World) -> None:
    await page.get_by_label("for", exact=True).select_option("5 s")
    await page.get_by_role("button", name="Outage").click()
    await expect(page.get_by_role("button", name="Outage")).to_contain_text("s left")
    await write(page, "Ben", "/duty")
    await expect(page.get_by_role("list", name=FAILURES)).to_contain_text("502")
    await expect(page.get_by_role("button", name="Outage")).not_to_contain_text("s left")

    await expect(phone_of(page, "Ben").locator(".theirs .said").last).to_contain_text("on duty")
    assert world.view.troubles.left() == {}


@pytest.mark.parametrize("kind", ["lost_answers", "doubled", "malformed"])
async def test_whoever_asks_for_help_gets_it_all_the_same(page: Page, world: World, kind: str) -> None:
    beginning = world.cast.organizer.says("help.organizer").partition("\n")[0]
    helped = phone_of(page, "Olga").locator(".theirs").filter(has_text=beginning)
    before = await helped.count()
    await page.locator(f'[data-breaks="{kind}"]').click()
    await write(page, "Olga", "/help")

    await expect(helped).not_to_have_count(before)
    world.view.troubles.end()


async def test_all_of_them_are_stopped_at_once(page: Page, world: World) -> None:
    await page.locator('[data-breaks="slow"]').click()
    await page.get_by_role("button", name="Stop all").click()

    await expect(page.get_by_role("button", name="Stop all")).to_be_hidden()
    assert world.engine.faults.delay == 0
