"""The first door: the Bot API over HTTP, and on the same port a way in for phones, pages and benchmarks."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage

from simulator.control import Control
from simulator.engine import Engine
from simulator.errors import Refused
from simulator.faults import refusal
from simulator.hook import Hook
from simulator.line import LARGEST, Line
from simulator.page import Page
from simulator.stream import stream
from simulator.view import View

GRACE = 0.1
"""Seconds that requests get to end when the server stops: whoever asked is mostly gone."""

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def beside(control: Control, engine: Engine, view: View) -> Answer:
    """What answers all that is not the bot's: /sim/… for phones and benchmarks, / for the page."""
    page = Page()

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/sim/stream":
            return await stream(engine, view, request)
        if request.path.startswith("/sim"):
            return await control.answer(request)
        nowhere = refusal(Refused(404, "Not Found"))
        return page.answer(request) or web.Response(
            status=nowhere.status, body=nowhere.body, content_type="application/json"
        )

    return answer


def _request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: "asyncio.Task[None]",
) -> web.BaseRequest:
    """The last request of its connection: the next one may be for the bot, and aiohttp does not give it back."""
    message = message._replace(should_close=True)
    return web.BaseRequest(message, payload, protocol, writer, task, protocol._loop, client_max_size=LARGEST)


class Served:
    """An engine that answers on a port of this machine."""

    def __init__(
        self,
        engine: Engine,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        view: View | None = None,
        front: str | None = None,
    ) -> None:
        """Port 0 is any that is free; `url` says which. Without a view of its own the page begins empty.

        `front` is where the bot listens for its webhook, whatever address it has told us: its proxy, so to say.
        """
        self.engine = engine
        self.view = view or View(engine)
        self._host, self._port = host, port
        control = Control(engine, self.view, self.vanish)
        self._others = web.Server(beside(control, engine, self.view), request_factory=_request, access_log=None)
        self._hook = Hook(engine, front)
        self._lines: set[Line] = set()
        self._server: asyncio.Server | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self.url = ""
        self.back = asyncio.Event()
        """Is set when connections come about."""

    async def __aenter__(self) -> "Served":
        await self._open()
        self._tasks.append(asyncio.create_task(self._hook.run(), name="hook"))
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)
        self.view.close()
        self._shut()
        await self._others.shutdown(GRACE)

    def vanish(self, seconds: float) -> None:
        """Answer nobody for so long, not even here: connections are torn, and none comes about."""
        self._shut()
        self._tasks.append(asyncio.create_task(self._come_back(seconds), name="come back"))

    async def _come_back(self, seconds: float) -> None:
        await self.engine.clock.wait(asyncio.Event(), seconds)
        await self._open()

    async def _open(self) -> None:
        self._server = await asyncio.get_running_loop().create_server(
            lambda: Line(self.engine, self._others, self._lines), self._host, self._port
        )
        host, self._port = self._server.sockets[0].getsockname()[:2]
        self.url = f"http://{host}:{self._port}"
        self.back.set()

    def _shut(self) -> None:
        self.back.clear()
        if self._server is not None:
            self._server.close()
            self._server = None
        for line in tuple(self._lines):
            line.close()
