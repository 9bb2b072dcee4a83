"""What happens on the clock: what goes wrong there is said, and ends nothing."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.ext import ApplicationBuilder, JobQueue

import cities
from bot import app
from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.domain.letter import Says
from bot.domain.people import Role
from bot.domain.steady import Steady
from bot.domain.trouble import PATIENCE, Trouble
from bot.jobs import ERASES, JOBS, Job, _do, guarded, rotate, schedule
from bot.lookout import Lookout
from bot.services import keeping
from bot.town import Town
from db import keys as key_folder
from db import rotating
from db.backups import LOOKED_AFTER_EVERY, NoBackup, look_after
from db.engine import Database
from db.sqlite import PRAGMAS
from db.tables import letters
from simulator.clock import VirtualClock
from simulator.engine import TOKEN, Engine
from simulator.in_process import InProcess
from tests.services.acts import joins, rows
from tests.watching.conftest import CITY


@pytest.mark.asyncio
async def test_a_job_that_fails_is_one_line_and_is_called_again(caplog: pytest.LogCaptureFixture) -> None:
    tries = list[int]()
    context: Any = SimpleNamespace(application=SimpleNamespace(bot_data={}))

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
    city, clock = cities.load(str(CITY)), JobQueue[Any]()
    context: Any = SimpleNamespace(application=SimpleNamespace(bot_data={}))
    ApplicationBuilder().token(TOKEN).job_queue(clock).build()
    town = Town(city, city.policy, database, SystemClock(), backups=tmp_path if is_named else None)
    schedule(clock, town, Lookout(town))

    assert clock.scheduler is not None
    for job in clock.jobs():
        await job.callback(context)
    assert len(list(tmp_path.glob("avisa-*.backup"))) == is_named  # noqa: ASYNC240  a look into a folder


async def told(town: Town) -> list[str]:
    return [row.says for row in await rows(town.database, letters)]


async def runs(town: Town, job: Job, lookout: Lookout) -> None:
    """The job once, whatever comes of it."""
    steady = Steady(town.clock.now(), town.clock.monotonic())
    with suppress(NoBackup):
        await _do(job, town, steady, lookout)


@pytest.mark.asyncio
async def test_organizers_hear_that_no_backup_can_be_made_once_and_when_it_can_again(
    database: Database, tmp_path: Path
) -> None:
    clock, city = VirtualClock(), cities.load(str(CITY))
    town = Town(city, city.policy, database, clock)
    lookout = Lookout(town)
    job = Job(partial(look_after, folder=tmp_path / "backups"), every=LOOKED_AFTER_EVERY, trouble=Trouble.BACKUP)
    await joins(town, 7, role=Role.ORGANIZER)
    for _ in range(2):
        await runs(town, job, lookout)
        await clock.advance(LOOKED_AFTER_EVERY.total_seconds())
    while_it_fails = await told(town)
    (tmp_path / "backups").mkdir()
    for _ in range(2):
        await runs(town, job, lookout)
        await clock.advance(LOOKED_AFTER_EVERY.total_seconds())

    assert while_it_fails == [Says.TROUBLE_BACKUP]
    assert await told(town) == [Says.TROUBLE_BACKUP, Says.TROUBLE_OVER]


@pytest.mark.asyncio
async def test_organizers_hear_of_a_reader_who_keeps_the_log_for_long(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PRAGMAS, "busy_timeout", 10)
    clock, city = VirtualClock(), cities.load(str(CITY))
    town = Town(city, city.policy, database, clock)
    lookout = Lookout(town)
    job = ERASES
    await joins(town, 7, role=Role.ORGANIZER)
    async with database.reading() as tx:
        await tx.all(letters.select())
        await joins(town, 8)
        await runs(town, job, lookout)
        at_first = await told(town)
        await clock.advance(PATIENCE[Trouble.ERASING])
        await runs(town, job, lookout)

    assert at_first == []
    assert await told(town) == [Says.TROUBLE_ERASING]


@pytest.mark.asyncio
async def test_what_is_done_by_the_clock_waits_for_what_has_a_long_turn(database: Database) -> None:
    city, done = cities.load(str(CITY)), list[object]()
    town = Town(city, city.policy, database, VirtualClock())

    async def does(database: Database, *, now: datetime) -> None:
        done.append((database, now))

    job = Job(does, every=LOOKED_AFTER_EVERY)
    async with database.turn():
        await runs(town, job, Lookout(town))
    meanwhile = len(done)
    await runs(town, job, Lookout(town))

    assert (meanwhile, len(done)) == (0, 1)


@pytest.mark.asyncio
async def test_organizers_hear_of_a_clock_that_jumps(database: Database) -> None:
    clock, city = VirtualClock(), cities.load(str(CITY))
    town = Town(city, city.policy, database, clock)
    await joins(town, 7, role=Role.ORGANIZER)
    [job] = [one for one in JOBS if one.does is keeping.sweep]
    steady = Steady(clock.now() - timedelta(hours=25), clock.monotonic())
    await _do(job, town, steady, Lookout(town))

    assert await told(town) == [Says.TROUBLE_CLOCK]


@pytest.mark.asyncio
async def test_a_new_main_key_is_not_waited_for_when_the_bot_ends_and_comes_after_the_next_start(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_begun = asyncio.Event()

    async def nobody_follows() -> None:
        has_begun.set()
        await asyncio.Event().wait()

    clock, city = SystemClock(), cities.load(str(CITY))
    engine, pace = Engine(clock), Pace(None, clock)
    town = Town(city, city.policy, database, clock)
    key_folder.prepare(database.keys.folder)
    with monkeypatch.context() as others:
        others.setattr(rotating, "nobody_else", nobody_follows)
        avisa = app.build(town, InProcess(engine), pace, token=engine.token)
    async with avisa.at_work():
        await has_begun.wait()
    was_left = key_folder.is_under_way(database.keys.folder)
    await rotate(town)

    assert was_left
    assert not key_folder.is_under_way(database.keys.folder)
