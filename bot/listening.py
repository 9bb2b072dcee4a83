"""What listens: /health and /metrics for those who watch over the bot and, where a city wants one, the webhook."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.domain.clock import Clock
from bot.intake.patience import Patience
from bot.intake.reading import KINDS
from bot.metrics import Watch, complaints, metrics
from bot.settings import Settings

log = logging.getLogger(__name__)

PATH = "/telegram"

ENDS_WITHIN = 2.0
"""Seconds for what is just being answered when it ends. What Telegram posted without an answer it posts again."""

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class CannotListen(Exception):
    """Somebody else has the port that a webhook needs, or it is none of ours to have. The message says where."""


@dataclass(frozen=True, slots=True)
class Way:
    """How updates come: where Telegram posts them, or an empty address where it is asked for them."""

    url: str
    agree: Callable[[], Awaitable[object]]
    """Tells Telegram so. Whatever webhook was set before is replaced, or removed: it may be somebody else's."""


def way(settings: Settings, bot: ExtBot[Any]) -> Way:
    """How updates come by these settings."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return Way("", bot.delete_webhook)
    url = f"{str(settings.webhook_url).rstrip('/')}{PATH}"
    secret = settings.webhook_secret.get_secret_value()
    return Way(url, partial(bot.set_webhook, url, secret_token=secret, allowed_updates=list(KINDS)))


@asynccontextmanager
async def opened(settings: Settings, watch: Watch) -> AsyncIterator[None]:
    """Listen while the block lasts. Raises CannotListen where there is a webhook.

    Who polls needs no port: when it cannot be had, that is one line in the log.
    """
    served, needed = site(watch), settings.webhook_url is not None
    if settings.webhook_secret is not None and needed:
        served.router.add_post(PATH, watch.intake.webhook(settings.webhook_secret.get_secret_value()).post)
    async with _listening(served, settings.listen, needed=needed):
        yield


@asynccontextmanager
async def agreed(ask: Callable[[], Awaitable[object]], clock: Clock) -> AsyncIterator[None]:
    """Have Telegram agree to something while the block lasts, however often it must be asked."""
    asking = asyncio.create_task(_until_agreed(ask, clock))
    try:
        yield
    finally:
        asking.cancel()
        await asyncio.wait([asking])


async def _until_agreed(ask: Callable[[], Awaitable[object]], clock: Clock) -> None:
    never = asyncio.Event()
    patience = Patience()
    while True:
        try:
            await ask()
        except TelegramError as error:
            wait = patience.failed(f"Telegram does not agree on where updates go ({type(error).__name__})")
            await clock.wait(never, wait)
        else:
            patience.worked()
            return


def site(watch: Watch) -> web.Application:
    """What those who watch over the bot may ask."""

    async def health(_request: web.Request) -> web.Response:
        """All is well, or what is not."""
        wrong = await complaints(watch)
        return web.Response(text="".join(f"{one}\n" for one in wrong or ["ok"]), status=503 if wrong else 200)

    async def numbers(_request: web.Request) -> web.Response:
        """All numbers."""
        return web.Response(body=await metrics(watch), headers={"Content-Type": PROMETHEUS})

    made = web.Application()
    made.router.add_get("/health", health)
    made.router.add_get("/metrics", numbers)
    return made


@asynccontextmanager
async def _listening(served: web.Application, where: str, *, needed: bool) -> AsyncIterator[None]:
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=ENDS_WITHIN)
    await runner.setup()
    host, _, port = where.rpartition(":")
    try:
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        except OSError as error:
            if needed:
                said = os.strerror(error.errno) if error.errno else error
                raise CannotListen(f"nobody can listen at {where}: {said} (AVISA_LISTEN)") from None
            log.warning(
                "/health and /metrics are not to be had: nobody can listen at %s (errno %s)", where, error.errno
            )
        yield
    finally:
        await runner.cleanup()
