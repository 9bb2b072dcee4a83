"""A small town at work, on a clock that stands still."""

from pathlib import Path

import pytest
import pytest_asyncio

from bot.town import Town
from cities import City, load
from db.engine import Database
from simulator.clock import VirtualClock
from tests.services.acts import OWNER


@pytest.fixture(scope="session")
def city() -> City:
    """Harborton: the harbor, the mill beside it, the hill near it, the quay too far."""
    return load(str(Path(__file__).parent / "city"))


@pytest.fixture
def clock() -> VirtualClock:
    """Time moves when a test says so."""
    return VirtualClock()


@pytest_asyncio.fixture
async def town(database: Database, city: City, clock: VirtualClock) -> Town:
    """Everything that a service is given."""
    return Town(city, city.policy, database, clock, owner=OWNER)
