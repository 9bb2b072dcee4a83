"""Three ways to send one alert to a crowd: our courier, a bare loop, and python-telegram-bot as it comes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import TypeVar

import aiohttp
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import TelegramError
from yarl import URL

from bench.benchmark import Failed
from bench.house import confirm
from bench.seed import Crowd
from bench.server import Server
from bot.app import settle_memory
from bot.courier.courier import PAID_SEATS, Courier
from bot.courier.pacing import Pace
from bot.courier.prepared import prepare
from bot.domain.broadcast import AlertFacts, Kind, Way
from bot.domain.ids import IncidentId, Language
from bot.domain.screen import Screen
from bot.render import alerts
from bot.town import Town
from bot.wire import CONNECTIONS, JSON, HttpWire, Wire

AT_ONCE = PAID_SEATS
"""In flight at once, for all three."""

PATIENCE = 60.0
"""Seconds until a request of the other two is given up, and the benchmark with it."""

T = TypeVar("T")
Say = Mapping[Language, Screen]
"""The alert in every language."""

Send = Callable[[Say, Iterable[int]], Awaitable[None]]
"""Sends the alert to these chats."""


def said(town: Town, facts: AlertFacts) -> Say:
    """The alert in every language of the city, as the courier says it."""
    return {one: alerts.broadcast(town.reader(one), Kind.ALERT, Way.SEND, facts) for one in town.city.languages}


class Carrying:
    """The courier at work."""

    def __init__(self, town: Town, courier: Courier) -> None:
        self._town = town
        self._courier = courier
        self._running: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator["Carrying"]:
        """At work while the block lasts."""
        settle_memory()
        self._running = asyncio.create_task(self._courier.run())
        try:
            await self.idle()
            yield self
        finally:
            self._running.cancel()
            await asyncio.wait([self._running])

    async def idle(self) -> None:
        """Wait until everything is carried. Failed when the courier has stopped instead."""
        assert self._running is not None  # noqa: S101  only while at work
        waits = asyncio.ensure_future(self._courier.idle())
        await asyncio.wait((waits, self._running), return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            waits.cancel()
            raise Failed(f"the courier stopped: {self._running.exception()!r}")

    async def send(self, incident: IncidentId) -> AlertFacts:
        """One alert to everyone; what it said."""
        press = await confirm(self._town, incident)
        await self.idle()
        return press.facts


def unhurried(town: Town, wire: Wire) -> Carrying:
    """The courier, with no pace to keep."""
    return Carrying(town, Courier(town, wire, Pace(None, town.clock), seats=AT_ONCE))


@asynccontextmanager
async def wire(server: Server) -> AsyncIterator[Wire]:
    """The bot's own way to the server, as long as the block lasts."""
    opened = HttpWire(server.url, server.token)
    try:
        yield opened
    finally:
        await opened.close()


@asynccontextmanager
async def bare(server: Server, crowd: Crowd) -> AsyncIterator[Send]:
    """The same bodies over aiohttp, as many at once, and nothing written down."""
    url = URL(f"{server.url}/bot{server.token}/sendMessage")
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"Content-Type": JSON},
        timeout=aiohttp.ClientTimeout(total=PATIENCE),
    ) as session:

        async def post(body: bytes) -> None:
            async with session.post(url, data=body) as answer:
                await answer.read()

        async def send(say: Say, chats: Iterable[int]) -> None:
            prepared = {language: prepare(screen, Way.SEND) for language, screen in say.items()}
            await _at_once((prepared[crowd.language(chat)].body(chat, None) for chat in chats), post)

        yield send


@asynccontextmanager
async def ptb(server: Server, crowd: Crowd) -> AsyncIterator[Send]:
    """The same text by `Bot.send_message` with the request that it makes by default, as many at once.

    Only its timeouts are longer: on a busy machine so many connections at once do not open within its five seconds.
    """
    preview = LinkPreviewOptions(is_disabled=True)
    async with Bot(server.token, base_url=f"{server.url}/bot") as bot:

        async def send(say: Say, chats: Iterable[int]) -> None:
            keyboards = {language: _keyboard(screen) for language, screen in say.items()}

            async def post(chat: int) -> None:
                language = crowd.language(chat)
                await bot.send_message(
                    chat,
                    say[language].text,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=preview,
                    reply_markup=keyboards[language],
                    connect_timeout=PATIENCE,
                    pool_timeout=PATIENCE,
                    read_timeout=PATIENCE,
                    write_timeout=PATIENCE,
                )

            await _at_once(chats, post)

        yield send


def _keyboard(screen: Screen) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(key.says, url=key.url, callback_data=key.data) for key in row] for row in screen.keys]
    )


async def _at_once(items: Iterable[T], post: Callable[[T], Awaitable[None]]) -> None:
    """Post all of them, so many at once."""
    left = iter(items)

    async def some() -> None:
        for item in left:
            await post(item)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(some())
    except* (aiohttp.ClientError, TelegramError, TimeoutError) as errors:
        raise Failed(f"a message could not be sent: {errors.exceptions[0]!r}") from None
