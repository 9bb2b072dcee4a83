"""The small city with its whole bot at work, for each story anew."""

from collections.abc import AsyncIterator

import pytest_asyncio

from db.engine import Database
from tests.stories.harborton import Harborton, at_work


@pytest_asyncio.fixture
async def harborton(database: Database) -> AsyncIterator[Harborton]:
    """The bot at work."""
    async with at_work(database) as made:
        yield made
