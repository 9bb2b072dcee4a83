"""The page as it opens: whole, by itself, at every width, in a language of its own for everyone."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Looking
from tests.browser.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDTHS = (390, 768, 1440)
PARTS = ("phones", "guide", "telegram")


async def scrolls_sideways(page: Page) -> bool:
    """Whether anything reaches beyond the right edge."""
    wide: bool = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wide


async def test_it_opens_without_a_complaint_or_a_question_to_another_machine(looking: Looking) -> None:
    for name in ("Rosa", "Nadège", "Amal", "Ben", "Tiago", "Olga"):
        await expect(looking.page.get_by_role("heading", name=name)).to_be_visible()
    await expect(looking.page.get_by_role("log", name="Rosa's chat with Avisa")).to_contain_text("Ya terminó")

    assert looking.complaints == []


async def test_it_can_be_served_by_nobody_else(page: Page, world: World) -> None:
    answer = await page.request.get(f"{world.url}/")

    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("width", WIDTHS)
async def test_nothing_reaches_beyond_the_edge(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    for part in PARTS if width < 1200 else ():
        await page.click(f"#parts [data-part={part}]")
        assert not await scrolls_sideways(page), part

    assert not await scrolls_sideways(page)


async def test_one_phone_at_a_time_on_a_narrow_page(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 800})
    await page.get_by_role("navigation", name="Choose a phone").get_by_role("button", name="Olga").click()

    await expect(page.locator(".phone:visible")).to_have_count(1)
    await expect(page.get_by_role("heading", name="Olga")).to_be_focused()


async def test_an_alert_that_is_over_still_shows_what_it_said(page: Page, world: World) -> None:
    rosa = world.cast.residents[0]
    alert = (
        page.get_by_role("log", name="Rosa's chat with Avisa")
        .locator(".message")
        .filter(has_text=rosa.says("alert.over"))
        .first
    )
    await alert.get_by_text("edited").click()

    await expect(alert.locator(".before").last).to_contain_text(rosa.says("alert.confirmed"))


async def test_what_the_bot_wrote_bold_is_bold_and_never_markup(page: Page, world: World) -> None:
    rosa = world.cast.residents[0]
    await rosa.phone.says("<b>Hola</b> <img src=x>")

    await expect(page.get_by_text("<b>Hola</b> <img src=x>")).to_be_visible()
    assert await page.locator(".chat img").count() == 0
    assert await page.locator(".theirs strong").count() > 0


async def test_the_map_says_how_the_incident_stands(page: Page) -> None:
    await expect(page.get_by_role("list", name="Incidents")).to_contain_text("over East Boston Library")


async def test_what_was_not_seen_yet_is_counted_until_it_is(page: Page, world: World) -> None:
    await page.set_viewport_size({"width": 390, "height": 800})
    olga = page.get_by_role("navigation", name="Choose a phone").get_by_role("button", name="Olga")
    await world.cast.organizer.phone.says("/help")
    await expect(olga).to_contain_text("1 not seen yet")
    await olga.click()

    await expect(olga).not_to_contain_text("not seen yet")


async def test_it_is_silent_until_someone_wants_to_hear_it(page: Page) -> None:
    sound = page.get_by_role("button", name="Sound", exact=True)
    await expect(sound).to_have_attribute("aria-pressed", "false")
    await sound.click()

    await expect(sound).to_have_attribute("aria-pressed", "true")
    await expect(sound).to_have_text("Sound on")
