"""The one place that builds and joins things."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot, JobQueue

import cities
import handlers
import locales
from bot import elsewhere, full_disk, jobs, listening, logs, menus, progress, together
from bot.clock import SystemClock
from bot.counting import CountedWire
from bot.courier.courier import FREE_SEATS, PAID_SEATS, Courier
from bot.courier.pacing import Pace
from bot.courier.request import WireRequest
from bot.domain.clock import Clock
from bot.elsewhere import Elsewhere
from bot.full_disk import FullDisk
from bot.intake.intake import Intake
from bot.lookout import Lookout
from bot.metrics import Watch
from bot.services import joining
from bot.settings import TELEGRAM, Settings
from bot.together import Together
from bot.town import Town
from bot.wire import HttpWire, TokenRefused, Wire
from db import departures, rotating
from db.engine import Database, is_shared
from db.failing import Unavailable
from db.keys import KeysError
from db.lock import locked, locked_in_time
from db.opening import Away, CannotOpen, Told, check_folder, open_database, silent
from db.reaching import secret_of
from handlers import errors, guard
from handlers.context import Context

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds between two tries to reach a server that is not there."""

STOPS_WITHIN = 4.0
"""Seconds for what is being handled, and as many for what is in flight: under the ten that a service manager grants."""

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
            within = 0.0 if self.us is not None and not self.us.may_send() else STOPS_WITHIN
            await self.intake.stop(within)
            await self.courier.stop(within)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
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
    it again."""
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


async def run(settings: Settings) -> None:
    """The bot, until it is told to stop. Raises what `bot.__main__` turns into an exit code."""
    hidden = (settings.token, settings.webhook_secret, settings.proxy)
    secrets = [one.get_secret_value() for one in hidden if one is not None]
    if (password := secret_of(settings.database_url)) is not None:
        secrets.append(password)
    logs.configure(settings.log_level, *secrets)
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    city = whole_city(settings)
    if is_shared(settings.database_url):
        await _run_among_others(settings, city, stop)
        return
    async with _held(settings, stop) as is_ours:
        if is_ours:
            async with opened(settings, city) as town:
                await _serve(settings, town, stop)


async def _run_among_others(settings: Settings, city: cities.City, stop: asyncio.Event) -> None:
    """The bot as one of several processes: whenever it is cut off from the others, it begins anew. Before it was one of
    them it waits for a server that does not answer, and for nothing that somebody has to mend."""
    clock, was_one_of_them, told = SystemClock(), False, ""
    locales.load()  # before it is one of them: it says nothing meanwhile
    while not stop.is_set():
        try:
            entered = together.joined(settings.database_url, settings.keys, partial(opened, settings, city), clock)
            async with entered as (us, town):
                was_one_of_them, told = True, ""
                await _serve(settings, town, stop, us)
        except (CannotOpen, KeysError, Unavailable) as error:
            if not was_one_of_them and not isinstance(error, (Away, Unavailable)):
                raise
            if str(error) != told:
                log.warning("%s: this process sends nothing, and joins the others as soon as it can", error)
            told = str(error)
            await clock.wait(stop, together.AGAIN)


async def _serve(settings: Settings, town: Town, stop: asyncio.Event, us: Together | None = None) -> None:
    token = settings.token.get_secret_value()
    proxy = None if settings.proxy is None else settings.proxy.get_secret_value()
    may_send = None if us is None else us.may_send
    wire = CountedWire(HttpWire(settings.telegram_url, token, proxy=proxy, may_send=may_send), town.clock)
    paid = settings.paid_rate is not None
    pace = Pace(settings.paid_rate or settings.rate, town.clock, unpaid=settings.rate if paid else None)
    seats = settings.in_flight or (PAID_SEATS if paid else FREE_SEATS)
    polls = settings.webhook_url is None
    avisa = build(town, wire, pace, token=token, seats=seats, paid=paid, polls=polls, us=us)
    try:
        if await _greet(avisa.application.bot, town.clock, stop, settings.telegram_url):
            if us is not None:
                us.ready()
            watch = Watch(town, avisa.intake, avisa.courier, pace, wire, polls=polls, us=us)
            async with listening.opened(settings, watch), _looked_after(avisa, settings):
                await _work(avisa, stop)
    finally:
        await wire.close()


@asynccontextmanager
async def _looked_after(avisa: Avisa, settings: Settings) -> AsyncIterator[None]:
    """What Telegram shows of the bot, and where it sends updates, is as it should be while the block lasts."""
    bot, town = avisa.application.bot, avisa.town
    way = listening.way(settings, bot)

    async def look_after() -> None:
        if avisa.us is not None:
            await avisa.us.leads.wait()
        elsewhere.keep_looking(avisa.application, Elsewhere(town, bot, avisa.intake, avisa.lookout, way))
        async with listening.agreed(way.agree, town.clock), menus.shown(bot, town):
            await asyncio.Event().wait()

    task = asyncio.create_task(look_after(), name="looks")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def whole_city(settings: Settings) -> cities.City:
    """The city, when Avisa speaks its languages and, with the real Telegram, somebody has agreed to its contacts."""
    city = cities.load(settings.city)
    if settings.telegram_url == TELEGRAM and city.examples:
        named = ", ".join(f"{one.id} ({one.name})" for one in city.examples)
        raise cities.CityError(f"city {settings.city}: nobody has agreed that people are given {named}: set agreed_on")
    if unknown := [one for one in city.languages if one not in locales.LANGUAGES]:
        raise cities.CityError(f"city {settings.city}: Avisa does not speak {', '.join(unknown)}")
    return city


@asynccontextmanager
async def _held(settings: Settings, stop: asyncio.Event) -> AsyncIterator[bool]:
    """Whether the database is ours alone for as long as the block lasts. Another that has it is left to it, or, where
    the settings say so, waited for; then it is not ours when we are told to stop first."""
    check_folder(settings.database_url)
    if settings.standby:
        async with locked_in_time(settings.database_url, SystemClock(), stop) as is_ours:
            yield is_ours
    else:
        with locked(settings.database_url):
            yield True


@asynccontextmanager
async def opened(
    settings: Settings, city: cities.City, told: Told = silent, member: int | None = None
) -> AsyncIterator[Town]:
    """The city, with its database, brought up to this version. The lock must be held, or this be a member."""
    locales.load()
    database: Database = await open_database(settings.database_url, settings.keys, told, member=member)
    try:
        if settings.backups is not None:
            database.farewells = partial(departures.note, settings.backups)
        if settings.owner_id is not None:
            await joining.appoint_owner(database, settings.owner_id, now=SystemClock().now())
        backup, signed = (None if one is None else str(one) for one in (settings.backup_link, settings.addresses_link))
        yield Town(
            city,
            city.policy,
            database,
            SystemClock(),
            owner=settings.owner_id,
            backup_link=backup,
            addresses_link=signed,
            backups=settings.backups,
        )
    finally:
        await database.close()


async def _greet(bot: ExtBot[Any], clock: Clock, stop: asyncio.Event, url: str) -> bool:
    """Ask Telegram who we are, with patience; False when told to stop before it answered."""
    told = False
    while not stop.is_set():
        try:
            await bot.initialize()
        except InvalidToken:
            raise TokenRefused("Telegram does not know this token (AVISA_TOKEN)") from None
        except TelegramError as error:
            if not told:
                log.warning("no answer from %s yet (%s): trying again until there is one", url, type(error).__name__)
            told = True
            await clock.wait(stop, PATIENCE)
        else:
            log.info("at work as @%s", bot.username)
            return True
    return False


async def _work(avisa: Avisa, stop: asyncio.Event) -> None:
    settle_memory()
    async with avisa.at_work() as tasks:
        asked = asyncio.create_task(stop.wait())
        beats = [] if avisa.us is None else [avisa.us.beats]
        done, _ = await asyncio.wait([asked, *beats, *tasks], return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        with suppress(asyncio.CancelledError):
            for task in done:
                task.result()
