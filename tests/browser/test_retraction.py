"""An alert that was wrong is taken back where it stands, in front of whoever looks."""

import pytest
from playwright.async_api import Page, expect

from bot.domain.ids import PlaceId
from simulator.telling import PLAYS, End
from tests.browser.phones import phone_of
from tests.browser.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLACE = PlaceId("lopresti_park")


async def test_a_retraction_edits_the_alert_and_answers_it(page: Page, world: World) -> None:
    assert PLAYS[1] == (PLACE, End.RETRACTED)
    rosa = world.cast.residents[0]
    wrong, where = rosa.says("alert.retracted"), rosa.city.places[PLACE].name
    await world.telling.play()
    about = phone_of(page, "Rosa").locator(".message.theirs").filter(has_text=wrong)
    edited, told = about.filter(has_text="edited").filter(has_text=where), about.filter(has=page.locator(".quote"))
    await expect(edited).to_have_count(1)
    await edited.get_by_text("edited", exact=True).click()

    await expect(edited.locator(".before").last).to_contain_text(rosa.says("alert.confirmed"))
    await expect(told).to_have_count(1)
    await expect(page.get_by_role("list", name="Incidents")).to_contain_text(f"taken back {where}")
