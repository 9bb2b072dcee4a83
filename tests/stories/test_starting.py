"""A start that cannot be is one line and an exit code; a Telegram that is not there is one line and patience."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.clock import SystemClock
from simulator.engine import TOKEN, Engine
from simulator.http import Served
from tests.canaries import leaked, plant

pytestmark = pytest.mark.once

NOBODY = "http://127.0.0.1:9"
"""The discard port: nothing of ours listens there."""


async def started(
    folder: Path, url: str, *, token: str = TOKEN, standby: str = "0", **others: str
) -> asyncio.subprocess.Process:
    """`python -m bot run` with a data folder of its own, and these other settings."""
    (folder / "data").mkdir(exist_ok=True)
    plant(token)
    settings = {
        "AVISA_TOKEN": token,
        "AVISA_TELEGRAM_URL": url,
        "AVISA_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'data' / 'avisa.db'}",
        "AVISA_KEYS": str(folder / "keys"),
        "AVISA_LISTEN": "127.0.0.1:0",
        "AVISA_STANDBY": standby,
        **others,
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AVISA_")}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment | settings, stderr=asyncio.subprocess.PIPE
    )


async def says(process: asyncio.subprocess.Process) -> str:
    """Its next line."""
    assert process.stderr is not None
    async with asyncio.timeout(60):
        line = (await process.stderr.readline()).decode()
    assert leaked(line) == []
    return line


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[str]:
    """Where a simulator answers."""
    async with Served(Engine(SystemClock())) as served:
        yield served.url


@pytest.mark.asyncio
async def test_a_token_that_telegram_does_not_know_ends_the_start(tmp_path: Path, telegram: str) -> None:
    bot = await started(tmp_path, telegram, token="7000000001:AAnobody-gave-this-token-to-us-0000")

    assert await says(bot) == "avisa: Telegram does not know this token (AVISA_TOKEN)\n"
    assert await bot.wait() == 2


@pytest.mark.asyncio
async def test_a_telegram_that_is_not_there_is_waited_for(tmp_path: Path) -> None:
    bot = await started(tmp_path, NOBODY)

    assert f"no answer from {NOBODY} yet" in await says(bot)
    bot.send_signal(signal.SIGTERM)
    assert await says(bot) == ""
    assert await bot.wait() == 0


@pytest.mark.asyncio
async def test_where_telegram_posts_a_port_that_is_taken_ends_the_start(tmp_path: Path, telegram: str) -> None:
    taken = telegram.removeprefix("http://")
    posted = {"AVISA_WEBHOOK_URL": "https://example.org", "AVISA_WEBHOOK_SECRET": "from-telegram_1"}
    bot = await started(tmp_path, telegram, AVISA_LISTEN=taken, **posted)

    assert "at work as @" in await says(bot)
    assert await says(bot) == f"avisa: nobody can listen at {taken}: Address already in use (AVISA_LISTEN)\n"
    assert await bot.wait() == 2


@pytest.mark.asyncio
async def test_a_second_bot_over_the_same_database_leaves(tmp_path: Path, telegram: str) -> None:
    first = await started(tmp_path, telegram)
    assert "at work as @" in await says(first)
    second = await started(tmp_path, telegram)

    assert (await says(second)).startswith("avisa: another Avisa works with ")
    assert await second.wait() == 75
    first.send_signal(signal.SIGTERM)
    assert await first.wait() == 0
