"""The phones on the page, as tests find them."""

from playwright.async_api import Locator, Page, expect


def phone_of(page: Page, name: str) -> Locator:
    """The phone of the person with this name."""
    return page.locator(".phone", has=page.get_by_role("heading", name=name))


async def add_phone(page: Page, name: str, language: str) -> Locator:
    """Someone new on the page, to whom the keyboard has gone: until then it would be taken away from where it is."""
    await page.get_by_role("button", name="Add a phone", exact=True).click()
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Language").select_option(language)
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("heading", name=name)).to_be_focused()
    return phone_of(page, name)


async def write(page: Page, name: str, text: str) -> None:
    """Write to the bot with this person's phone."""
    line = phone_of(page, name).get_by_label(f"Write to Avisa as {name}")
    await line.fill(text)
    await line.press("Enter")
