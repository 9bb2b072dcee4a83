"""What Telegram shows of the bot is set at the start, in every language that Telegram has a code for, and not twice."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from telegram.ext import ExtBot

import cities
from bot import menus
from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.courier.request import WireRequest
from bot.domain.ids import Language
from bot.domain.people import Role
from bot.domain.text import utf16_length
from bot.render import menus as render
from bot.town import Town
from db.engine import Database
from db.failing import Unavailable
from locales import LANGUAGES, Translator
from simulator.engine import Engine
from simulator.faults import Fails, Flood, Refuses
from simulator.in_process import InProcess
from simulator.people import add_person
from tests.services.acts import joins

OWNER = 5_100_000_001
CODES = {one.telegram for one in LANGUAGES.values() if one.telegram} - {"en"}


class Start:
    """A bot that starts, again and again, at the same Telegram."""

    def __init__(self, database: Database) -> None:
        city, clock = cities.load("boston"), SystemClock()
        self.engine = Engine(clock)
        self.pace = Pace(None, clock)
        self.town = Town(city, city.policy, database, clock, owner=OWNER)
        wire = InProcess(self.engine)
        request = WireRequest(wire, self.pace)
        self.bot: ExtBot[None] = ExtBot(
            self.engine.token, request=request, get_updates_request=WireRequest(wire, self.pace)
        )

    def asked(self, *methods: str) -> Iterator[str]:
        """Which of these the bot has asked for."""
        return (entry.method for entry in self.engine.log if entry.method.startswith(methods))


@pytest_asyncio.fixture
async def start(database: Database) -> AsyncIterator[Start]:
    """A Telegram that knows nothing of the bot yet."""
    made = Start(database)
    await made.bot.initialize()
    yield made
    await made.bot.shutdown()


@pytest.mark.asyncio
async def test_commands_and_descriptions_are_set_for_everyone_and_for_each_language(start: Start) -> None:
    await menus.show(start.bot, start.town)
    shown = start.engine.profile
    spanish = shown.commands['{"type": "default"}', "es"][0]

    assert {language for _, language in shown.commands} == {"", *CODES}
    assert set(shown.descriptions) == set(shown.short_descriptions) == {"", *CODES}
    assert spanish["description"] == Translator(Language("es")).plain("command.start")


@pytest.mark.asyncio
async def test_a_database_that_does_not_say_who_the_owner_is_is_one_line(
    start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def known(*_: object) -> None:
        raise Unavailable("the database does not answer")

    monkeypatch.setattr("bot.services.meeting.known", known)
    with caplog.at_level(logging.WARNING):
        async with menus.shown(start.bot, start.town):
            while not caplog.messages:  # noqa: ASYNC110  nothing tells when
                await asyncio.sleep(0)

    assert caplog.messages == ["the owner's menu is as it was: the database does not answer"]


@pytest.mark.asyncio
async def test_a_menu_for_everyone_shows_what_everyone_may_do(start: Start) -> None:
    await menus.show(start.bot, start.town)

    for commands in start.engine.profile.commands.values():
        assert [one["command"] for one in commands] == list(render.IN_MENU[Role.RESIDENT])


@pytest.mark.asyncio
async def test_what_stands_there_already_is_not_set_again(start: Start) -> None:
    await menus.show(start.bot, start.town)
    start.engine.log.clear()
    await menus.show(start.bot, start.town)

    assert list(start.asked("set")) == []
    assert list(start.asked("get"))


@pytest.mark.asyncio
async def test_only_what_differs_is_set(start: Start) -> None:
    await menus.show(start.bot, start.town)
    start.engine.profile.descriptions["es"] = "Otra cosa"
    start.engine.log.clear()
    await menus.show(start.bot, start.town)

    assert list(start.asked("set")) == ["setMyDescription"]


@pytest.mark.asyncio
async def test_the_first_organizer_has_the_menu_of_organizers(start: Start) -> None:
    await joins(start.town, OWNER, role=Role.ORGANIZER)
    add_person(start.engine, "Olga", person_id=OWNER, has_started=True)
    await menus.show(start.bot, start.town)
    own = [commands for (scope, _), commands in start.engine.profile.commands.items() if str(OWNER) in scope]
    start.engine.log.clear()
    await menus.show(start.bot, start.town)

    assert [one["command"] for one in own[0]] == list(render.IN_MENU[Role.ORGANIZER])
    assert list(start.asked("set")) == []


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", [Flood(3600), Fails(502), Refuses(400, "Bad Request: no")])
async def test_when_telegram_refuses_it_is_one_line_in_the_log(
    start: Start, fault: Flood | Fails | Refuses, caplog: pytest.LogCaptureFixture
) -> None:
    start.engine.faults.next("getMyDescription", fault)
    with caplog.at_level(logging.WARNING):
        await menus.show(start.bot, start.town)

    assert [record.name for record in caplog.records if record.name.startswith("bot")] == ["bot.menus"]


@pytest.mark.asyncio
async def test_replies_do_not_wait_when_there_were_too_many_questions_about_the_menu(start: Start) -> None:
    add_person(start.engine, "Ana", person_id=OWNER, has_started=True)
    start.engine.faults.next("setMyCommands", Flood(None))
    await menus.show(start.bot, start.town)
    async with asyncio.timeout(5):
        await start.bot.send_message(OWNER, "hello")

    assert list(start.asked("sendMessage")) == ["sendMessage"]


@pytest.mark.asyncio
async def test_the_start_does_not_wait_for_the_menus(start: Start) -> None:
    start.engine.faults.delay = 3600.0
    async with asyncio.timeout(5), menus.shown(start.bot, start.town):
        at_work = True

    assert at_work


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_fit_in_what_telegram_takes(language: str) -> None:
    words, city = Translator(Language(language), strict=True), cities.load("boston")

    assert utf16_length(render.description(words, city)) <= 512
    assert utf16_length(render.short_description(words, city)) <= 120
    assert all(1 <= len(one.does) <= 256 for role in Role for one in render.menu(words, role))
