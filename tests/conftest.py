"""What tests share: a real database in a folder of their own."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

from db.engine import Database
from tests.fresh import copied, model

settings.register_profile("quick", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("long" if os.environ.get("AVISA_TEST_LONG") else "quick")


def sqlite_url(folder: Path) -> str:
    """Where a test's database lies."""
    return f"sqlite+aiosqlite:///{folder / 'avisa.db'}"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that nobody has used yet, and its keys: to be copied, never opened."""
    return model(tmp_path_factory.mktemp("empty"))


@pytest_asyncio.fixture
async def database(tmp_path: Path, empty: Path) -> AsyncIterator[Database]:
    """A new database with its keys, apart from it."""
    opened = copied(empty, tmp_path)
    yield opened
    await opened.close()
