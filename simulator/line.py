"""One connection to the Bot API, over HTTP/1.1: as little as can stand between a socket and the engine."""

import asyncio
import socket
import struct
from collections import deque
from collections.abc import Callable, Coroutine
from hmac import compare_digest
from typing import Any

import httptools

from simulator.engine import Engine
from simulator.errors import Refused, unauthorized
from simulator.faults import ConnectionCut, Reply, refusal
from simulator.written import CONTINUE, written

LARGEST = 50 * 1024 * 1024
"""Bytes of a body, as Telegram takes files."""

LONGEST_ADDRESS = 1 << 16
LONGEST_VERB = 12
MOST_DUE = 64
"""Requests of one connection that may wait for their answers until no more are read."""

FORM = "application/x-www-form-urlencoded"
BOT = b"/bot"
USUAL = b"POST /bot"
RESET = struct.pack("ii", 1, 0)
"""Do linger, for no time at all: what is closed then is torn."""

Work = Coroutine[Any, Any, Reply]
Due = Reply | ConnectionCut | asyncio.Task[Reply]


class Line(asyncio.Protocol):
    """A connection. Requests for anything but /bot… are handed over with the connection to whoever else answers here.

    Answers go out in the order of their requests, whichever is ready first.
    """

    def __init__(
        self, engine: Engine, others: Callable[[], asyncio.Protocol], lines: "set[Line]", door: int = 0
    ) -> None:
        """`lines` are those that are open; this one is among them while it is. It came about at the `door`."""
        self._engine, self._others, self._lines, self._door = engine, others, lines, door
        self._ours = f"/bot{engine.token}/".encode()
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpRequestParser(self)
        self._first = b""
        """The beginning of a request of which it is not known yet whom it is for."""
        self._is_within = False
        """Whether a request has begun and not ended."""
        self._url = self._type = b""
        self._body: list[bytes] = []
        self._size = 0
        self._due: deque[Due] = deque()
        """What is to be answered, in order."""
        self._out: list[bytes] = []
        self._is_full = False
        """Whether the other end does not read its answers."""
        self._is_paused = False
        """Whether we do not read its requests."""
        self._is_over = False
        """Whether no more requests are taken."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It begins."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  it is a TCP server's
        self._transport = transport
        self._lines.add(self)

    def connection_lost(self, _error: Exception | None) -> None:
        """It is over; nobody waits for the answers any more."""
        self._lines.discard(self)
        self._transport, self._is_over = None, True
        for due in self._due:
            if isinstance(due, asyncio.Task):
                due.cancel()
        self._due.clear()

    def close(self) -> None:
        """End it."""
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        """Some requests, or a part of one."""
        if not self._is_within and (self._first or not data.startswith(USUAL)):
            data, self._first = self._first + data, b""
            whose = _is_for_the_bot(data)
            if whose is None:
                self._first = data
                return
            if not whose and not self._due:
                self._hand_over(data)
                return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._parser = httptools.HttpRequestParser(self)
            if rest := data[upgrade.args[0] :]:
                self.data_received(rest)
        except httptools.HttpParserCallbackError:
            raise  # a fault of our own: asyncio logs it, and ends the connection
        except httptools.HttpParserError:
            self._say_no(400, "Bad Request")
        self._flush()

    def on_message_begin(self) -> None:
        """httptools: the first byte of a request."""
        self._is_within = True
        self._url = self._type = b""
        self._body, self._size = [], 0

    def on_url(self, url: bytes) -> None:
        """httptools: a part of the address."""
        self._url += url
        if len(self._url) > LONGEST_ADDRESS:
            self._say_no(414, "Request-URI Too Long")

    def on_header(self, name: bytes, value: bytes) -> None:
        """httptools: a header."""
        if len(name) == 12 and name.lower() == b"content-type":
            self._type = value
        elif len(name) == 6 and name.lower() == b"expect" and value.lower() == b"100-continue":
            self._out.append(CONTINUE)

    def on_body(self, part: bytes) -> None:
        """httptools: a part of the body, whether it comes in chunks or at once."""
        self._size += len(part)
        if self._size <= LARGEST:
            self._body.append(part)
        else:
            self._body = []
            self._say_no(413, "Request Entity Too Large")

    def on_message_complete(self) -> None:
        """httptools: the last byte of a request."""
        self._is_within = False
        if self._is_over:
            return
        address, _, query = self._url.partition(b"?")
        stays = self._parser.should_keep_alive()
        body = b"".join(self._body)
        if not address.startswith(self._ours):
            self._owe(self._astray(address), stays=stays)
        elif self._parser.get_method() not in (b"GET", b"POST"):
            self._owe(refusal(Refused(405, "Method Not Allowed")), stays=stays)
        else:
            kind = self._type.decode("latin-1") if body else FORM
            method = address[len(self._ours) :].decode("latin-1")
            answer: Reply | ConnectionCut | Work
            try:
                answer = self._engine.begin(method, kind, body or query, door=self._door)
            except ConnectionCut as cut:
                answer = cut
            self._owe(answer, stays=stays)

    def _astray(self, address: bytes) -> Reply | ConnectionCut:
        """What is said to who comes to no method of this bot."""
        if not address.startswith(BOT):
            return ConnectionCut(reached=True)  # the next one on this connection will find the way
        token, slash, _ = address[len(BOT) :].partition(b"/")
        if slash and not compare_digest(token, self._engine.token.encode()):
            return refusal(unauthorized())
        return refusal(Refused(404, "Not Found"))

    def _owe(self, answer: Reply | ConnectionCut | Work, *, stays: bool = True) -> None:
        """The next answer: now if nothing is due before it, or in its turn."""
        self._is_over = self._is_over or not stays
        if not self._due and isinstance(answer, Reply):
            self._write(answer)
        elif isinstance(answer, Reply | ConnectionCut):
            self._due.append(answer)
        else:
            task = asyncio.ensure_future(answer)
            task.add_done_callback(self._flush)
            self._due.append(task)

    def _flush(self, _ready: object = None) -> None:
        """Write what is due and ready."""
        if self._transport is None:
            return
        cut = None
        while self._due and cut is None:
            due = self._due[0]
            if isinstance(due, asyncio.Task):
                if not due.done():
                    break
                due = _outcome(due)
            self._due.popleft()
            if isinstance(due, Reply):
                self._write(due)
            else:
                cut = due
        if self._out:
            self._transport.write(b"".join(self._out))
            self._out = []
        if cut is not None:
            self._cut(self._transport, cut)
        elif self._is_over and not self._due:
            self._transport.close()
        elif self._is_full or self._due or self._is_paused:
            self._is_paused = self._is_full or len(self._due) >= MOST_DUE
            (self._transport.pause_reading if self._is_paused else self._transport.resume_reading)()

    def _write(self, reply: Reply) -> None:
        self._out.append(written(reply, closes=self._is_over))

    def _cut(self, transport: asyncio.Transport, cut: ConnectionCut) -> None:
        self._is_over = True
        if cut.is_reset:
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            transport.abort()
        else:
            transport.close()

    def _say_no(self, status: int, why: str) -> None:
        """The rest of the connection cannot be understood, or is not wanted."""
        if not self._is_over:
            self._owe(refusal(Refused(status, why)), stays=False)

    def _hand_over(self, data: bytes) -> None:
        if self._transport is None:
            return
        self._lines.discard(self)
        other = self._others()
        self._transport.set_protocol(other)
        other.connection_made(self._transport)
        other.data_received(data)

    def pause_writing(self) -> None:
        """asyncio: whoever asks does not read the answers, so no more is read from them."""
        self._is_full = True

    def resume_writing(self) -> None:
        """asyncio: they do again."""
        self._is_full = False
        self._flush()


def _is_for_the_bot(data: bytes) -> bool | None:
    """Whether a request that begins so is the parser's here; none while it cannot be known. No request is as well."""
    space = data.find(b" ", 0, LONGEST_VERB)
    if space < 0:
        return None if len(data) < LONGEST_VERB and data.isalpha() else True
    path = data[space + 1 : space + 1 + len(BOT)]
    return None if path != BOT and BOT.startswith(path) else path == BOT


def _outcome(task: "asyncio.Task[Reply]") -> Reply | ConnectionCut:
    try:
        return task.result()
    except ConnectionCut as cut:
        return cut
