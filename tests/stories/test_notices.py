"""A notice from its first word to its last reader: the whole bot in one process, two organizers on phones."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.domain.buttons import NoticeApprove, NoticeTo, read
from bot.domain.ids import NeighborhoodId
from bot.domain.people import Role
from db.engine import Database
from db.tables import drafts, notices
from simulator.screens import Message
from tests.services.acts import rows
from tests.stories.newsroom import ASKED, ENGLISH, HEADING, SPANISH, WAITS, Harborton, at_work


@pytest_asyncio.fixture
async def harborton(database: Database) -> AsyncIterator[Harborton]:
    """The bot at work."""
    async with at_work(database) as made:
        yield made


def approval(message: Message) -> NoticeApprove:
    """What the button carries that says yes."""
    [found] = [read(key.data or "") for row in message.buttons for key in row if key.text == "Yes, send it"]
    assert isinstance(found, NoticeApprove)
    return found


@pytest.mark.asyncio
async def test_two_organizers_send_a_notice_and_everyone_reads_it_in_their_language_or_the_first(
    harborton: Harborton,
) -> None:
    olga, omar = harborton.olga, harborton.omar
    ana, ben = await harborton.comes("Ana", "harbor", language="es"), await harborton.comes("Ben", "city")
    amal, dee = await harborton.comes("Amal", "harbor", language="ar"), await harborton.comes("Dee")

    await harborton.is_proposed(olga)
    await omar.hears("Please read it before it goes out: /notices")
    await harborton.is_read(omar)
    texts = [one.text for one in omar.messages()[-4:-1]]
    await omar.presses("Yes, send it")
    await omar.hears("It goes out now.")
    got = [(await one.hears(text)).text for one, text in ((ana, SPANISH), (ben, ENGLISH), (amal, SPANISH))]
    await harborton.avisa.courier.idle()

    assert texts == got
    assert "Español" in got[2]
    assert [len(one.heard()) for one in (ana, ben, amal, dee)] == [1, 1, 1, 0]


@pytest.mark.asyncio
async def test_a_neighborhood_is_told_and_the_others_are_not(harborton: Harborton) -> None:
    ana, ben = await harborton.comes("Ana", "harbor"), await harborton.comes("Ben", "hill")
    await harborton.is_proposed(harborton.olga, "Harbor")
    await harborton.is_read(harborton.omar)

    await harborton.omar.presses("Yes, send it")

    await ana.hears(HEADING)
    await harborton.avisa.courier.idle()
    assert ben.heard() == []


@pytest.mark.asyncio
async def test_its_author_is_offered_no_yes_and_a_forged_one_is_refused(harborton: Harborton) -> None:
    olga = harborton.olga
    await harborton.is_proposed(olga)
    button = approval(await harborton.is_read(harborton.omar))
    await olga.says("/notices")
    await olga.presses("Read notice")
    own = await olga.hears(WAITS)

    await olga.forges(own.id, button.pack())

    await olga.is_told("You wrote this yourself")
    assert own.labels == ["Do not send"]
    assert await harborton.sent() == 0


@pytest.mark.asyncio
async def test_what_a_changed_client_makes_up_is_refused(harborton: Harborton) -> None:
    olga, omar = harborton.olga, harborton.omar
    ana = await harborton.comes("Ana", "harbor")
    await harborton.is_proposed(olga)
    last = await harborton.is_read(omar)
    button = approval(last)
    other = NoticeApprove(button.notice, "0" * 16)

    await omar.forges(last.id, other.pack())
    await omar.is_told("Something changed in the meantime")
    await omar.forges(last.id, NoticeTo(button.notice, NeighborhoodId("hill")).pack())
    await omar.is_told("That is not open to you.")
    await ana.says("/help")
    helped = await ana.hears("/report")
    await ana.forges(helped.id, button.pack())
    await ana.is_told("That is not open to you.")

    assert await harborton.sent() == 0


@pytest.mark.asyncio
async def test_a_second_notice_soon_after_the_first_has_to_wait(harborton: Harborton) -> None:
    olga, omar = harborton.olga, harborton.omar
    await harborton.is_proposed(olga)
    await harborton.is_read(omar)
    await omar.presses("Yes, send it")
    await omar.hears("It goes out now.")
    await harborton.is_proposed(olga)
    await harborton.is_read(omar)

    await omar.presses("Yes, send it")

    await omar.is_told("This one can go in 30 minutes.")
    assert await harborton.sent() == 1


@pytest.mark.asyncio
async def test_what_another_organizer_does_not_want_is_not_sent(harborton: Harborton) -> None:
    olga, omar = harborton.olga, harborton.omar
    await harborton.is_proposed(olga)
    await harborton.is_read(omar)

    await omar.presses("Do not send")

    await omar.hears("It will not be sent.")
    await olga.says("/notices")
    await olga.hears("No notice waits for you.")


@pytest.mark.asyncio
async def test_for_all_others_there_are_no_such_commands(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana", "harbor", role=Role.VOLUNTEER)

    await ana.says("/notice")

    await ana.hears("That was not understood.")
    assert await rows(harborton.town.database, notices) == []


@pytest.mark.asyncio
async def test_words_that_no_notice_asked_for_are_no_notice(harborton: Harborton) -> None:
    olga = harborton.olga
    await olga.says("/notice")
    await olga.hears("Choose who gets it")
    await olga.presses("English")
    await olga.hears(ASKED)
    await olga.presses("Back")
    await olga.hears("Choose who gets it")

    await olga.says("Where is everybody?")

    await olga.hears("That was not understood.")
    [row] = await rows(harborton.town.database, notices)
    assert '"texts":{}' in row.facts


@pytest.mark.asyncio
async def test_a_text_that_is_too_long_is_asked_for_again(harborton: Harborton) -> None:
    olga = harborton.olga
    await olga.says("/notice")
    await olga.presses("English")
    await olga.hears(ASKED)

    await olga.says("a" * 1001)
    await olga.hears("That is too long.")
    await olga.says("Shorter.")

    await olga.hears("Written in: English")


@pytest.mark.asyncio
async def test_with_a_draft_open_only_who_was_asked_writes_a_notice(harborton: Harborton) -> None:
    olga, omar = harborton.olga, harborton.omar
    ana = await harborton.comes("Ana", "harbor")
    for one in (olga, omar, ana):
        await one.says("/report")
        await one.presses("🚶 Patrol")
        await one.hears("Where")
    await olga.says("/notice")
    await olga.presses("English")
    await olga.hears(ASKED)

    for one in (olga, omar, ana):
        await one.says("Pier Library")
    await olga.hears("Written in: English")
    for one in (omar, ana):
        await one.hears("Did you mean one of these places?")

    [row] = await rows(harborton.town.database, notices)
    assert '"texts":{"en":"Pier Library"}' in row.facts
    assert len(await rows(harborton.town.database, drafts)) == 3


@pytest.mark.asyncio
async def test_after_the_notice_the_draft_goes_on_in_words(harborton: Harborton) -> None:
    olga = harborton.olga
    await olga.says("/report")
    await olga.presses("🚶 Patrol")
    await olga.hears("Where")
    await olga.says("/notice")
    await olga.presses("English")
    await olga.hears(ASKED)
    await olga.says("Hello")
    await olga.hears("Written in: English")

    await olga.says("Pier Library")

    await olga.hears("Did you mean one of these places?")
