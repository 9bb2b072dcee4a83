"""A connection to the Bot API, byte by byte."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio

from simulator import people
from simulator.chats import Chat
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.faults import Flood, Late, Reset, TakenButCut
from simulator.http import Served


class Wire:
    """A connection on which anything can be said."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def says(self, *parts: bytes) -> None:
        """Send this, each part by itself."""
        for part in parts:
            self._writer.write(part)
            await self._writer.drain()
            await asyncio.sleep(0)

    async def hears(self) -> tuple[int, dict[str, str], bytes]:
        """One answer: its status, its headers in small letters, its body."""
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        body = await self._reader.readexactly(int(headers["content-length"]))
        return int(head[0].split()[1]), headers, body

    async def hears_line(self) -> bytes:
        """One line and the empty one after it."""
        return (await self._reader.readuntil(b"\r\n\r\n")).strip()

    async def ends(self) -> bytes:
        """What comes until the other end closes."""
        return await self._reader.read()


@pytest_asyncio.fixture
async def served(engine: Engine) -> AsyncIterator[Served]:
    """The engine on some port."""
    async with Served(engine) as opened:
        yield opened


@asynccontextmanager
async def wire_to(served: Served) -> AsyncIterator[Wire]:
    """A connection of its own."""
    host, _, port = served.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    yield Wire(reader, writer)
    writer.close()


@pytest_asyncio.fixture
async def wire(served: Served) -> AsyncIterator[Wire]:
    """A connection to it."""
    async with wire_to(served) as opened:
        yield opened


def request(
    served: Served, method: str, body: bytes = b"", *headers: str, verb: str = "POST", version: str = "1.1"
) -> bytes:
    """One request, whole."""
    more = "".join(f"{one}\r\n" for one in ("Content-Type: application/json", f"Content-Length: {len(body)}", *headers))
    return f"{verb} /bot{served.engine.token}/{method} HTTP/{version}\r\nHost: a\r\n{more}\r\n".encode() + body


def text(chat: Chat, said: str) -> bytes:
    """The body of a message."""
    return json.dumps({"chat_id": chat.id, "text": said}).encode()


@pytest.mark.asyncio
async def test_requests_sent_ahead_are_answered_in_order(
    served: Served, wire: Wire, ana: Chat, clock: VirtualClock
) -> None:
    served.engine.faults.next("getMe", Late(5))
    await wire.says(request(served, "getMe") + request(served, "sendMessage", text(ana, "second")))
    async with asyncio.timeout(5):
        while not ana.messages:
            await served.engine.journal.news.wait()
    await clock.advance(5)

    first, second = await wire.hears(), await wire.hears()
    assert json.loads(first[2])["result"]["is_bot"]
    assert json.loads(second[2])["result"]["text"] == "second"


@pytest.mark.asyncio
async def test_a_request_may_come_byte_by_byte(served: Served, wire: Wire, ana: Chat) -> None:
    whole = request(served, "sendMessage", text(ana, "slowly"))
    await wire.says(*(whole[at : at + 1] for at in range(len(whole))))

    assert json.loads((await wire.hears())[2])["result"]["text"] == "slowly"


@pytest.mark.asyncio
async def test_a_body_may_come_in_chunks(served: Served, wire: Wire, ana: Chat) -> None:
    body = text(ana, "in chunks")
    head = request(served, "sendMessage", b"", "Transfer-Encoding: chunked").replace(b"Content-Length: 0\r\n", b"")
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:7], body[7:]))
    await wire.says(head, chunks + b"0\r\n\r\n")

    assert json.loads((await wire.hears())[2])["result"]["text"] == "in chunks"


@pytest.mark.asyncio
async def test_a_connection_stays_open_until_someone_asks_to_close_it(served: Served, wire: Wire) -> None:
    for _ in range(3):
        await wire.says(request(served, "getMe"))
        assert (await wire.hears())[0] == 200
    await wire.says(request(served, "getMe", b"", "Connection: close") + request(served, "getMe"))

    status, headers, _ = await wire.hears()
    assert (status, headers["connection"]) == (200, "close")
    assert await wire.ends() == b""


@pytest.mark.asyncio
async def test_http_1_0_is_answered_and_closed(served: Served, wire: Wire) -> None:
    await wire.says(request(served, "getMe", version="1.0"))

    assert (await wire.hears())[0] == 200
    assert await wire.ends() == b""


@pytest.mark.asyncio
async def test_who_asks_before_sending_a_body_is_told_to_go_on(served: Served, wire: Wire, ana: Chat) -> None:
    body = text(ana, "may I")
    whole = request(served, "sendMessage", body, "Expect: 100-continue")
    await wire.says(whole[: -len(body)])
    go_on = await wire.hears_line()
    await wire.says(body)

    assert go_on == b"HTTP/1.1 100 Continue"
    assert (await wire.hears())[0] == 200


