"""Where health and metrics answer: on this machine alone, and never at the price of the bot."""

import logging
import socket
from collections.abc import Iterator

import aiohttp
import pytest
from pydantic import SecretStr

from bot import listening
from bot.settings import Settings
from tests.watching.conftest import Watched


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def free() -> int:
    """A port at which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def settings(watched: Watched, **given: object) -> Settings:
    return Settings(_env_file=None, token=SecretStr(watched.engine.token), **given)  # type: ignore[arg-type]


def test_unless_told_otherwise_only_this_machine_is_answered() -> None:
    assert Settings.model_fields["listen"].default == "127.0.0.1:8080"


@pytest.mark.asyncio
async def test_who_polls_answers_there_too_and_nothing_takes_posts(watched: Watched) -> None:
    port = free()
    given = settings(watched, listen=f"127.0.0.1:{port}")

    async with (
        listening.opened(given, watched.watch),
        aiohttp.ClientSession() as session,
    ):
        async with session.get(f"http://127.0.0.1:{port}/metrics") as response:
            assert "avisa_updates_taken_total" in await response.text()
        async with session.post(f"http://127.0.0.1:{port}{listening.PATH}") as response:
            assert response.status == 404


@pytest.mark.asyncio
async def test_a_port_that_is_taken_is_one_line_to_whoever_polls(
    watched: Watched, taken: int, caplog: pytest.LogCaptureFixture
) -> None:
    given = settings(watched, listen=f"127.0.0.1:{taken}")

    with caplog.at_level(logging.WARNING):
        async with listening.opened(given, watched.watch):
            pass

    assert [one.name for one in caplog.records if one.name.startswith("bot")] == ["bot.listening"]


@pytest.mark.asyncio
async def test_a_webhook_needs_its_port(watched: Watched, taken: int) -> None:
    given = settings(
        watched,
        listen=f"127.0.0.1:{taken}",
        webhook_url="https://example.org",
        webhook_secret=SecretStr("from-telegram_1"),
    )

    with pytest.raises(listening.CannotListen, match=f"nobody can listen at 127.0.0.1:{taken}: Address already in use"):
        async with listening.opened(given, watched.watch):
            pass


@pytest.mark.asyncio
async def test_where_telegram_posts_health_and_metrics_answer_beside_it(watched: Watched) -> None:
    port = free()
    given = settings(
        watched,
        listen=f"127.0.0.1:{port}",
        webhook_url="https://example.org/",
        webhook_secret=SecretStr("from-telegram_1"),
    )

    async with (
        listening.opened(given, watched.watch),
        aiohttp.ClientSession() as session,
    ):
        async with session.post(f"http://127.0.0.1:{port}{listening.PATH}") as response:
            assert response.status == 401
        async with session.get(f"http://127.0.0.1:{port}/health") as response:
            assert response.status in (200, 503)
