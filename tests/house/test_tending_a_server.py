"""What an operator types while processes of the city work together on a PostgreSQL."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.__main__ import Exit, main
from db import rotating
from db.engine import Database, connect
from db.keys import NEXT, Keys
from db.members import Control
from tests.db.crowd import NOW
from tests.house.generated import PREFIX

Said = pytest.CaptureFixture[str]


@pytest.fixture
def city(tmp_path: Path, served: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where a city is, and settings that name it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"{PREFIX}TOKEN", "123456:never-a-real-token")
    monkeypatch.setenv(f"{PREFIX}TELEGRAM_URL", "http://127.0.0.1:9")
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", served)
    for name in ("KEYS", "CITY"):
        monkeypatch.delenv(f"{PREFIX}{name}", raising=False)
    assert main(["migrate"]) == Exit.ASKED_TO_STOP
    return served


@asynccontextmanager
async def at_work(url: str) -> AsyncIterator[None]:
    """A process of the city is."""
    control = await Control.open(url)
    await control.join()
    try:
        yield
    finally:
        await control.close()


async def typed(*words: str) -> subprocess.CompletedProcess[str]:
    """What becomes of `python -m bot` with these words."""
    house = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "bot", *words]
    return await asyncio.to_thread(subprocess.run, command, env=house, capture_output=True, text=True, check=False)


def test_a_schema_is_not_changed_under_those_who_are_at_work(city: str) -> None:
    async def meanwhile() -> subprocess.CompletedProcess[str]:
        async with at_work(city):
            return await typed("migrate")

    refused = asyncio.run(meanwhile())

    assert refused.returncode == Exit.ANOTHER_RUNS
    assert "another Avisa works with the schema public" in refused.stderr


def test_a_new_main_key_is_left_to_those_who_are_at_work(city: str, tmp_path: Path) -> None:
    async def meanwhile() -> subprocess.CompletedProcess[str]:
        async with at_work(city):
            asked = asyncio.create_task(typed("keys", "rotate"))
            async with asyncio.timeout(60):
                while not (tmp_path / "keys" / NEXT).exists():  # noqa: ASYNC110  another process makes it
                    await asyncio.sleep(0.01)
            database = Database(connect(city), Keys(tmp_path / "keys"))
            await rotating.go_on(database, now=NOW)
            await database.close()
            return await asked

    done = asyncio.run(meanwhile())

    assert done.returncode == Exit.ASKED_TO_STOP
    assert "the running Avisa seals everything anew" in done.stdout


def test_with_nobody_at_work_it_is_put_in_place_at_once(city: str, tmp_path: Path, capsys: Said) -> None:
    before = (tmp_path / "keys" / "main.key").read_text()

    assert main(["keys", "rotate"]) == Exit.ASKED_TO_STOP
    assert "0 people sealed anew" in capsys.readouterr().out
    assert (tmp_path / "keys" / "main.key").read_text() != before
