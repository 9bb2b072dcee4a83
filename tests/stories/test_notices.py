"""A notice from its first word to its last reader: the whole bot in one process, two organizers on phones."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

import cities
from bot import app
from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.domain.buttons import NoticeApprove, NoticeTo, read
from bot.domain.ids import NeighborhoodId
from bot.domain.people import Role
from bot.town import Town
from db.engine import Database
from db.tables import broadcasts, drafts, notices
from simulator.engine import Engine
from simulator.in_process import InProcess
from simulator.phones import EnginePhone, EnginePhones
from simulator.screens import Message
from tests.services.acts import joins, rows

CITY = Path(__file__).parents[1] / "services" / "city"
ENGLISH, SPANISH = "We meet <b>on Friday</b> & bring food.", "Nos vemos el viernes."
ASKED, WAITS, READ = "Send me the text in", "It goes out when one of them says yes.", "Above is exactly what goes out"
HEADING = "From your neighborhood network"


class Harborton:
    """The small city with its bot at work, and two organizers."""

    olga: EnginePhone
    omar: EnginePhone

    def __init__(self, database: Database) -> None:
        clock, city = SystemClock(), cities.load(str(CITY))
        self.engine = Engine(clock)
        self.town = Town(city, city.policy, database, clock)
        self.avisa = app.build(self.town, InProcess(self.engine), Pace(None, clock), token=self.engine.token)
        self._phones = EnginePhones(self.engine)

    async def comes(self, name: str, *where: str, role: Role = Role.RESIDENT, language: str = "en") -> EnginePhone:
        """Someone with a phone listens there."""
        phone = await self._phones.phone(name, language=language, has_started=True)
        await joins(self.town, phone.id, *where, role=role, language=language)
        return phone

    async def is_written(self, by: EnginePhone, where: str = "The whole city") -> None:
        """An organizer writes a notice in Spanish and English."""
        await by.says("/notice")
        await by.hears("Choose who gets it")
        await by.presses(where)
        await by.hears(f"To: {where}")
        for language, text in (("Español", SPANISH), ("English", ENGLISH)):
            await by.presses(language)
            await by.hears(ASKED)
            await by.says(text)
            await by.hears("Written in: Español")

    async def is_proposed(self, by: EnginePhone, where: str = "The whole city") -> None:
        """An organizer writes one, and asks the others."""
        await self.is_written(by, where)
        await by.presses("Ask another organizer")
        await by.hears(WAITS)

    async def is_read(self, by: EnginePhone) -> Message:
        """An organizer opens what waits; the last message, with the buttons."""
        await by.says("/notices")
        await by.hears("These notices wait")
        await by.presses("Read notice")
        return await by.hears(READ)

    async def sent(self) -> int:
        """How many notices have gone out."""
        return len(await rows(self.town.database, broadcasts))


@pytest_asyncio.fixture
async def harborton(database: Database) -> AsyncIterator[Harborton]:
    """The bot at work."""
    made = Harborton(database)
    async with made.avisa.at_work() as tasks:
        made.olga, made.omar = [await made.comes(one, role=Role.ORGANIZER) for one in ("Olga", "Omar")]
        yield made
        assert not [task for task in tasks if task.done()]


def approval(message: Message) -> NoticeApprove:
    """What the button carries that says yes."""
    [found] = [read(key.data or "") for row in message.buttons for key in row if key.text == "Yes, send it"]
    assert isinstance(found, NoticeApprove)
    return found


@pytest.mark.asyncio
async def test_two_organizers_send_a_notice_and_everyone_reads_it_in_their_language(harborton: Harborton) -> None:
    olga, omar = harborton.olga, harborton.omar
    ana, ben = await harborton.comes("Ana", "harbor", language="es"), await harborton.comes("Ben", "city")
    amal, dee = await harborton.comes("Amal", "harbor", language="ar"), await harborton.comes("Dee")

    await harborton.is_proposed(olga)
    await omar.hears("Please read it before it goes out: /notices")
    await harborton.is_read(omar)
    texts = [one.text for one in omar.messages()[-3:-1]]
    await omar.presses("Yes, send it")
    await omar.hears("It goes out now.")
    got = [(await ana.hears(SPANISH)).text, (await ben.hears(ENGLISH)).text]
    await harborton.avisa.courier.idle()

    assert texts == got
    assert (len(ana.heard()), len(ben.heard())) == (1, 1)
    assert (amal.heard(), dee.heard()) == ([], [])


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
    assert row.texts == "{}"


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
        await one.presses("Patrol")
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
    assert row.texts == '{"en":"Pier Library"}'
    assert len(await rows(harborton.town.database, drafts)) == 3


@pytest.mark.asyncio
async def test_after_the_notice_the_draft_goes_on_in_words(harborton: Harborton) -> None:
    olga = harborton.olga
    await olga.says("/report")
    await olga.presses("Patrol")
    await olga.hears("Where")
    await olga.says("/notice")
    await olga.presses("English")
    await olga.hears(ASKED)
    await olga.says("Hello")
    await olga.hears("Written in: English")

    await olga.says("Pier Library")

    await olga.hears("Did you mean one of these places?")
