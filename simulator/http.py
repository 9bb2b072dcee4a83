"""The first door: the Bot API over HTTP, and on the same port a way in for phones, pages and benchmarks."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

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
        front: str | Sequence[str] = (),
        doors: int = 0,
    ) -> None:
        """Port 0 is any that is free; `url` says which. Without a view of its own the page begins empty.

        `front` is where the bot listens for its webhook, whatever address it has told us: its proxy, so to say. With
        several addresses each update goes to one of them, and to another when that one does not take it.

        There are so many more `doors`, each on a port of its own: by the log it can be told who came in where.
        """
        self.engine = engine
        self.view = view or View(engine)
        self._host, self._ports = host, [port, *(0 for _ in range(doors))]
        control = Control(engine, self.view, self.vanish)
        self._others = web.Server(beside(control, engine, self.view), request_factory=_request, access_log=None)
        self._hook = Hook(engine, [front] if isinstance(front, str) else front)
        self._lines: set[Line] = set()
        self._servers: list[asyncio.Server] = []
        self._tasks: list[asyncio.Task[None]] = []
        self.url = ""
        self.doors: list[str] = []
        """The addresses of the doors with numbers from 1 on."""
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
        urls = [await self._open_door(number) for number in range(len(self._ports))]
        self.url, self.doors = urls[0], urls[1:]
        self.back.set()

    async def _open_door(self, number: int) -> str:
        server = await asyncio.get_running_loop().create_server(
            lambda: Line(self.engine, self._others, self._lines, number), self._host, self._ports[number]
        )
        self._servers.append(server)
        host, self._ports[number] = server.sockets[0].getsockname()[:2]
        return f"http://{host}:{self._ports[number]}"

    def _shut(self) -> None:
        self.back.clear()
        while self._servers:
            self._servers.pop().close()
        for line in tuple(self._lines):
            line.close()
