"""`python -m simulator demo`: it begins, the page answers, and it ends with nothing left."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from simulator.demo import demo
from tests.canaries import leaked

pytestmark = pytest.mark.once

HOUSE = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds for one line of the demo."""


class Running:
    """A demo with a small crowd, on any port that is free."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self.process = process
        self.url = url

    async def hears(self, wanted: str) -> str:
        """The next line with this in it."""
        assert self.process.stdout is not None
        while True:
            async with asyncio.timeout(PATIENCE):
                line = (await self.process.stdout.readline()).decode()
            assert line, f"it ended before it said {wanted!r}"
            assert leaked(line) == []
            if wanted in line:
                return line.strip()

    async def ends(self) -> int:
        """Its exit code, once it has one."""
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    async def view(self) -> dict[str, Any]:
        """What its page is told."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/sim/page") as response:
            facts: dict[str, Any] = (await response.json())["view"]
            return facts


@asynccontextmanager
async def demo_of(folder: Path, **environment: str) -> AsyncIterator[Running]:
    """A demo that keeps its own folder in this one."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "simulator", "demo", "--crowd", "10", "--pace", "0"),
        cwd=HOUSE,
        env={**os.environ, "PORT": "0", "TMPDIR": str(folder), **environment},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    try:
        yield Running(process, line.split()[1])
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.communicate()


def runs(pid: int) -> bool:
    """Whether there is a process with this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def is_empty(folder: Path) -> bool:
    """Whether nothing is left there."""
    return not list(folder.iterdir())


@pytest.mark.asyncio
async def test_it_plays_the_story_through_a_kill_of_the_bot_and_ends_with_nothing_left(tmp_path: Path) -> None:
    async with demo_of(tmp_path, SHOW="kea") as running:
        async with aiohttp.ClientSession() as session, session.get(running.url) as response:
            page = await response.text()
        await running.hears("10 of 10 neighbors have signed up")
        await running.hears("Olga opens the bot")
        first = (await running.view())["bot"]["pid"]
        async with aiohttp.ClientSession() as session, session.post(f"{running.url}/sim/page/kill", json={}) as answer:
            assert answer.status == 200
        await running.hears("The bot runs again")
        await running.hears("That was the story")
        view = await running.view()
        running.process.send_signal(signal.SIGINT)
        code = await running.ends()

    assert "<title>Avisa" in page
    assert [one["language"] for one in view["phones"] if one["role"] == "resident"] == ["kea"] * 3
    assert [(one["status"], one["told"], one["expected"]) for one in view["broadcasts"]] == [
        ("active", 16, 16),
        ("over", 16, 16),
    ]
    assert view["bot"]["pid"] != first
    assert code == 0
    assert not runs(view["bot"]["pid"])
    assert is_empty(tmp_path)


@pytest.mark.asyncio
async def test_it_can_be_stopped_before_it_has_begun(tmp_path: Path) -> None:
    async with demo_of(tmp_path) as running:
        await running.hears("Getting ready")
        running.process.send_signal(signal.SIGTERM)
        code = await running.ends()

    assert code == 0
    assert is_empty(tmp_path)


@pytest.mark.asyncio
async def test_a_bot_that_dies_ends_it_and_is_said(tmp_path: Path) -> None:
    async with demo_of(tmp_path) as running:
        await running.hears("Olga opens the bot")
        os.kill((await running.view())["bot"]["pid"], signal.SIGKILL)

        assert await running.ends() == 1


def test_a_language_that_nobody_speaks_here_is_one_line_and_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert demo(["--show", "tlh"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.asyncio
async def test_a_port_that_is_taken_is_one_line_and_2(tmp_path: Path) -> None:
    async with demo_of(tmp_path) as running:
        port = running.url.rpartition(":")[2]
        second = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "simulator", "demo", "--port", port), cwd=HOUSE, stderr=subprocess.PIPE
        )
        _, said = await second.communicate()

    assert second.returncode == 2
    assert said.decode() == f"demo: port {port} is taken; for another one: make demo PORT=8090\n"
