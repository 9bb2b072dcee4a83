"""One process at a time works with a database."""

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier

import pytest

from bot.clock import SystemClock
from db.failing import Locked
from db.lock import locked, locked_in_time
from db.opening import CannotOpen
from tests.conftest import sqlite_url

STARTS = 100 if os.environ.get("AVISA_TEST_LONG") else 3
"""So often several begin at once."""

pytestmark = pytest.mark.sqlite

ANOTHER = """
import sys
from db.lock import locked
with locked(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_one_is_told_which_database_and_which_lock(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)

    with (
        locked(url),
        pytest.raises(Locked, match=r"another Avisa works with .*avisa\.db .*avisa\.db\.lock"),
        locked(url),
    ):
        pytest.fail("two at once")


@pytest.mark.parametrize("number", [2, 10])
def test_of_ten_who_begin_at_once_one_begins(tmp_path: Path, number: int) -> None:
    url, tried, begun = sqlite_url(tmp_path), Barrier(number), []

    def begins() -> None:
        with suppress(Locked), locked(url):
            begun.append(1)
            tried.wait()  # until all have tried, it is held
            return
        tried.wait()

    with ThreadPoolExecutor(number) as many:
        for _ in range(STARTS):
            for one in [many.submit(begins) for _ in range(number)]:
                one.result()

    assert begun == [1] * STARTS


def test_after_the_first_is_done_the_next_may_begin(tmp_path: Path) -> None:
    with locked(sqlite_url(tmp_path)):
        pass

    with locked(sqlite_url(tmp_path)):
        assert (tmp_path / "avisa.db.lock").exists()


def test_two_databases_have_two_locks(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()

    with locked(sqlite_url(tmp_path)), locked(sqlite_url(tmp_path / "other")):
        assert (tmp_path / "other" / "avisa.db.lock").exists()


def test_a_process_that_is_killed_holds_nothing_any_more(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", ANOTHER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as another:
        assert another.stdout is not None and another.stdout.readline() == "held\n"
        with pytest.raises(Locked), locked(url):
            pytest.fail("two at once")
        another.kill()
        another.wait()

    with locked(url):
        assert another.returncode == -9


def test_a_missing_data_folder_is_named_and_not_made(tmp_path: Path) -> None:
    with (
        pytest.raises(CannotOpen, match=r"data.*No such file.*AVISA_DATABASE_URL"),
        locked(sqlite_url(tmp_path / "data")),
    ):
        pytest.fail("there is no folder")

    assert not list(tmp_path.iterdir())


def test_a_database_that_is_no_file_has_no_lock(tmp_path: Path) -> None:
    with locked("sqlite+aiosqlite://"), locked("sqlite+aiosqlite://"):
        assert not list(tmp_path.iterdir())


class Watched(SystemClock):
    """A clock that says when somebody waits."""

    def __init__(self) -> None:
        self.waits = asyncio.Event()

    async def wait(self, event: asyncio.Event, seconds: float | None = None) -> bool:
        """Wait, and say so."""
        self.waits.set()
        return await super().wait(event, seconds)


@pytest.mark.asyncio
async def test_one_that_waits_takes_over_when_the_other_is_killed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url, clock = sqlite_url(tmp_path), Watched()
    command = (sys.executable, "-c", ANOTHER, url)
    pipe = asyncio.subprocess.PIPE
    another = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert another.stdout is not None and await another.stdout.readline() == b"held\n"

    async def waits() -> bool:
        async with locked_in_time(url, clock, asyncio.Event()) as is_ours:
            with pytest.raises(Locked), locked(url):
                pytest.fail("two at once")
            return is_ours

    waiting = asyncio.create_task(waits())
    async with asyncio.timeout(20):
        await clock.waits.wait()
        another.kill()
        await another.wait()
        assert await waiting

    assert [record.getMessage().endswith("waiting until it ends") for record in caplog.records] == [True]
    with locked(url):
        assert waiting.done()


@pytest.mark.asyncio
async def test_one_that_waits_can_be_told_to_stop(tmp_path: Path) -> None:
    url, stop = sqlite_url(tmp_path), asyncio.Event()
    with locked(url):
        stop.set()
        async with locked_in_time(url, SystemClock(), stop) as is_ours:
            assert not is_ours
