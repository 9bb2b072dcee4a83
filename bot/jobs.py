"""What happens on the clock, as one table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from telegram.ext import CallbackContext, JobQueue

from bot.services import keeping
from bot.town import Town
from db.engine import Database


class Deed(Protocol):
    """What is done: one service, given the database and the time."""

    def __call__(self, database: Database, *, now: datetime) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True)
class Job:
    """What is done, and how often."""

    does: Deed
    every: timedelta


JOBS = (
    Job(keeping.lapse, every=timedelta(seconds=15)),
    Job(keeping.expire, every=timedelta(seconds=30)),
    Job(keeping.erase, every=timedelta(seconds=30)),
    Job(keeping.sweep, every=timedelta(minutes=10)),
)


def schedule(clock: "JobQueue[Any]", town: Town) -> None:
    """Put every job on the clock. One that is still running is not started again."""
    for job in JOBS:
        clock.run_repeating(_call(job, town), job.every, first=job.every, name=getattr(job.does, "__name__", None))


def _call(job: Job, town: Town) -> Callable[[CallbackContext[Any, Any, Any, Any]], Any]:
    async def call(_context: CallbackContext[Any, Any, Any, Any]) -> None:
        await job.does(town.database, now=town.clock.now())

    return call
