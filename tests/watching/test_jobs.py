"""What happens on the clock: what goes wrong there is said, and ends nothing."""

import logging
from pathlib import Path
from typing import Any

import pytest
from telegram.ext import ApplicationBuilder, JobQueue

import cities
from bot.clock import SystemClock
from bot.jobs import guarded, schedule
from bot.town import Town
from db.engine import Database
from simulator.engine import TOKEN
from tests.watching.conftest import CITY


@pytest.mark.asyncio
async def test_a_job_that_fails_is_one_line_and_is_called_again(caplog: pytest.LogCaptureFixture) -> None:
    tries = list[int]()
    context: Any = None

    async def fails() -> None:
        tries.append(1)
        raise KeyError("77 Wharf Street")

    call = guarded(fails, "sweep")
    with caplog.at_level(logging.ERROR):
        for _ in range(2):
            await call(context)

    assert len(tries) == 2
    assert [one.getMessage() for one in caplog.records] == ["sweep failed"] * 2


@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.asyncio
async def test_backups_are_made_by_themselves_where_a_folder_is_named_for_them(
    database: Database, tmp_path: Path, is_named: bool
) -> None:
    city, context, clock = cities.load(str(CITY)), None, JobQueue[Any]()
    ApplicationBuilder().token(TOKEN).job_queue(clock).build()
    schedule(clock, Town(city, city.policy, database, SystemClock(), backups=tmp_path if is_named else None))

    assert clock.scheduler is not None
    for job in clock.jobs():
        await job.callback(context)
    assert len(list(tmp_path.glob("avisa-*.backup"))) == is_named  # noqa: ASYNC240  a look into a folder
