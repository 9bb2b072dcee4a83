"""The way to Telegram: what was surely not sent, and what may have been."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot import wire
from bot.wire import HttpWire, NotSent, Unanswered

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@asynccontextmanager
async def served(serve: Serve) -> AsyncIterator[str]:
    """Where something answers, in its own way."""
    open_ones = list[asyncio.StreamWriter]()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_ones.append(writer)
        await serve(reader, writer)

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    yield f"http://{host}:{port}"
    server.close()
    for one in open_ones:
        one.close()
    await server.wait_closed()


async def request(reader: asyncio.StreamReader) -> bytes:
    """The head of the next one."""
    return await reader.readuntil(b"\r\n\r\n")


async def asked(url: str, *, proxy: str | None = None, seconds: float = 15.0) -> int:
    """The status of one answer."""
    made = HttpWire(url, "7:t", proxy=proxy)
    try:
        return (await made.post("getMe", b"{}", timeout=seconds)).status
    finally:
        await made.close()


@pytest.mark.asyncio
async def test_where_nobody_listens_nothing_was_sent() -> None:
    with pytest.raises(NotSent, match="ClientConnector"):
        await asked("http://127.0.0.1:9")


@pytest.mark.asyncio
async def test_a_name_that_nobody_knows_is_not_sent_and_tells_no_token() -> None:
    with pytest.raises(NotSent) as raised:
        await asked("http://nobody.invalid")

    assert "7:t" not in f"{raised.value!r} {raised.value.__cause__!r}"


@pytest.mark.asyncio
async def test_where_tls_cannot_be_agreed_on_nothing_was_sent() -> None:
    async def no_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(OK)

    async with served(no_tls) as url:
        with pytest.raises(NotSent):
            await asked(url.replace("http:", "https:"))


@pytest.mark.asyncio
async def test_a_connection_that_does_not_come_about_in_time_was_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "CONNECTS_WITHIN", 0.05)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with served(silent) as url:
        with pytest.raises(NotSent):
            await asked(url.replace("http:", "https:"))


@pytest.mark.asyncio
async def test_an_answer_that_does_not_come_in_time_may_have_been_sent() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)

    async with served(silent) as url:
        with pytest.raises(Unanswered):
            await asked(url, seconds=0.2)


@pytest.mark.asyncio
async def test_each_request_has_a_time_of_its_own() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)

    async with served(silent) as url:
        made = HttpWire(url, "7:t")
        long = asyncio.create_task(made.post("getUpdates", b"{}", timeout=60))
        short = asyncio.create_task(made.post("getMe", b"{}", timeout=0.2))
        with pytest.raises(Unanswered):
            await short

        assert not long.done()
        long.cancel()
        with pytest.raises(asyncio.CancelledError):
            await long
        await made.close()


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{", b"nonsense\r\n\r\n"])
@pytest.mark.asyncio
async def test_a_connection_that_breaks_after_the_request_may_have_been_sent(said: bytes) -> None:
    async def breaks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(said)
        writer.close()

    async with served(breaks) as url:
        with pytest.raises(Unanswered):
            await asked(url)


@pytest.mark.asyncio
async def test_requests_share_a_connection_that_is_kept_open() -> None:
    connections = list[int]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        for _ in range(3):
            await request(reader)
            await reader.readexactly(2)
            writer.write(OK)

    async with served(serve) as url:
        made = HttpWire(url, "7:t")
        statuses = [(await made.post("getMe", b"{}")).status for _ in range(3)]
        await made.close()

    assert (statuses, connections) == ([200] * 3, [1])


@pytest.mark.asyncio
async def test_a_proxy_passes_it_on() -> None:
    heads = list[bytes]()

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await request(reader))
        writer.write(OK)

    async with served(proxy) as url:
        status = await asked("http://telegram.invalid", proxy=url.replace("http://", "http://ana:secret@"))

    assert status == 200
    assert heads[0].startswith(b"POST http://telegram.invalid/bot7:t/getMe ")
    assert b"Proxy-Authorization: Basic " in heads[0]


@pytest.mark.asyncio
async def test_what_a_proxy_does_not_let_through_was_not_sent() -> None:
    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")

    async with served(proxy) as url:
        with pytest.raises(NotSent, match="Proxy"):
            await asked("https://telegram.invalid", proxy=url)


@pytest.mark.asyncio
async def test_a_proxy_that_is_not_there_sends_nothing() -> None:
    with pytest.raises(NotSent):
        await asked("https://telegram.invalid", proxy="http://127.0.0.1:9")


@pytest.mark.asyncio
async def test_who_may_send_no_more_by_the_time_there_is_a_connection_sends_nothing() -> None:
    came = list[bytes]()
    may = iter([True, True, False, True, False])

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            came.append(await request(reader))
            writer.write(OK)

    async with served(serve) as url:
        made = HttpWire(url, "7:t", may_send=lambda: next(may))
        assert (await made.post("getMe", b"{}")).status == 200
        for _ in ("there is a connection", "its bytes go to it"):
            with pytest.raises(NotSent, match="taken over"):
                await made.post("sendMessage", b"{}")
        await made.close()

    assert [one.split()[1] for one in came] == [b"/bot7:t/getMe"]
