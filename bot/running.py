"""The bot, from its start to its end: by itself, or as one of several processes."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

import cities
import locales
from bot import elsewhere, listening, logs, menus, together
from bot.app import Avisa, build, settle_memory
from bot.clock import SystemClock
from bot.counting import CountedWire
from bot.courier.courier import FREE_SEATS, PAID_SEATS
from bot.courier.pacing import Pace
from bot.domain.clock import Clock
from bot.elsewhere import Elsewhere
from bot.metrics import Watch
from bot.opening import held, opened, whole_city
from bot.settings import Settings
from bot.together import Together
from bot.town import Town
from bot.wire import HttpWire, TokenRefused
from db.engine import is_shared
from db.failing import Unavailable
from db.keys import KeysError
from db.opening import Away, CannotOpen
from db.reaching import secret_of

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds between two tries to reach a server that is not there."""


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
    async with held(settings, stop) as is_ours:
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
        if await _greet(avisa.application.bot, town.clock, stop, settings.telegram_url, us):
            watch = Watch(town, avisa.intake, avisa.courier, pace, wire, polls=polls, us=us)
            async with listening.opened(settings, watch), _looked_after(avisa, settings):
                if us is not None:
                    us.ready()
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


async def _greet(bot: ExtBot[Any], clock: Clock, stop: asyncio.Event, url: str, us: Together | None) -> bool:
    """Ask Telegram who we are, with patience; False when told to stop before it answered. Raises Unavailable when the
    others have gone on without us: then nothing is sent, and Telegram never answers."""
    told = False
    while not stop.is_set():
        if us is not None and us.beats.done():
            us.beats.result()
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
