"""What tests share: a real database in a folder of their own."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from hypothesis import HealthCheck, settings

from db.engine import Database
from db.opening import open_database

settings.register_profile("quick", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("long" if os.environ.get("AVISA_TEST_LONG") else "quick")


def sqlite_url(folder: Path) -> str:
    """Where a test's database lies."""
    return f"sqlite+aiosqlite:///{folder / 'avisa.db'}"


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A new database with keys of its own, apart from it."""
    data = tmp_path / "data"
    data.mkdir()
    opened = await open_database(sqlite_url(data), tmp_path / "keys")
    yield opened
    await opened.close()
