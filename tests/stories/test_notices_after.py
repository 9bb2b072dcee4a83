"""What else becomes of a notice: it is translated, waits for its time, gets other words, or does not hold any more."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.domain.people import Role
from bot.domain.text import utf16_length
from db.engine import Database
from tests.stories.newsroom import ARABIC, ASKED, ENGLISH, HEADING, SPANISH, WAITS, Harborton, at_work


@pytest_asyncio.fixture
async def harborton(database: Database) -> AsyncIterator[Harborton]:
    """The bot at work."""
    async with at_work(database) as made:
        yield made


@pytest.mark.asyncio
async def test_a_volunteer_translates_what_an_organizer_asked_for(harborton: Harborton) -> None:
    olga, cai = harborton.olga, await harborton.comes("Cai", role=Role.VOLUNTEER)
    await cai.says("/language")
    await cai.presses("I can translate")
    await cai.hears("Into which languages can you translate")
    await cai.presses("العربية")
    await cai.hears("Into which languages can you translate")
    await harborton.is_written(olga)
    await olga.presses("Ask translators")
    await olga.hears("0 of 1 translation is here.")

    await cai.presses("I will translate it", under=SPANISH)
    await cai.hears("Send me the text in")
    await cai.sends(text=ARABIC, entities=[{"type": "bold", "offset": 0, "length": 5}])
    await cai.hears("Thank you, noted.")
    await olga.presses("See it as readers will")

    seen = await olga.hears(ARABIC)
    await olga.hears("1 of 1 translation is here.")
    start = utf16_length(seen.text.partition(ARABIC)[0])
    assert ("bold", start, 5) in [(one["type"], one["offset"], one["length"]) for one in seen.entities]


@pytest.mark.asyncio
async def test_what_people_hold_gets_other_words_and_is_withdrawn(harborton: Harborton) -> None:
    olga, omar = harborton.olga, harborton.omar
    ana = await harborton.comes("Ana", "harbor")
    await harborton.is_proposed(olga)
    await harborton.is_read(omar)
    await omar.presses("Yes, send it")
    await ana.hears(ENGLISH)
    await olga.says("/notices")
    await olga.presses("Read notice")
    await olga.presses("Change its words")
    await olga.hears("These words replace those of notice")
    await olga.presses("✅ English")
    await olga.hears(ASKED)
    await olga.says("We meet on Sunday.")
    await olga.presses("Ask another organizer")
    await olga.hears(WAITS)
    await harborton.is_read(omar)
    await omar.presses("Yes, send it")
    await ana.hears("We meet on Sunday.")
    await omar.says("/notices")
    await omar.hears("waiting for a second organizer")
    await omar.presses("Read notice")
    await omar.presses("Withdraw it")
    await ana.hears("This notice was withdrawn.")
    await olga.hears("An organizer withdrew a notice.")

    [held] = [one.text for one in ana.messages() if HEADING in one.text]
    assert "Sunday" not in held


@pytest.mark.asyncio
async def test_a_notice_for_later_waits_for_its_time(harborton: Harborton) -> None:
    olga, omar = harborton.olga, harborton.omar
    await harborton.is_written(olga)
    await olga.presses("When it goes out")
    await olga.presses(harborton.day)
    await olga.presses("Every week")
    await olga.presses("Back")
    await olga.presses("Ask another organizer")
    await olga.hears(WAITS)
    await harborton.is_read(omar)

    await omar.presses("Yes, send it")

    await omar.hears("It is approved and goes out when its time comes.")
    await olga.hears("It goes out when its time comes: /notices")
    assert await harborton.sent() == 0
