"""What a bot does about what goes wrong around it: real processes, a simulated Telegram."""

import asyncio
import signal
from pathlib import Path

import pytest

from bot.clock import SystemClock
from simulator.engine import Engine
from simulator.faults import Fails, Late
from simulator.http import Served
from simulator.phones import EnginePhones
from tests.stories.test_starting import says, started

pytestmark = pytest.mark.once

AT_WORK = "at work as @"
ENDS_WITHIN = 10.0
"""Seconds that a service manager grants."""


async def hears(process: asyncio.subprocess.Process, wanted: str) -> str:
    """Its next line that says this."""
    while wanted not in (line := await says(process)):
        assert line, "it ended"
    return line


async def ends(process: asyncio.subprocess.Process, seconds: float = 60.0) -> int:
    """Its exit code."""
    async with asyncio.timeout(seconds):
        return await process.wait()


@pytest.mark.asyncio
async def test_of_two_that_stand_by_one_can_be_stopped_and_the_other_takes_over_when_the_first_is_killed(
    tmp_path: Path,
) -> None:
    async with Served(Engine(SystemClock())) as telegram:
        first = await started(tmp_path, telegram.url)
        await hears(first, AT_WORK)
        second, third = [await started(tmp_path, telegram.url, standby="1") for _ in range(2)]
        for one in (second, third):
            await hears(one, "waiting until it ends")
        third.send_signal(signal.SIGTERM)
        assert await ends(third) == 0
        first.kill()
        await hears(second, AT_WORK)
        second.send_signal(signal.SIGTERM)

        assert [await ends(first), await ends(second)] == [-signal.SIGKILL, 0]


@pytest.mark.asyncio
async def test_asked_to_stop_it_does_not_wait_for_a_telegram_that_is_slow(tmp_path: Path) -> None:
    engine = Engine(SystemClock())
    async with Served(engine) as telegram:
        bot = await started(tmp_path, telegram.url)
        await hears(bot, AT_WORK)
        engine.faults.next("sendMessage", Late(3600.0))
        ana = await EnginePhones(engine).phone("Ana")
        await ana.says("/start")
        async with asyncio.timeout(60):
            while engine.faults._next["sendMessage"]:
                await engine.journal.news.wait()
        bot.send_signal(signal.SIGTERM)

        assert await ends(bot, ENDS_WITHIN) == 0


@pytest.mark.asyncio
async def test_a_telegram_that_fails_at_the_start_is_waited_for(tmp_path: Path) -> None:
    engine = Engine(SystemClock())
    engine.faults.next("getMe", Fails(500))
    engine.faults.next("deleteWebhook", Fails(502))
    async with Served(engine) as telegram:
        bot = await started(tmp_path, telegram.url)
        await hears(bot, "no answer from")
        await hears(bot, AT_WORK)
        await hears(bot, "over: Telegram does not agree on where updates go")
        bot.send_signal(signal.SIGTERM)

        assert await ends(bot) == 0


@pytest.mark.asyncio
async def test_a_damaged_database_ends_the_start_and_is_left_as_it_is(tmp_path: Path) -> None:
    async with Served(Engine(SystemClock())) as telegram:
        bot = await started(tmp_path, telegram.url)
        await hears(bot, AT_WORK)
        bot.send_signal(signal.SIGTERM)
        await ends(bot)
        file = tmp_path / "data" / "avisa.db"
        whole = file.read_bytes()
        damaged = whole[: len(whole) // 2] + b"\xff" * 4096 + whole[len(whole) // 2 + 4096 :]
        file.write_bytes(damaged)
        again = await started(tmp_path, telegram.url)

        assert "avisa: the database" in await hears(again, "is damaged")
        assert await ends(again) == 2
        assert file.read_bytes() == damaged
