"""The clock jumps: what hangs on the time of day waits until it can be believed again."""

from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from telegram.ext import ApplicationBuilder, JobQueue

import cities
from bot.domain.ids import Language
from bot.domain.people import Role
from bot.domain.report import Draft
from bot.jobs import schedule
from bot.lookout import Lookout
from bot.town import Town
from db import drafts, people
from db.engine import Database
from db.tables import drafts as draft_rows
from simulator.clock import VirtualClock
from simulator.engine import TOKEN
from tests.watching.conftest import CITY

HOUR = 3600.0
YEAR = 365 * 24 * HOUR


async def is_there(database: Database) -> bool:
    async with database.reading() as tx:
        return await tx.one(select(draft_rows.c.person)) is not None


@pytest.mark.parametrize("jump", [2 * HOUR, 25 * HOUR, 74 * YEAR, -25 * HOUR, -56 * YEAR])
@pytest.mark.asyncio
async def test_after_a_jump_nothing_is_removed_until_the_clock_was_steady_for_an_hour(
    database: Database, jump: float
) -> None:
    city, clock, queue = cities.load(str(CITY)), VirtualClock(), JobQueue[Any]()
    context: Any = SimpleNamespace(application=SimpleNamespace(bot_data={}))
    ApplicationBuilder().token(TOKEN).job_queue(queue).build()
    town = Town(city, city.policy, database, clock)
    async with database.transaction() as tx:
        ana = await people.add(tx, 7, language=Language("en"), role=Role.RESIDENT, now=clock.now())
        await drafts.save(tx, ana.number, Draft(tag=1), now=clock.now())
    schedule(queue, town, Lookout(town))
    [sweep] = [job.callback for job in queue.jobs() if job.name == "sweep"]

    clock.jump(jump)
    await sweep(context)
    doubted = await is_there(database)
    for _ in range(2):
        await clock.advance(HOUR + 60)
        await sweep(context)

    assert doubted
    assert await is_there(database) == (jump < 0)
