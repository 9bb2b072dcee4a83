"""What a resident does beside reporting, from the first hello to the last: the whole bot in one process, on phones."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

import cities
from bot import app
from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.domain.people import Role
from bot.domain.rights import Situation
from bot.domain.verification import Answer
from bot.render.joining import ORGANIZER, VOLUNTEER
from bot.services import meeting
from bot.town import Town
from cities import City
from db.engine import Database
from db.tables import areas, people
from simulator.engine import Engine
from simulator.in_process import InProcess
from simulator.phones import EnginePhone, EnginePhones
from simulator.screens import Message
from tests.services.acts import claims, finds, is_confirmed, joins, rows, tells

CITY = Path(__file__).parents[1] / "services" / "city"
BACKUP = "https://example.org/backup"
AT_THE_LIBRARY = (42.51234, -70.91234)
AT_SEA = (42.41, -70.81)
NOT_UNDERSTOOD = "That was not understood."


class Harborton:
    """A city with its bot at work."""

    def __init__(self, database: Database, city: City) -> None:
        clock = SystemClock()
        self.engine = Engine(clock)
        self.town = Town(city, city.policy, database, clock, backup_link=BACKUP)
        self.avisa = app.build(self.town, InProcess(self.engine), Pace(None, clock), token=self.engine.token)
        self._phones = EnginePhones(self.engine)
        self._others = iter(range(500, 600))

    async def stranger(self, name: str, language: str = "en") -> EnginePhone:
        """Someone with a phone, whom the bot does not know."""
        return await self._phones.phone(name, language=language)

    async def comes(self, name: str, *where: str, role: Role = Role.RESIDENT) -> EnginePhone:
        """Someone with a phone listens there."""
        phone = await self._phones.phone(name, has_started=True)
        await joins(self.town, phone.id, *where, role=role)
        return phone

    async def is_reported(self, place: str = "pier_library") -> None:
        """Somebody reports something."""
        await tells(self.town, await joins(self.town, next(self._others)), place)

    async def is_seen(self, place: str = "pier_library") -> None:
        """Somebody reports something, and two volunteers confirm it."""
        await self.is_reported(place)
        await is_confirmed(
            self.town, *[await joins(self.town, next(self._others), role=Role.VOLUNTEER) for _ in range(2)]
        )

    async def is_not_found(self) -> None:
        """Somebody reports something, and two volunteers find nothing."""
        await self.is_reported()
        for _ in range(2):
            volunteer = await joins(self.town, next(self._others), role=Role.VOLUNTEER)
            await finds(self.town, volunteer, Answer.NOTHING_THERE)

    def menu(self, phone: EnginePhone) -> list[str] | None:
        """The commands set for one chat alone; none when there are none."""
        scope = f'{{"chat_id": {phone.id}, "type": "chat"}}'
        found = self.engine.profile.commands.get((scope, ""))
        return None if found is None else [one["command"] for one in found]


@pytest_asyncio.fixture
async def harborton(database: Database) -> AsyncIterator[Harborton]:
    """The small city with its bot at work."""
    made = Harborton(database, cities.load(str(CITY)))
    async with made.avisa.at_work() as tasks:
        yield made
        assert not [task for task in tasks if task.done()]


@pytest_asyncio.fixture
async def boston(database: Database) -> AsyncIterator[Harborton]:
    """Boston, which speaks languages that Telegram has no code for."""
    made = Harborton(database, cities.load("boston"))
    async with made.avisa.at_work():
        yield made


def keys(message: Message) -> list[str | None]:
    """Where the buttons with links lead."""
    return [key.url for row in message.buttons for key in row if key.url is not None]


@pytest.mark.asyncio
async def test_someone_new_is_greeted_in_the_language_of_their_phone_and_can_take_another(harborton: Harborton) -> None:
    ana = await harborton.stranger("Ana", "es")
    await ana.says("/start")
    hello = await ana.hears("Avisa")
    await ana.presses("English")
    await ana.hears("Where do you want alerts?")
    known = await meeting.known(harborton.town.database, ana.id)

    assert hello.labels == ["Español", "English", "العربية"]
    assert known is not None
    assert known.language == "en"


@pytest.mark.asyncio
async def test_in_the_end_someone_new_knows_what_to_expect_and_where_the_backup_channel_is(
    harborton: Harborton,
) -> None:
    ana = await harborton.stranger("Ana")
    await ana.says("/start")
    for label in ("English", "North", "Harbor", "Done"):
        await ana.presses(label)
    told = await ana.hears("You will get alerts for: Harbor")

    assert "Telegram knows your phone number." in told.text
    assert "No alert does not mean that a place is safe." in told.text
    assert keys(told) == [BACKUP]


@pytest.mark.asyncio
async def test_from_the_neighborhoods_there_is_a_way_back_to_the_languages(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana")
    await ana.says("/areas")
    await ana.presses("Language")
    await ana.presses("English")

    await ana.hears("Where do you want alerts?")


@pytest.mark.asyncio
async def test_a_shared_point_becomes_a_neighborhood_and_nothing_else_is_left_of_it(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana")
    await ana.shares_location(*AT_THE_LIBRARY)
    await ana.hears("Chosen: Harbor")
    there = await rows(harborton.town.database, areas)
    mine = [one for one in ana.chat.messages.values() if one.sender is not None]

    assert [one.neighborhood for one in there] == ["harbor"]
    assert mine == []


@pytest.mark.asyncio
async def test_a_point_outside_the_city_chooses_nothing_and_is_deleted(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana")
    await ana.shares_location(*AT_SEA)
    await ana.hears("That point is in no neighborhood of Harborton.")
    mine = [one for one in ana.chat.messages.values() if one.sender is not None]

    assert await rows(harborton.town.database, areas) == []
    assert mine == []


@pytest.mark.asyncio
@pytest.mark.parametrize("payload", ["a" * 65, "no$such", "two words"])
async def test_what_cannot_be_an_invitation_is_a_plain_hello(harborton: Harborton, payload: str) -> None:
    ana = await harborton.stranger("Ana")
    await ana.says(f"/start {payload}")

    assert (await ana.hears("Choose your language")).labels == ["English", "Español", "العربية"]


@pytest.mark.asyncio
async def test_someone_asks_whether_it_is_true(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana", "harbor", "mill")
    await ana.says("/check")
    await ana.hears("Nobody has told us anything there")
    await harborton.is_not_found()
    await harborton.is_reported("mill_park")
    await ana.presses("Harbor")
    told = await ana.hears("Checked: nothing found")
    await ana.presses("Another neighborhood")
    await ana.presses("South")
    await ana.presses("Quay")
    elsewhere = await ana.hears("About Quay")

    assert "Pier Library, Harbor" in told.text
    assert "Being checked: 1." in told.text
    assert "Mill Park" not in told.text
    assert "Nobody has told us anything there" in elsewhere.text
    assert len(ana.messages()) == 1


@pytest.mark.asyncio
async def test_rights_are_for_everyone_and_there_is_a_way_back_from_each_card(harborton: Harborton) -> None:
    ana = await harborton.stranger("Ana")
    await ana.says("/rights")
    cards = (await ana.hears("Know your rights")).labels
    for card in cards:
        await ana.presses(card)
        await ana.hears("Hotline: 617-555-0100")
        await ana.presses("Back")
        await ana.hears("not legal advice")

    assert len(cards) == len(Situation)
    assert len(ana.messages()) == 1


@pytest.mark.asyncio
async def test_from_an_alert_a_card_is_two_taps_away_and_the_alert_stays(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana", "harbor")
    await harborton.is_seen()
    await ana.hears("Confirmed: ICE activity")
    await ana.presses("My rights")
    await ana.presses("A card to show to an officer")
    await ana.hears("I choose to stay silent.")

    assert len(ana.messages()) == 2


@pytest.mark.asyncio
async def test_who_paused_gets_no_alert_until_they_resume(harborton: Harborton) -> None:
    ana, ben = await harborton.comes("Ana", "harbor"), await harborton.comes("Ben", "harbor")
    await ana.says("/pause")
    await ana.presses("Until I say so")
    await ana.hears("No alerts until you say so.")
    await harborton.is_seen()
    await ben.hears("Confirmed: ICE activity")
    await harborton.avisa.courier.idle()
    missed = [text for text in ana.heard() if "Confirmed: ICE activity" in text]
    await ana.presses("Alerts again now")
    await ana.hears("Alerts come again.")
    await harborton.is_seen("harbor_park")

    await ana.hears("Confirmed: ICE activity")
    assert missed == []


@pytest.mark.asyncio
async def test_who_paused_still_hears_that_an_alert_of_theirs_was_wrong(harborton: Harborton) -> None:
    ana, olga = await harborton.comes("Ana", "harbor"), await harborton.comes("Olga", role=Role.ORGANIZER)
    await harborton.is_seen()
    await ana.hears("Confirmed: ICE activity")
    await ana.says("/pause")
    await ana.presses("8 hours")
    await ana.hears("No alerts until")
    await olga.presses("The alert was wrong")
    await olga.presses("It was not ICE.")

    await ana.hears("Correction: this alert was wrong")


@pytest.mark.asyncio
async def test_the_night_can_be_made_silent_and_loud_again(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana")
    await ana.says("/night")
    await ana.presses("Silent at night")
    await ana.hears("alerts come without a sound")
    await ana.presses("With sound at night")

    await ana.hears("alerts make a sound")


@pytest.mark.asyncio
async def test_who_stops_gets_no_alerts_and_can_come_back_with_one_tap(harborton: Harborton) -> None:
    ana, ben = await harborton.comes("Ana", "harbor"), await harborton.comes("Ben", "harbor")
    await ana.says("/stop")
    await ana.hears("You will get no more alerts.")
    await harborton.is_seen()
    await ben.hears("Confirmed: ICE activity")
    await harborton.avisa.courier.idle()
    stopped = ana.heard()
    await ana.presses("Get alerts again")

    await ana.hears("Where do you want alerts?")
    assert len(stopped) == 1


@pytest.mark.asyncio
async def test_privacy_tells_what_is_kept_and_deletes_it_only_when_asked(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana", "harbor")
    await ana.says("/privacy")
    told = await ana.hears("What is kept about you now")
    await ana.says("/forget")
    await ana.presses("No, keep it")
    await ana.hears("Nothing was deleted.")
    still_there = await meeting.known(harborton.town.database, ana.id)
    await ana.presses("Yes, delete everything")
    await ana.hears("Everything about you has been deleted.")

    assert "Alerts for: Harbor" in told.text
    assert still_there is not None
    assert await rows(harborton.town.database, people) == []


@pytest.mark.asyncio
async def test_about_is_for_everyone(harborton: Harborton) -> None:
    ana = await harborton.stranger("Ana")
    await ana.says("/about")

    assert "unofficial" in (await ana.hears("Harborton")).text


@pytest.mark.asyncio
async def test_about_and_the_end_of_joining_say_which_bot_this_is_as_its_token_does(harborton: Harborton) -> None:
    number, _, secret = harborton.engine.token.partition(":")
    ana = await harborton.stranger("Ana")
    await ana.says("/start")
    for label in ("English", "The whole city", "Done"):
        await ana.presses(label)
    joined = await ana.hears("You will get alerts for")
    await ana.says("/about")
    told = await ana.hears("unofficial")

    this = f"This bot is @{harborton.engine.bot['username']}, number {number}."
    assert [one.text.count(this) for one in (joined, told)] == [1, 1]
    assert keys(told) == [BACKUP]
    assert secret not in joined.text + told.text


@pytest.mark.asyncio
async def test_who_is_not_understood_is_helped_once_in_a_while(harborton: Harborton) -> None:
    ana, ben = await harborton.comes("Ana"), await harborton.comes("Ben")
    for said in ("/nothing", "hello?", "/nothing"):
        await ana.says(said)
    await ben.says("/nothing")
    await ben.hears(NOT_UNDERSTOOD)
    await ana.says("/language")
    await ana.hears("Choose your language")

    assert [NOT_UNDERSTOOD in text for text in ana.heard()] == [True, False]


@pytest.mark.asyncio
@pytest.mark.parametrize("known", [True, False], ids=["resident", "stranger"])
async def test_every_command_of_others_answers_like_one_that_does_not_exist(harborton: Harborton, known: bool) -> None:
    comes, answers = harborton.comes if known else harborton.stranger, []
    for command in ("nothing", *VOLUNTEER, *ORGANIZER):
        ana = await comes("Ana")
        await ana.says(f"/{command}")
        answers.append(await ana.hears(NOT_UNDERSTOOD))

    assert {(one.text, one.buttons) for one in answers} == {(answers[0].text, answers[0].buttons)}
    assert not [one for one in (*VOLUNTEER, *ORGANIZER) if f"/{one}" in answers[0].text.split()]


@pytest.mark.asyncio
async def test_a_reporter_hears_once_that_somebody_is_looking(harborton: Harborton) -> None:
    ana = await harborton.comes("Ana")
    ben, cai = [await joins(harborton.town, number, role=Role.VOLUNTEER) for number in (601, 602)]
    async with harborton.town.database.reading() as tx:
        [person] = [one for one in await tx.all(select(people)) if one.role is Role.RESIDENT]
    await tells(harborton.town, replace(ben, number=person.number, role=Role.RESIDENT))
    await claims(harborton.town, ben)
    await ana.hears("A volunteer is checking your report about Pier Library")
    await finds(harborton.town, ben, Answer.CANNOT_TELL)
    await claims(harborton.town, cai)
    await harborton.avisa.courier.idle()

    assert len(ana.messages()) == 1


@pytest.mark.asyncio
async def test_a_menu_of_ones_own_comes_with_a_role_and_goes_with_forgetting(harborton: Harborton) -> None:
    ana, olga = await harborton.comes("Ana"), await harborton.comes("Olga", role=Role.ORGANIZER)
    await olga.says("/help")
    await olga.hears("For organizers:")
    await ana.says("/help")
    await ana.hears("/rights")
    await olga.says("/forget")
    await olga.hears("This deletes everything")
    before = harborton.menu(olga)
    await olga.presses("Yes, delete everything")
    await olga.hears("Everything about you has been deleted.")
    await olga.says("/about")
    await olga.hears("unofficial")

    assert before is not None
    assert {"invite", "duty", "report"} <= set(before)
    assert harborton.menu(ana) is None
    assert harborton.menu(olga) is None


@pytest.mark.asyncio
async def test_a_language_without_a_code_at_telegram_brings_its_menu_to_the_chat(boston: Harborton) -> None:
    ana = await boston.stranger("Ana", "zh-hant")
    await ana.says("/start")
    await ana.presses("繁體中文")
    await ana.says("/rights")
    await ana.hears(lambda message: len(message.labels) == len(Situation))
    chinese = boston.menu(ana)
    await ana.says("/language")
    await ana.presses("English")
    await ana.says("/rights")
    await ana.hears("Know your rights")

    assert chinese is not None
    assert "duty" not in chinese
    assert boston.menu(ana) is None


@pytest.mark.asyncio
@pytest.mark.parametrize("forged", ["qa:atlantis", "p:never", "kc:moon", "pn:", "ll:1", "zz"])
async def test_a_button_that_nobody_has_says_that_it_is_too_old(harborton: Harborton, forged: str) -> None:
    ana = await harborton.comes("Ana", "harbor")
    await ana.says("/check")
    shown = await ana.hears("Nobody has told us anything there")
    await ana.forges(shown.id, forged)
    await ana.is_told("This button is too old.")

    assert ana.screen().text == shown.text


@pytest.mark.asyncio
@pytest.mark.parametrize("button", ["q", "qa:harbor", "p:hour", "pr", "pn:silent", "ad", "a:harbor"])
async def test_a_button_pressed_by_someone_forgotten_asks_for_a_language(harborton: Harborton, button: str) -> None:
    ana = await harborton.comes("Ana", "harbor")
    await ana.says("/forget")
    shown = await ana.hears("This deletes everything")
    await ana.presses("Yes, delete everything")
    await ana.hears("Everything about you has been deleted.")
    await ana.forges(shown.id, button)

    await ana.hears("Choose your language")
