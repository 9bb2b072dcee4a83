"""What happens on the clock, as one table."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from telegram.ext import CallbackContext, JobQueue

from bot.domain.steady import Steady
from bot.services import dealing, duty, keeping, lapsing, rechecking, scheduling
from bot.town import Town
from db import backups
from db.backups import LOOKED_AFTER_EVERY
from db.engine import Database

log = logging.getLogger(__name__)


class Deed(Protocol):
    """What is done: one service, given the database and the time."""

    def __call__(self, database: Database, *, now: datetime) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True)
class Job:
    """What is done, and how often."""

    does: Deed
    every: timedelta
    by_the_clock: bool = True
    """It hangs on the time of day: while that cannot be believed, nothing is removed and nothing expires."""


JOBS = (
    Job(keeping.lapse, every=timedelta(seconds=15)),
    Job(keeping.expire, every=timedelta(seconds=30)),
    Job(duty.remind, every=timedelta(minutes=1)),
    Job(keeping.erase, every=timedelta(seconds=30), by_the_clock=False),
    Job(keeping.morning, every=timedelta(minutes=1), by_the_clock=False),
    Job(keeping.sweep, every=timedelta(minutes=10)),
)

DEALS = timedelta(seconds=10)
"""How often what waits is dealt anew and the lists are brought up to date: a volunteer's list changes at most so often,
whatever comes in."""

SENDS = timedelta(seconds=15)
"""How often notices are looked for whose time has come."""

LAPSES = timedelta(seconds=30)
"""How often incidents are looked for that are too old to be confirmed."""


RECHECKS = timedelta(minutes=1)
"""How often alerts are looked for that have grown old."""


def schedule(clock: "JobQueue[Any]", town: Town) -> None:
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
    )
    jobs = [*JOBS, *with_a_policy]
    if town.backups is not None:
        jobs.append(Job(partial(backups.look_after, folder=town.backups), every=LOOKED_AFTER_EVERY))
    for job in jobs:
        clock.run_repeating(
            _call(job, town, steady), job.every, first=job.every, name=getattr(job.does, "__name__", None)
        )


def _call(job: Job, town: Town, steady: Steady) -> Callable[[CallbackContext[Any, Any, Any, Any]], Any]:
    async def does() -> None:
        now = town.clock.now()
        if job.by_the_clock and not steady.is_believed(now, town.clock.monotonic()):
            log.warning("the clock has jumped: nothing is removed or expires until it has been steady for an hour")
            return
        await job.does(town.database, now=now)

    return guarded(does, getattr(job.does, "__name__", "a job"))


def guarded(does: Callable[[], Awaitable[None]], name: str) -> Callable[[CallbackContext[Any, Any, Any, Any]], Any]:
    """What the clock calls: what goes wrong is logged, and the next round tries again."""

    async def call(_context: CallbackContext[Any, Any, Any, Any]) -> None:
        try:
            await does()
        except Exception:
            log.exception("%s failed", name)

    return call
