"""Where deleted rows are not overwritten, the main key is another after each night."""

from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.ext import ApplicationBuilder, JobQueue

from bot.jobs import rotate, schedule
from bot.lookout import Lookout
from bot.services import renewing
from bot.town import Town
from db import keys as key_folder
from db import rotating
from db.keys import MAIN
from simulator.clock import VirtualClock
from simulator.engine import TOKEN

HOUR = 3600.0


async def to_the_hour(town: Town, clock: VirtualClock, hour: int) -> None:
    """It is that hour in the city, today or tomorrow."""
    await clock.advance((hour - clock.now().astimezone(town.city.zone).hour) % 24 * HOUR)


async def renewed(town: Town, clock: VirtualClock) -> bool:
    """Whether this look has led to another main key."""
    await renewing.renew(town.database, city=town.city, now=clock.now())
    return await rotating.go_on(town.database, now=clock.now())


@pytest.mark.asyncio
async def test_once_a_night(town: Town, clock: VirtualClock) -> None:
    await to_the_hour(town, clock, 3)
    done = [await renewed(town, clock)]
    for hours in (19, 5, 1, 18, 5):
        await clock.advance(hours * HOUR)
        done.append(await renewed(town, clock))

    assert done == [False, False, True, False, False, True]


@pytest.mark.asyncio
async def test_after_thirty_hours_by_day_as_well(town: Town, clock: VirtualClock) -> None:
    await to_the_hour(town, clock, 8)
    await renewing.renew(town.database, city=town.city, now=clock.now())
    await clock.advance(29 * HOUR)
    before = await renewed(town, clock)
    await clock.advance(HOUR)

    assert (before, await renewed(town, clock)) == (False, True)


@pytest.mark.asyncio
async def test_that_it_could_not_be_done_for_long_is_said(town: Town, clock: VirtualClock) -> None:
    said = []
    for _ in range(3):
        said.append(await renewing.renew(town.database, city=town.city, now=clock.now()))
        await clock.advance(renewing.LATEST.total_seconds())

    assert said == [True, True, False]


@pytest.mark.asyncio
async def test_people_are_seen_under_the_same_tags_the_next_day(town: Town, clock: VirtualClock) -> None:
    keys = town.database.keys
    seen = keys.alias(1, 2), keys.pseudonym(7, 2)
    for _ in range(2):
        key_folder.prepare(keys.folder, keeps_tags=True)
        await rotating.go_on(town.database, now=clock.now())
    the_next_day = keys.alias(1, 2), keys.pseudonym(7, 2)
    key_folder.prepare(keys.folder)
    await rotating.go_on(town.database, now=clock.now())

    assert the_next_day == seen
    assert keys.alias(1, 2) != seen[0]
    assert keys.pseudonym(7, 2) != seen[1]


@pytest.mark.asyncio
async def test_the_clock_does_it_exactly_where_what_is_deleted_is_not_overwritten(
    town: Town, clock: VirtualClock
) -> None:
    jobs, lookout = JobQueue[Any](), Lookout(town)
    context: Any = SimpleNamespace(application=SimpleNamespace(bot_data={}))
    ApplicationBuilder().token(TOKEN).job_queue(jobs).build()
    schedule(jobs, town, lookout)
    was = (town.database.keys.folder / MAIN).read_bytes()
    await town.database.change(partial(rotating.note, now=clock.now() - renewing.LATEST))
    for job in jobs.jobs():
        await job.callback(context)
    await rotate(town)

    assert ((town.database.keys.folder / MAIN).read_bytes() == was) == town.database.overwrites
