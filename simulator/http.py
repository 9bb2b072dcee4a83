"""The first door: the Bot API over HTTP, and beside it a way in for phones, pages and benchmarks."""

import asyncio
from collections.abc import Awaitable, Callable
from hmac import compare_digest

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage

from simulator.control import Control
from simulator.engine import Engine
from simulator.errors import Refused, unauthorized
from simulator.faults import ConnectionCut, Reply, refusal
from simulator.page import Page
from simulator.stream import stream
from simulator.view import View

LARGEST = 50 * 1024 * 1024
"""Bytes of a request, as Telegram takes files."""

GRACE = 0.1
"""Seconds that a long poll gets to end when the server stops: whoever asked is mostly gone."""

FORM = "application/x-www-form-urlencoded"
HEADERS = {"Content-Type": "application/json"}

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def door(engine: Engine, view: View) -> Answer:
    """What answers each request: /bot<token>/<method> for the bot, /sim/… for everyone else here, / for the page.

    It stands below aiohttp's router, which would take as long as all the checks of a message.
    """
    control, page = Control(engine, view), Page()
    ours = f"/bot{engine.token}/"

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0]
        if path.startswith(ours):
            return await _serve(engine, request, path[len(ours) :])
        if path == "/sim/stream":
            return await stream(engine, view, request)
        if path.startswith("/sim"):
            return await control.answer(request)
        if path.startswith("/bot"):
            token, _, method = path[4:].partition("/")
            if method and not compare_digest(token.encode(), engine.token.encode()):
                return _response(refusal(unauthorized()))
        return page.answer(request) or _response(refusal(Refused(404, "Not Found")))

    return answer


async def _serve(engine: Engine, request: web.BaseRequest, method: str) -> web.StreamResponse:
    if request.method == "GET":
        content_type, body = FORM, request.query_string.encode()
    else:
        content_type, body = request.headers.get("Content-Type", ""), await request.read()
    try:
        return _response(await engine.serve(method, content_type, body))
    except ConnectionCut:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)


def _response(reply: Reply) -> web.Response:
    if reply.retry_after is not None:
        return web.Response(
            status=reply.status, body=reply.body, headers={**HEADERS, "Retry-After": str(reply.retry_after)}
        )
    return web.Response(status=reply.status, body=reply.body, headers=HEADERS)


def _request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: "asyncio.Task[None]",
) -> web.BaseRequest:
    return web.BaseRequest(message, payload, protocol, writer, task, protocol._loop, client_max_size=LARGEST)


class Served:
    """An engine that answers on a port of this machine."""

    def __init__(self, engine: Engine, *, host: str = "127.0.0.1", port: int = 0, view: View | None = None) -> None:
        """Port 0 is any that is free; `url` says which. Without a view of its own the page begins empty."""
        self.engine = engine
        self.view = view or View(engine)
        self._host, self._port = host, port
        self._runner = web.ServerRunner(
            web.Server(door(engine, self.view), request_factory=_request, access_log=None), shutdown_timeout=GRACE
        )
        self.url = ""

    async def __aenter__(self) -> "Served":
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.view.close()
        await self._runner.cleanup()
