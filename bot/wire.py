"""The way to Telegram's servers: one request, one answer, and what is known when there is none.

Everything that the bot says to Telegram goes through a `Wire`: python-telegram-bot by `bot.courier.request`, the
courier with bodies prepared once per language, and intake's long poll. Tests put the simulator's own door in its place.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from aiohttp.connector import Connection
from yarl import URL

from bot.overdue import Overdue

JSON = "application/json"
TIMEOUT = 15.0
"""Seconds until a request counts as unanswered. Telegram answers in under one, or not at all."""

CONNECTS_WITHIN = 5.0
"""Seconds for one to be free and to come about, its name looked up and TLS agreed on. What takes longer was surely not
sent: so this must end before `TIMEOUT` does, which says nothing."""

IDLES = 60.0
"""Seconds for which an unused connection is kept open."""

CONNECTIONS = 200
"""At most so many at once: 160 deliveries of a bot that pays, the long poll, replies."""


class NotSent(Exception):
    """No connection came about, so Telegram has certainly not taken the request: it may be sent again freely."""


class Unanswered(Exception):
    """The request may or may not have been taken: the connection broke, or the answer did not come in time."""


class TokenRefused(Exception):
    """Telegram does not know the token, or knows it no more. The message says so in one line, without the token."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the HTTP status and the body as it is. Whether the body makes sense is for the reader to say."""

    status: int
    body: bytes


class Wire(Protocol):
    """One request to a method of the Bot API."""

    async def post(
        self,
        method: str,
        body: bytes,
        *,
        content_type: str = JSON,
        timeout: float = TIMEOUT,  # noqa: ASYNC109
    ) -> Answer:
        """The answer, or NotSent, or Unanswered. Never anything about what was asked in an error's text."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...


CERTAINLY_NOT_SENT = (
    aiohttp.ClientConnectorError,  # no address, nobody listens, no TLS, no proxy
    aiohttp.ConnectionTimeoutError,  # none of these in time, or no connection was free
    aiohttp.ClientHttpProxyError,  # the proxy lets nothing through to Telegram
)
"""All that goes wrong before the first byte of a request is on its way. Whatever else goes wrong may come after."""


TAKEN_OVER = "other processes have taken over"


def _asking(may_send: Callable[[], bool]) -> type[aiohttp.ClientRequest]:
    """Requests that ask whether they may still be sent when their connection is there, and again when their bytes go to
    it, which may be a round of the loop later: a process can be stopped for a while at any moment, and others have
    taken over by the time it goes on."""

    class Asking(aiohttp.ClientRequest):
        async def send(self, conn: Connection) -> aiohttp.ClientResponse:
            if not may_send():
                raise NotSent(TAKEN_OVER)
            return await super().send(conn)

        async def write_bytes(
            self, writer: AbstractStreamWriter, conn: Connection, content_length: int | None = None
        ) -> None:
            if may_send():
                await super().write_bytes(writer, conn, content_length)
            elif conn.protocol is not None:  # whoever waits for the answer hears it; the head was kept for the body
                conn.protocol.set_exception(NotSent(TAKEN_OVER))

    return Asking


class HttpWire:
    """The wire over HTTP, with connections that are kept open."""

    def __init__(
        self, url: str, token: str, *, proxy: str | None = None, may_send: Callable[[], bool] | None = None
    ) -> None:
        """`url` is where the Bot API answers, without a slash at the end; `proxy` what stands on the way there;
        `may_send` is asked at the last moment before each request, which is not sent when the answer is no."""
        self._may_send = may_send
        self._base = f"{url}/bot{token}/"
        self._proxy = proxy
        self._urls: dict[str, URL] = {}
        self._overdue = Overdue()
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self,
        method: str,
        body: bytes,
        *,
        content_type: str = JSON,
        timeout: float = TIMEOUT,  # noqa: ASYNC109
    ) -> Answer:
        """One POST. A redirect is an answer like any other: a captive portal must not get the body."""
        session = self._session or self._open()
        task = self._overdue.begin(timeout)
        try:
            response = await session.post(
                self._urls.get(method) or self._url(method),
                data=body,
                headers=None if content_type == JSON else {"Content-Type": content_type},
                allow_redirects=False,
            )
            return Answer(response.status, await response.read())  # which gives the connection back, or closes it
        except CERTAINLY_NOT_SENT as error:
            raise NotSent(type(error).__name__) from None  # the cause's text holds the token
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unanswered(type(error).__name__) from None
        except asyncio.CancelledError:
            if self._overdue.gave_up(task):
                raise Unanswered("Overdue") from None
            raise
        finally:
            self._overdue.done(task)

    def _url(self, method: str) -> URL:
        self._urls[method] = URL(self._base + method)
        return self._urls[method]

    def _open(self) -> aiohttp.ClientSession:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, ttl_dns_cache=60, keepalive_timeout=IDLES),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Content-Type": JSON},
            timeout=aiohttp.ClientTimeout(total=None, connect=CONNECTS_WITHIN, sock_connect=CONNECTS_WITHIN),
            proxy=self._proxy,
            request_class=aiohttp.ClientRequest if self._may_send is None else _asking(self._may_send),
        )
        return self._session

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None
            await asyncio.sleep(0)
