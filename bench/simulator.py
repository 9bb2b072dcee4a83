"""simulator: how fast it takes messages with all of its checks on, and how much room a city full of people takes."""

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import cities
from bench import cores, house, seed
from bench.benchmark import Benchmark, Failed, Result, count
from bench.figures import per_second, spread
from bench.seed import Crowd
from bench.server import Server, serving
from bot.courier.prepared import prepare
from bot.domain.broadcast import Way
from bot.domain.ids import Language
from bot.domain.screen import Key, Screen
from locales import Translator
from simulator.log import Log

CONNECTIONS = 64
"""Open at once, with one request on its way in each: as a bot does it, and not faster by sending ahead."""

ROUNDS = 3
PATIENCE = 600.0
"""Seconds until a round counts as not having happened."""

HEAD_END, LENGTH = b"\r\n\r\n", b"Content-Length: "
TAKEN = b"HTTP/1.1 200 OK\r\n"


class Sender(asyncio.Protocol):
    """One connection that posts the next request as soon as the one before is answered."""

    def __init__(self, requests: Iterator[bytes], done: "asyncio.Future[None]") -> None:
        """`done` is set when there are no more requests and the last one is answered, or when it went wrong."""
        self._requests, self._done = requests, done
        self._transport: asyncio.Transport | None = None
        self._answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  it is a TCP client's
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        """An answer, or a part of one."""
        self._answer += data
        end = self._answer.find(HEAD_END)
        if end < 0:
            return
        begin = self._answer.find(LENGTH, 0, end + 2) + len(LENGTH)
        if len(self._answer) < end + len(HEAD_END) + int(self._answer[begin : self._answer.find(b"\r", begin)]):
            return
        if not self._answer.startswith(TAKEN):
            self._fails(f"a message was not taken: {self._answer[-200:]!r}")
            return
        self._answer = b""
        self._next()

    def connection_lost(self, _error: Exception | None) -> None:
        """It should have stayed open."""
        self._fails("a connection was lost")

    def _next(self) -> None:
        if self._transport is None:
            return
        request = next(self._requests, None)
        if request is not None:
            self._transport.write(request)
            return
        if not self._done.done():
            self._done.set_result(None)
        self._transport.close()

    def _fails(self, why: str) -> None:
        if not self._done.done():
            self._done.set_exception(Failed(why))


@dataclass(slots=True)
class Ran:
    """What each round came to."""

    rates: list[float] = field(default_factory=list)
    server_us: list[float] = field(default_factory=list)
    """Of the server's processor, for each message."""
    server_share: list[float] = field(default_factory=list)
    client_share: list[float] = field(default_factory=list)
    """Of the core of each."""


def said(crowd: Crowd, language: Language, number: int) -> str:
    """What those who read this language see in this round."""
    return f"{Translator(language).plain('alert.confirmed')}\n{crowd.place.name}\n{number}"


def requests(server: Server, crowd: Crowd, number: int) -> Iterator[bytes]:
    """One message to everyone, as the courier words it, whole on the wire."""
    bodies = {}
    for language in crowd.languages:
        heading, _, rest = said(crowd, language, number).partition("\n")
        keys = ((Key("1", data="o:1"), Key("2", url="https://example.org/rights")),)
        bodies[language] = prepare(Screen(f"<b>{escape(heading)}</b>\n{escape(rest)}", keys), Way.SEND)
    head = (
        f"POST /bot{server.token}/sendMessage HTTP/1.1\r\nHost: {urlsplit(server.url).netloc}\r\n"
        "Content-Type: application/json\r\nContent-Length: "
    ).encode()
    for chat in crowd.chats:
        body = bodies[crowd.language(chat)].body(chat, None)
        yield b"%b%d\r\n\r\n%b" % (head, len(body), body)


def audit(log: Log, crowd: Crowd, number: int) -> None:
    """Failed unless everyone was sent exactly this round's message in their language, once, and nothing else."""
    expected = {one: Counter(chat for chat in crowd.chats if crowd.language(chat) == one) for one in crowd.languages}
    got = {one: log.per_chat("sendMessage", text=said(crowd, one, number)) for one in crowd.languages}
    if len(log) != crowd.size or got != expected:
        told = sum((Counter(one) for one in got.values()), Counter[int]())
        wrong = {chat for chat in crowd.chats if told[chat] != 1} | (told.keys() - set(crowd.chats))
        raise Failed(f"{len(log)} requests for {crowd.size} people, and {len(wrong)} not told exactly once")


def ask(parser: argparse.ArgumentParser) -> None:
    """Its flags."""
    parser.add_argument(
        "--subscribers", type=count, default=100_000, metavar="N", help="who is told in each round (default 100000)"
    )
    parser.add_argument("--rounds", type=count, default=ROUNDS, help=f"the median of so many (default {ROUNDS})")


async def measure(given: argparse.Namespace) -> Result:
    """Everyone is told something in each round; the simulator keeps all of it."""
    crowd, ran = seed.crowd(cities.load(house.CITY), given.subscribers), Ran()
    async with serving(limits=False, keep=None) as server:
        await server.let_in(crowd)
        for number in range(1, given.rounds + 1):
            await server.forget_log()
            await _round(server, crowd, number, ran)
            log = await server.log()
            audit(log, crowd, number)
            ran.rates.append(per_second(log.counted()))
        rss = cores.resident_mb(server.process)
    return Result(_numbers(ran, rss, crowd.size))


async def _round(server: Server, crowd: Crowd, number: int, ran: Ran) -> None:
    """All of them, as fast as they are taken."""
    prepared = iter(list(requests(server, crowd, number)))
    address = urlsplit(server.url)
    began, client, served = time.monotonic(), time.process_time(), cores.cpu_seconds(server.process)
    await _send(address.hostname or "", address.port or 0, prepared, min(CONNECTIONS, crowd.size))
    took, used = time.monotonic() - began, cores.cpu_seconds(server.process) - served
    ran.server_us.append(1e6 * used / crowd.size)
    ran.server_share.append(used / took)
    ran.client_share.append((time.process_time() - client) / took)


async def _send(host: str, port: int, prepared: Iterator[bytes], connections: int) -> None:
    loop = asyncio.get_running_loop()
    done: list[asyncio.Future[None]] = [loop.create_future() for _ in range(connections)]
    for one in done:
        await loop.create_connection(_sender(prepared, one), host, port)
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*done)
    except TimeoutError:
        raise Failed("the simulator did not answer in time") from None


def _sender(prepared: Iterator[bytes], done: "asyncio.Future[None]") -> Any:
    return lambda: Sender(prepared, done)


def _numbers(ran: Ran, rss: float, subscribers: int) -> dict[str, Any]:
    return {
        "messages_per_second": round(median(ran.rates), 1),
        "rss_mb": round(rss, 1),
        "subscribers": subscribers,
        "messages": subscribers * len(ran.rates),
        "rounds": len(ran.rates),
        "spread": round(spread(ran.rates), 3),
        "server_us_per_message": round(median(ran.server_us), 1),
        "per_second_of_server_core": round(1e6 / median(ran.server_us), 1),
        "server_share_of_core": round(median(ran.server_share), 3),
        "client_share_of_core": round(median(ran.client_share), 3),
        "client_bound": median(ran.client_share) > cores.USED_UP,
        "cores_apart": not cores.alone(),
    }


SIMULATOR = Benchmark(
    name="simulator",
    says="messages a second that the simulator takes over HTTP with all checks on, and the room that its people take",
    promised=("messages_per_second", "rss_mb"),
    ask=ask,
    measure=measure,
    small=("--subscribers", "5000", "--rounds", "2"),
)
