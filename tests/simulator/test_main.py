"""`python -m simulator`."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.clock import SystemClock
from simulator.__main__ import VERBS, main
from simulator.engine import TOKEN, Engine
from simulator.http import Served

HOUSE = Path(__file__).parents[2]


@pytest.mark.asyncio
async def test_it_serves_until_it_is_told_to_stop() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", "serve", "--port", "0", cwd=HOUSE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    url = line.split()[1]
    async with aiohttp.ClientSession() as session, session.post(f"{url}/bot{TOKEN}/getMe") as response:
        answer = await response.json()
    process.send_signal(signal.SIGTERM)

    assert await process.wait() == os.EX_OK
    assert answer["ok"]


@pytest.mark.asyncio
async def test_a_port_that_is_taken_is_one_line_and_2() -> None:
    async with Served(Engine(SystemClock())) as served:
        port = served.url.rpartition(":")[2]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "simulator", "serve", "--port", port, cwd=HOUSE, stderr=subprocess.PIPE
        )
        _, said = await process.communicate()

    assert process.returncode == 2
    assert said.decode() == f"simulator: port {port} on 127.0.0.1 is taken\n"


def test_a_story_on_a_server_wants_to_look_through_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["story", "--database", "postgresql+asyncpg://avisa@/story"])

    assert ended.value.code == 2
    assert "--files" in capsys.readouterr().err


def test_an_unknown_verb_lists_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["moon"])

    said = capsys.readouterr().err
    assert stopped.value.code == 2
    assert all(verb in said for verb in VERBS)
