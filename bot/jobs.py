"""What happens on the clock, as one table."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from telegram.ext import Application, CallbackContext, JobQueue

from bot.domain.steady import Steady
from bot.domain.trouble import Trouble
from bot.lookout import Lookout
from bot.services import dealing, duty, keeping, lapsing, rechecking, recognizing, renewing, scheduling, tidying
from bot.town import Town
from db import backups, rotating
from db.backups import LOOKED_AFTER_EVERY
from db.engine import Database
from db.rotating import Followed

log = logging.getLogger(__name__)

UNDER_WAY = "under way"
"""Where the application's bot_data keeps what the clock has begun and is not over."""


class Deed(Protocol):
    """What is done: one service, given the database and the time. It may answer whether it could be done."""

    def __call__(self, database: Database, *, now: datetime) -> Awaitable[bool | None]: ...


@dataclass(frozen=True, slots=True)
class Job:
    """What is done, and how often."""

    does: Deed
    every: timedelta
    by_the_clock: bool = True
    """It hangs on the time of day: while that cannot be believed, nothing is removed and nothing expires."""
    trouble: Trouble | None = None
    """What organizers hear of when it cannot be done."""


JOBS = (
    Job(keeping.lapse, every=timedelta(seconds=15)),
    Job(keeping.expire, every=timedelta(seconds=30)),
    Job(duty.remind, every=timedelta(minutes=1)),
    Job(keeping.morning, every=timedelta(minutes=1), by_the_clock=False),
    Job(keeping.sweep, every=timedelta(minutes=10)),
)

ERASES = Job(keeping.erase, every=timedelta(seconds=30), by_the_clock=False, trouble=Trouble.ERASING)
"""Where what is deleted is overwritten."""

RENEWS = timedelta(minutes=1)
"""Where it is not: how often is looked whether it is time for a new main key."""

DEALS = timedelta(seconds=10)
"""How often what waits is dealt anew and the lists are brought up to date: a volunteer's list changes at most so often,
whatever comes in."""

SENDS = timedelta(seconds=15)
"""How often notices are looked for whose time has come."""

LAPSES = timedelta(seconds=30)
"""How often incidents are looked for that are too old to be confirmed."""


ROTATES, RESTS = 5.0, 55.0
"""Seconds between two looks whether a new main key is to be put in place, as whoever asked for it waits; and how much
longer it takes after one that failed."""

LOOKS = timedelta(minutes=2)
"""How often what there was news of is compared once more with what else is open near it."""

RECHECKS = timedelta(minutes=1)
"""How often alerts are looked for that have grown old."""


TIDIES = timedelta(minutes=20)
"""How often is looked whether it is time to write the database anew."""


def schedule(clock: "JobQueue[Any]", town: Town, lookout: Lookout) -> None:
    """Put every job on the clock. One that is still running is not started again."""
    steady = Steady(town.clock.now(), town.clock.monotonic())
    deal = partial(dealing.look_again, city=town.city, policy=town.policy)
    recheck = partial(rechecking.ask_again, policy=town.policy)
    send = partial(scheduling.send_due, city=town.city, policy=town.policy)
    lapse = partial(lapsing.lapse, policy=town.policy)
    with_a_policy = (
        Job(recheck, every=RECHECKS),
        Job(deal, every=DEALS, by_the_clock=False),
        Job(send, every=SENDS),
        Job(lapse, every=LAPSES),
        Job(partial(recognizing.look_around, city=town.city), every=LOOKS, by_the_clock=False),
        Job(partial(tidying.tidy, city=town.city), every=TIDIES),
    )
    renew = Job(partial(renewing.renew, city=town.city), every=RENEWS, trouble=Trouble.ERASING)
    jobs = [*JOBS, ERASES if town.database.overwrites else renew, *with_a_policy]
    if town.backups is not None:
        look_after = partial(backups.look_after, folder=town.backups)
        jobs.append(Job(look_after, every=LOOKED_AFTER_EVERY, trouble=Trouble.BACKUP))
    for job in jobs:
        name = getattr(job.does, "__name__", None)
        call = guarded(partial(_do, job, town, steady, lookout), name or "a job")
        clock.run_repeating(call, job.every, first=job.every, name=name)


async def rotations(town: Town, followed: Followed) -> None:
    """Put a new main key in place whenever one is wished for, until this is cancelled: then it goes on after the next
    start, or in another process. It is no job, as those are waited for at the end, and this takes minutes."""
    while True:
        try:
            await rotate(town, followed)
        except Exception:
            log.exception("the main key could not be replaced")
            await asyncio.sleep(RESTS)
        await asyncio.sleep(ROTATES)


async def rotate(town: Town, followed: Followed = rotating.nobody_else) -> None:
    """Put a new main key in place where there is one, and make a backup: those from before need the old key."""
    database, now = town.database, town.clock.now()
    if database.is_held_up or not await rotating.go_on(database, now=now, followed=followed):
        return
    if town.backups is not None:
        await backups.make(database, town.backups, now=now)


async def _do(job: Job, town: Town, steady: Steady, lookout: Lookout) -> None:
    if town.database.is_held_up:
        return  # the next round does it
    now = town.clock.now()
    if job.by_the_clock:
        is_believed = steady.is_believed(now, town.clock.monotonic())
        await lookout.note(Trouble.CLOCK, is_there=not is_believed)
        if not is_believed:
            log.warning("the clock has jumped: nothing is removed or expires until it has been steady for an hour")
            return
    try:
        done = await job.does(town.database, now=now)
    except Exception:
        if job.trouble is not None:
            await lookout.note(job.trouble, is_there=True)
        raise
    if job.trouble is not None:
        await lookout.note(job.trouble, is_there=done is False)


def guarded(does: Callable[[], Awaitable[None]], name: str) -> Callable[[CallbackContext[Any, Any, Any, Any]], Any]:
    """What the clock calls: what goes wrong is logged, and the next round tries again."""

    async def call(context: CallbackContext[Any, Any, Any, Any]) -> None:
        under_way, mine = context.application.bot_data.setdefault(UNDER_WAY, set()), asyncio.current_task()
        under_way.add(mine)
        try:
            await does()
        except Exception:
            log.exception("%s failed", name)
        finally:
            under_way.discard(mine)

    return call


async def end(application: Application[Any, Any, Any, Any, Any, Any], within: float) -> None:
    """Begin nothing more, and give what is under way so many seconds: PTB would wait for its end, whenever that is.
    What is not over then is told to stop, and whoever comes next does it."""
    clock = application.job_queue
    assert clock is not None and clock.scheduler is not None  # noqa: S101  `bot.app` gives it one
    clock.scheduler.pause()
    if not (under_way := application.bot_data.get(UNDER_WAY)):
        return
    _, late = await asyncio.wait(under_way, timeout=within)
    for one in late:
        one.cancel()
    await asyncio.gather(*late, return_exceptions=True)
