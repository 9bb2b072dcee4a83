"""axe finds nothing serious, at any width, light and dark, on any part of the page."""

from importlib.resources import files
from typing import Any, Literal

import pytest
from playwright.async_api import Page

from tests.browser.conftest import Open

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
GRAVE = ("serious", "critical")
PARTS = ("phones", "guide", "telegram")
QUESTION = "only => axe.run(document, { resultTypes: ['violations'], ...(only && { runOnly: only }) })"
OF_THE_COLORS = ["color-contrast", "link-in-text-block"]
"""All that the dark page can have and the light one not."""


async def violations(page: Page, scheme: str) -> list[str]:
    """What is serious: the rule, and where."""
    found: dict[str, Any] = await page.evaluate(QUESTION, None if scheme == "light" else OF_THE_COLORS)
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
async def test_nothing_serious_is_found(opened: Open, width: int, scheme: Literal["light", "dark"]) -> None:
    page = (await opened(width, scheme=scheme, bypass_csp=True, reduced_motion="reduce")).page
    await page.evaluate(AXE)
    for part in PARTS if width < 1200 else ("phones",):
        if width < 1200:
            await page.click(f"#parts [data-part={part}]")
        assert await violations(page, scheme) == [], part


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_serious_is_found_in_its_questions(opened: Open, scheme: Literal["light", "dark"]) -> None:
    page = (await opened(scheme=scheme, bypass_csp=True, reduced_motion="reduce")).page
    await page.evaluate(AXE)
    await page.get_by_role("button", name="Add a phone", exact=True).click()
    newcomer = await violations(page, scheme)
    await page.get_by_role("button", name="Cancel").click()
    await page.locator(".phone").first.get_by_title("More").click()
    await page.get_by_role("button", name="Send a location").first.click()

    assert newcomer == []
    assert await violations(page, scheme) == []
