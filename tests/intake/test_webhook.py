"""Telegram posts updates to us."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.intake.reading import LARGEST
from bot.intake.room import Room
from bot.intake.webhook import HEADER, Webhook
from db.engine import Database
from db.failing import Unavailable
from db.tables import inbox
from tests.intake.house import house, reply, said
from tests.intake.telegram import Telegram, message, raw

SECRET = "from-telegram_1"
Client = TestClient[web.Request, web.Application]


@pytest.fixture
def telegram() -> Telegram:
    """Where the replies go."""
    return Telegram()


@pytest_asyncio.fixture
async def client(database: Database, telegram: Telegram) -> AsyncIterator[Client]:
    """Telegram's side of a house that does not poll."""
    async with house(database, telegram, reply, polls=False) as here, served(here.intake.webhook(SECRET)) as opened:
        here.start()
        yield opened


def served(webhook: Webhook) -> Client:
    application = web.Application()
    application.router.add_post("/telegram", webhook.post)
    return TestClient(TestServer(application))


async def post(client: Client, text: bytes, **headers: str) -> int:
    async with client.post("/telegram", data=text, headers={HEADER: SECRET, **headers}) as response:
        return response.status


async def written(database: Database) -> list[int]:
    async with database.reading() as tx:
        return [row.update_id for row in await tx.all(select(inbox.c.update_id))]


@pytest.mark.asyncio
async def test_a_posted_update_is_committed_when_telegram_hears_that_we_have_it(
    database: Database, client: Client, telegram: Telegram
) -> None:
    status = await post(client, raw(message(7)))

    assert (status, await written(database)) == (200, [7])
    await telegram.until(lambda: telegram.posted)
    assert said(telegram) == ["7: 1"]


@pytest.mark.parametrize("sent", ["", "from-telegram_2", SECRET + "x", "caf\u00e9"])
@pytest.mark.asyncio
async def test_whoever_does_not_know_the_secret_is_not_heard(database: Database, client: Client, sent: str) -> None:
    status = await post(client, raw(message(7)), **{HEADER: sent})

    assert (status, await written(database)) == (401, [])


@pytest.mark.asyncio
async def test_a_post_without_a_secret_is_not_heard(database: Database, client: Client) -> None:
    async with client.post("/telegram", data=raw(message(7))) as response:
        assert response.status == 401
    assert await written(database) == []


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.asyncio
async def test_a_post_larger_than_any_update_is_refused(database: Database, client: Client, chunked: bool) -> None:
    text = raw(message(7, "x" * LARGEST))

    async def chunks() -> AsyncIterator[bytes]:
        for at in range(0, len(text), 65536):
            yield text[at : at + 65536]

    body: Any = chunks() if chunked else BytesIO(text)
    async with client.post("/telegram", data=body, headers={HEADER: SECRET}) as response:
        assert response.status == 413
    assert await written(database) == []


@pytest.mark.parametrize("text", [b"", b"null", b"{}", b"\xff", b'{"update_id":'])
@pytest.mark.asyncio
async def test_a_post_that_is_no_update_is_taken_and_passed_over(
    database: Database, client: Client, text: bytes
) -> None:
    assert await post(client, text) == 200
    assert await written(database) == []


@pytest.mark.asyncio
async def test_what_cannot_be_written_down_is_to_be_sent_again() -> None:
    async def write(_entries: object) -> Any:
        raise Unavailable("database is locked")

    async with served(Webhook(write, SECRET, Room())) as client:
        assert await post(client, raw(message(7))) == 503


@pytest.mark.asyncio
async def test_while_too_many_wait_telegram_is_asked_to_send_it_again() -> None:
    room = Room(1)
    room.told(1)

    async def write(_entries: object) -> Any:
        raise AssertionError("nothing is written")

    async with served(Webhook(write, SECRET, room)) as client:
        assert await post(client, raw(message(7))) == 503
