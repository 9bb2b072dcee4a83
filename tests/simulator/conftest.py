"""What tests of the simulator share: an engine on a clock that stands still, and people who have started the bot."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from simulator import people
from simulator.chats import Chat
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.http import Served
from tests.simulator.asking import Bot, HttpBot


@pytest.fixture
def clock() -> VirtualClock:
    """Stands still."""
    return VirtualClock()


@pytest.fixture
def engine(clock: VirtualClock) -> Engine:
    """An engine without limits."""
    return Engine(clock)


@pytest.fixture
def bot(engine: Engine) -> Bot:
    """Asks the engine."""
    return Bot(engine)


@pytest_asyncio.fixture
async def far_bot(engine: Engine) -> AsyncIterator[HttpBot]:
    """Asks the engine over HTTP."""
    async with Served(engine) as served, aiohttp.ClientSession() as session:
        yield HttpBot(served, session)


@pytest.fixture
def ana(engine: Engine) -> Chat:
    """Someone who has started the bot."""
    return people.add_person(engine, "Ana", language="es", has_started=True)
