"""The real handlers behind the intake, on the simulated Telegram: who is heard, and who never is."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select

import cities
from bot import app
from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.domain.ids import Language
from bot.domain.people import Role
from bot.services import meeting
from bot.town import Town
from db import people as everyone
from db.engine import Database
from db.failing import Unavailable
from db.tables import inbox, people, quarantine
from handlers.context import Context
from simulator.chats import Bond, Chat, ChatType
from simulator.engine import Engine
from simulator.in_process import InProcess
from simulator.people import add_group, say
from simulator.phones import EnginePhone, EnginePhones
from tests.intake.house import NOON
from tests.intake.telegram import PATIENCE, message

ANA = 5_100_000_001
PLACEHOLDERS = [777000, 1087968824, 136817688]


class Bot:
    """The whole bot without its courier and its clock's jobs, on a simulated Telegram."""

    def __init__(self, database: Database) -> None:
        clock, city = SystemClock(), cities.load("boston")
        self.database = database
        self.engine = Engine(clock)
        self.phones = EnginePhones(self.engine)
        town = Town(city, city.policy, database, clock)
        self.avisa = app.build(town, InProcess(self.engine), Pace(None, clock), token=self.engine.token)

    async def ana(self, *, role: Role = Role.ORGANIZER) -> EnginePhone:
        """Someone whom the bot knows, and who reads Spanish."""
        async with self.database.transaction() as tx:
            await everyone.add(tx, ANA, language=Language("es"), role=role, now=NOON)
        return await self.phones.phone("Ana", language="es", person_id=ANA, has_started=True)

    async def takes(self, *updates: dict[str, Any]) -> None:
        """These come in, as they stand, and everything is answered."""
        for update in updates:
            self.engine.updates.inject({key: value for key, value in update.items() if key != "update_id"})
        await self.is_done()

    async def is_done(self) -> None:
        """Wait until everything that came in is answered."""
        async with asyncio.timeout(PATIENCE):
            while len(self.engine.updates) + await self._rows(select(func.count()).where(inbox.c.answered.is_(None))):
                pass

    async def _rows(self, statement: Any) -> int:
        async with self.database.reading() as tx:
            return int((await tx.connection.execute(statement)).scalar_one())

    async def faults(self) -> list[tuple[str, str]]:
        """Kind and error of what is in quarantine."""
        async with self.database.reading() as tx:
            return [(row.kind, row.error) for row in await tx.all(select(quarantine))]

    async def known(self) -> int:
        """How many people the bot knows."""
        return await self._rows(select(func.count()).select_from(people))

    def sent(self) -> list[str]:
        """What the bot asked of Telegram, apart from updates."""
        return [entry.method for entry in self.engine.log if entry.method not in {"getUpdates", "getMe"}]


@pytest_asyncio.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    """The bot at work."""
    made = Bot(database)
    await made.avisa.application.initialize()
    running = asyncio.create_task(made.avisa.intake.run())
    yield made
    await made.avisa.intake.stop()
    await running
    await made.avisa.application.shutdown()


def by(sender: dict[str, Any] | None, text: str = "/start", **more: Any) -> dict[str, Any]:
    """A message in Ana's private chat, by somebody else."""
    update = message(0, text, chat=ANA, **more)
    update["message"].pop("from")
    if sender is not None:
        update["message"]["from"] = sender
    return update


@pytest.mark.asyncio
async def test_a_person_in_a_private_chat_is_heard(bot: Bot) -> None:
    ana = await bot.ana()
    await ana.says("/duty")
    await ana.hears("turno")


@pytest.mark.parametrize(
    "update",
    [
        by(None),
        by({"id": ANA, "is_bot": True, "first_name": "Ana"}),
        *(by({"id": number, "is_bot": False, "first_name": "Telegram"}) for number in PLACEHOLDERS),
        by(
            {"id": ANA, "is_bot": False, "first_name": "Ana"},
            sender_chat={"id": -100, "type": "channel", "title": "A channel"},
        ),
    ],
    ids=["nobody", "bot", *map(str, PLACEHOLDERS), "channel"],
)
@pytest.mark.asyncio
async def test_whoever_does_not_speak_for_themselves_is_not_heard(bot: Bot, update: dict[str, Any]) -> None:
    await bot.ana()
    await bot.takes(update)

    assert (bot.sent(), await bot.known(), await bot.faults()) == ([], 1, [])


@pytest.mark.asyncio
async def test_an_organizer_has_no_authority_in_a_group(bot: Bot) -> None:
    ana = await bot.ana()
    group = add_group(bot.engine, "Neighbors", by=ana.chat)
    await bot.is_done()
    before = bot.sent()
    for kind in ChatType.GROUP, ChatType.SUPERGROUP:
        number = bot.engine.new_group()
        elsewhere = bot.engine.chats[number] = Chat(number, kind, "Elsewhere", bond=Bond.MEMBER)
        for text in "/invite", "/start", "/help":
            say(bot.engine, ana.chat, text, to=elsewhere)
    await bot.is_done()

    assert [one.content.text for one in group.messages.values()] == [
        "Este bot solo funciona en chats privados. Por eso ahora sale de aquí."
    ]
    assert (before, bot.sent(), ana.heard()) == (["sendMessage", "leaveChat"], before, [])


@pytest.mark.asyncio
async def test_a_fault_is_admitted_in_the_persons_language_with_the_reference_in_the_log(
    bot: Bot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await bot.ana()
    tries = list[int]()

    async def fails_twice(_context: Context, _screen: object) -> None:
        tries.append(1)
        if len(tries) == 2:
            monkeypatch.undo()
        raise KeyError("two vans")

    monkeypatch.setattr(Context, "say", fails_twice)
    await ana.says("/help")
    told = await ana.hears("Algo falló de nuestro lado")
    await bot.is_done()

    reference = re.findall(r"\b[A-Z]{6}\b", told.text)
    assert [reference[0] in record.getMessage() for record in caplog.records] == [True]
    assert await bot.faults() == [("message", "KeyError")]


@pytest.mark.asyncio
async def test_when_it_cannot_be_known_who_asks_no_handler_sees_the_update(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unknown(_database: Database, _telegram_id: int) -> None:
        monkeypatch.undo()
        raise Unavailable("database is locked")

    ana = await bot.ana()
    monkeypatch.setattr(meeting, "known", unknown)
    await ana.says("/duty")
    await ana.hears("turno")

    assert len(ana.heard()) == 1
