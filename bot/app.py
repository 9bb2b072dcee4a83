"""The one place that builds and joins things."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot, JobQueue

import handlers
from bot import full_disk, jobs, progress
from bot.courier.courier import FREE_SEATS, Courier
from bot.courier.pacing import Pace
from bot.courier.request import WireRequest
from bot.full_disk import FullDisk
from bot.intake.intake import Intake
from bot.lookout import Lookout
from bot.together import Together
from bot.town import Town
from bot.wire import Wire
from db import rotating
from handlers import errors, guard
from handlers.context import Context

STOPS_WITHIN = 4.0
"""Seconds for what is being handled, as many for what is in flight, and as many for what is done on the clock: under
the fifteen that `deploy/avisa.service` and `docker-compose.yml` grant."""

Running = Application[Any, Any, Any, Any, Any, Any]


class Forgetful(Running):
    """PTB's application, without its memory of every chat and person that it ever saw: we have nothing to persist."""

    def _mark_for_persistence_update(self, **_seen: object) -> None:
        """Nothing is marked."""


@dataclass(frozen=True, slots=True)
class Avisa:
    """The bot, joined and not yet at work: what comes in, what goes out, and what handles it."""

    town: Town
    wire: Wire
    application: Running
    intake: Intake
    courier: Courier
    lookout: Lookout
    schedule: Callable[[], None]
    """Puts on the clock what one process does for all."""
    rotations: Callable[[], Coroutine[Any, Any, None]]
    """Puts a new main key in place whenever one is wished for."""
    us: Together | None = None
    """This process among others; none where it is the only one."""

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[list[asyncio.Task[None]]]:
        """At work while the block lasts; the tasks end by themselves only when nothing more can be done."""
        application = self.application
        await application.initialize()
        await application.start()
        tasks = [
            asyncio.create_task(self._lead(), name="courier"),
            asyncio.create_task(self.intake.run(), name="intake"),
        ]
        try:
            yield tasks
        finally:
            if self.us is not None:
                self.us.retire()
            within = 0.0 if self.us is not None and not self.us.may_send() else STOPS_WITHIN
            await self.intake.stop(within)
            await self.courier.stop(within)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await jobs.end(application, within)
            await application.stop()
            await application.shutdown()

    async def _lead(self) -> None:
        """What one process does for all, from the moment that it is this one's to do."""
        if self.us is not None:
            await self.us.leads.wait()
        self.schedule()
        self.intake.may_poll.set()
        rotations = asyncio.create_task(self.rotations(), name="rotations")
        try:
            await self.courier.run()
        finally:
            rotations.cancel()
            await asyncio.gather(rotations, return_exceptions=True)


def settle_memory() -> None:
    """Let the garbage collector pass over all that is here to stay: for each message sent it would look through some of
    it again. What a former life of this process has left, before it was cut off from the others, goes."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def build(
    town: Town,
    wire: Wire,
    pace: Pace,
    *,
    token: str,
    seats: int = FREE_SEATS,
    paid: bool = False,
    polls: bool = True,
    us: Together | None = None,
) -> Avisa:
    """Join the parts. Nothing is sent and nothing is read yet. Without `polls`, updates come to the webhook; `us` is
    this process among others."""
    application: Running = (
        ApplicationBuilder()
        .application_class(Forgetful)
        .bot(ExtBot(token, request=WireRequest(wire, pace), get_updates_request=WireRequest(wire, pace)))
        .updater(None)
        .context_types(ContextTypes(context=Context))
        .job_queue(JobQueue())
        .build()
    )
    intake = Intake(
        town.database,
        application,
        town.clock,
        tell=errors.admitting(application),
        slow=guard.slowing(application, town),
        put_off=guard.putting_off(application, town),
        wire=wire if polls else None,
        turns=us,
    )
    handlers.register(application, town, note=intake.note)
    led = town if us is None else replace(town, database=town.database.led(us.fence))
    if us is not None:
        us.pace, us.changed = pace, intake.look_again
    lookout = Lookout(led)
    followed = rotating.nobody_else if us is None else us.followed
    schedule = partial(_schedule, application, led, lookout, progress.Showing(led, wire, pace))
    rotations = partial(jobs.rotations, led, followed)
    courier = Courier(led, wire, pace, seats=seats, paid=paid)
    return Avisa(town, wire, application, intake, courier, lookout, schedule, rotations, us)


def _schedule(application: Running, town: Town, lookout: Lookout, showing: progress.Showing) -> None:
    clock = application.job_queue
    assert clock is not None  # noqa: S101  given above
    jobs.schedule(clock, town, lookout)
    disk = FullDisk(town, application.bot, lookout)
    clock.run_repeating(jobs.guarded(disk.look, "the look at the disk"), full_disk.EVERY, name="disk")
    clock.run_repeating(jobs.guarded(showing.show, "progress"), progress.EVERY, name="progress")