@pytest.mark.asyncio
@pytest.mark.parametrize("nonsense", [b"\x16\x03\x01\x02\x00\x01", b"hello\r\n\r\n", b"POST /bot x\r\n\r\n"])
async def test_what_is_no_request_is_answered_with_400_and_closed(wire: Wire, nonsense: bytes) -> None:
    await wire.says(nonsense)

    status, headers, body = await wire.hears()
    assert (status, headers["connection"]) == (400, "close")
    assert json.loads(body) == {"ok": False, "error_code": 400, "description": "Bad Request"}
    assert await wire.ends() == b""


@pytest.mark.asyncio
async def test_a_body_that_is_too_large_is_refused_before_it_has_come(
    served: Served, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.line.LARGEST", 1000)
    head = request(served, "sendPhoto").replace(b"Content-Length: 0", b"Content-Length: 100000")
    await wire.says(head + b"x" * 2000)

    assert (await wire.hears())[0] == 413
    assert await wire.ends() == b""
    assert len(served.engine.log) == 0


@pytest.mark.asyncio
async def test_other_verbs_are_not_allowed(served: Served, wire: Wire) -> None:
    await wire.says(request(served, "getMe", verb="PUT"))

    assert (await wire.hears())[0] == 405


@pytest.mark.asyncio
async def test_an_upgrade_is_not_taken_and_the_request_is_answered(served: Served, wire: Wire) -> None:
    await wire.says(request(served, "getMe", b"", "Connection: Upgrade", "Upgrade: h2c") + request(served, "getMe"))

    assert [(await wire.hears())[0] for _ in range(2)] == [200, 200]


@pytest.mark.asyncio
async def test_the_control_door_is_on_the_same_port_and_connection(served: Served, wire: Wire) -> None:
    await wire.says(request(served, "getMe"))
    first = await wire.hears()
    await wire.says(b"GE", b"T /s", b"im HTTP/1.1\r\nHost: a\r\n\r\n")
    second = await wire.hears()

    assert (first[0], second[0]) == (200, 200)
    assert json.loads(second[2])["bot"]["username"] == "avisa_bot"
    assert await wire.ends() == b""


@pytest.mark.asyncio
async def test_a_connection_that_is_reset_says_so(served: Served, wire: Wire) -> None:
    served.engine.faults.next("getMe", Reset())
    await wire.says(request(served, "getMe"))

    with pytest.raises(ConnectionResetError):
        await wire.ends()


@pytest.mark.asyncio
async def test_what_was_answered_before_a_cut_still_arrives(served: Served, wire: Wire, ana: Chat) -> None:
    served.engine.faults.next("sendMessage", TakenButCut())
    await wire.says(
        request(served, "getMe") + request(served, "sendMessage", text(ana, "lost")) + request(served, "getMe")
    )

    assert (await wire.hears())[0] == 200
    assert await wire.ends() == b""
    assert [message.content.text for message in ana.messages.values()] == ["lost"]


@pytest.mark.asyncio
async def test_whoever_hangs_up_waits_for_nothing_any_more(served: Served, ana: Chat, clock: VirtualClock) -> None:
    async with wire_to(served) as gone, wire_to(served) as other:
        await gone.says(request(served, "getUpdates", b'{"timeout":50}'))
        await other.says(request(served, "getMe"))
        await other.hears()
    async with wire_to(served) as wire:
        people.say(served.engine, ana, "still there")
        await wire.says(request(served, "getUpdates", b'{"timeout":50}'))
        found = json.loads((await wire.hears())[2])["result"]

    assert [update["message"]["text"] for update in found] == ["still there"]


@pytest.mark.asyncio
async def test_the_wait_of_a_429_stands_in_a_header(served: Served, wire: Wire) -> None:
    served.engine.faults.next("getMe", Flood(retry_after=41))
    await wire.says(request(served, "getMe"))

    status, headers, body = await wire.hears()
    assert (status, headers["retry-after"]) == (429, "41")
    assert json.loads(body)["parameters"] == {"retry_after": 41}


@pytest.mark.asyncio
async def test_a_thousand_requests_sent_ahead_are_all_answered(served: Served, wire: Wire, ana: Chat) -> None:
    asked = asyncio.ensure_future(
        wire.says(b"".join(request(served, "sendMessage", text(ana, str(one))) for one in range(1000)))
    )
    said = [json.loads((await wire.hears())[2])["result"]["text"] for _ in range(1000)]
    await asked

    assert said == [str(one) for one in range(1000)]
