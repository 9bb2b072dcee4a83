"""What happens on the clock, as one table."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from telegram.ext import CallbackContext, JobQueue

from bot.domain.steady import Steady
from bot.services import keeping
from bot.town import Town
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
    Job(keeping.erase, every=timedelta(seconds=30), by_the_clock=False),
    Job(keeping.sweep, every=timedelta(minutes=10)),
)


def schedule(clock: "JobQueue[Any]", town: Town) -> None:
    """Put every job on the clock. One that is still running is not started again."""
    steady = Steady(town.clock.now(), town.clock.monotonic())
    for job in JOBS:
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
