"""What listens for Telegram where a city wants a webhook instead of polling: its path, and /health for the proxy."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from telegram.ext import ExtBot

from bot.intake.intake import Intake
from bot.intake.reading import KINDS
from bot.settings import Settings

PATH = "/telegram"


@asynccontextmanager
async def to_telegram(settings: Settings, intake: Intake, bot: ExtBot[Any]) -> AsyncIterator[None]:
    """Tell Telegram where updates go, and take them in there while the block lasts.

    Whatever webhook was set before is replaced, or removed where we poll: it may be somebody else's.
    """
    if settings.webhook_url is None or settings.webhook_secret is None:
        await bot.delete_webhook()
        yield
        return
    secret = settings.webhook_secret.get_secret_value()
    served = web.Application()
    served.router.add_post(PATH, intake.webhook(secret).post)
    served.router.add_get("/health", _health)
    runner = web.AppRunner(served, access_log=None)
    await runner.setup()
    host, _, port = settings.listen.rpartition(":")
    try:
        await web.TCPSite(runner, host, int(port)).start()
        url = f"{str(settings.webhook_url).rstrip('/')}{PATH}"
        await bot.set_webhook(url, secret_token=secret, allowed_updates=list(KINDS))
        yield
    finally:
        await runner.cleanup()


async def _health(_request: web.Request) -> web.Response:
    """We are here."""
    return web.Response(text="ok\n")
