"""The small city with its whole bot at work, and someone who watches over it."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

import cities
from bot import app
from bot.clock import SystemClock
from bot.counting import CountedWire
from bot.courier.pacing import Pace
from bot.listening import site
from bot.logs import QUIET, Lines
from bot.metrics import Watch
from bot.town import Town
from db.engine import Database
from db.tables import inbox
from simulator.engine import Engine
from simulator.in_process import InProcess
from simulator.phones import EnginePhone, EnginePhones
from tests.services.acts import joins, rows

CITY = Path(__file__).parents[1] / "services" / "city"
Client = TestClient[web.Request, web.Application]


@dataclass
class Watched:
    """A bot at work, people on phones, and what is known of them from outside."""

    engine: Engine
    avisa: app.Avisa
    watch: Watch
    phones: EnginePhones

    @property
    def town(self) -> Town:
        """The city at work."""
        return self.avisa.town

    async def comes(self, name: str, *where: str, language: str = "en") -> EnginePhone:
        """Someone with a phone listens there."""
        phone = await self.phones.phone(name, language=language, has_started=True)
        await joins(self.town, phone.id, *where, language=language)
        return phone


@pytest_asyncio.fixture
async def watched(database: Database) -> AsyncIterator[Watched]:
    """The bot at work."""
    clock, city = SystemClock(), cities.load(str(CITY))
    engine, pace = Engine(clock), Pace(None, clock)
    wire = CountedWire(InProcess(engine), clock)
    town = Town(city, city.policy, database, clock)
    avisa = app.build(town, wire, pace, token=engine.token)
    watch = Watch(town, avisa.intake, avisa.courier, pace, wire, polls=True)
    async with avisa.at_work() as tasks:
        yield Watched(engine, avisa, watch, EnginePhones(engine))
        assert not [task for task in tasks if task.done()]


@pytest_asyncio.fixture
async def client(watched: Watched) -> AsyncIterator[Client]:
    """Who asks for health and metrics."""
    async with TestClient(TestServer(site(watched.watch))) as opened:
        yield opened


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, also by libraries, at DEBUG, as it would be written."""
    root, stream = logging.getLogger(), io.StringIO()
    loggers = [root, *map(logging.getLogger, QUIET)]
    levels, handler = [one.level for one in loggers], logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    root.addHandler(handler)
    for one in loggers:
        one.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)


async def until_settled(watched: Watched) -> None:
    """Wait until everything that came in is handled, and everything is carried. What Telegram has no more is written
    down: the inbox is looked at after that."""
    async with asyncio.timeout(20):
        is_heard = False
        while not is_heard:
            waits = bool(watched.engine.updates)
            is_heard = all(row.answered for row in await rows(watched.town.database, inbox)) and not waits
        await watched.avisa.courier.idle()
