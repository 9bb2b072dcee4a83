"""A server that cannot be worked with: one clear line each, and a wait where that may help."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import Exit
from db import reaching, server
from db.opening import Away, CannotOpen, inspect, open_database
from tests.db.serving import PASSWORD, Server, serving
from tests.house.generated import PREFIX, ROOT
from tests.house.test_complaints import explained

pytestmark = pytest.mark.sqlite  # once is enough: it has servers of its own


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    """One for all of these; who stops it starts it again."""
    with serving() as one:
        yield one


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql+asyncpg://avisa:wrong@127.0.0.1:{port}/avisa", "refuses: .*password authentication failed"),
        ("postgresql+asyncpg://nobody@127.0.0.1:{port}/avisa", "refuses: .*password authentication failed"),
        (f"postgresql+asyncpg://avisa:{PASSWORD}@127.0.0.1:{{port}}/nothing", 'refuses: .*"nothing" does not exist'),
        (f"postgresql+asyncpg://avisa:{PASSWORD}@127.0.0.1:{{port}}/latin", "refuses: the texts of latin are LATIN1"),
        (f"postgresql+asyncpg://avisa:{PASSWORD}@127.0.0.1:{{port}}/theirs", "refuses: avisa may make nothing in"),
        (
            f"postgresql+asyncpg://avisa:{PASSWORD}@127.0.0.1:{{port}}/theirs?schema=x",
            "refuses: there is no schema x, and avisa may make none: as .*, CREATE SCHEMA x AUTHORIZATION avisa",
        ),
    ],
)
@pytest.mark.asyncio
async def test_what_somebody_has_to_mend_is_one_line(running: Server, tmp_path: Path, address: str, said: str) -> None:
    if not running.does("avisa", "SELECT FROM pg_database WHERE datname = 'theirs'"):
        running.does("postgres", "CREATE DATABASE theirs")
        running.does("postgres", "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 OWNER avisa")

    for opens in (open_database, inspect):
        with pytest.raises(CannotOpen, match=said) as refused:
            await opens(address.format(port=running.port), tmp_path / "keys")
        assert not isinstance(refused.value, Away)
        assert explained(f"avisa: {refused.value}") and PASSWORD not in str(refused.value)
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql+asyncpg://avisa@127.0.0.1:1/avisa", "does not answer: 127.0.0.1:1: Connection refused"),
        ("postgresql+asyncpg://avisa@no-such-host.invalid/avisa", "does not answer: no-such-host.invalid: "),
        ("postgresql+asyncpg://avisa@/avisa?host=/nowhere", "does not answer: /nowhere: No such file"),
    ],
)
@pytest.mark.asyncio
async def test_a_server_that_is_not_there_is_one_line_and_worth_a_wait(tmp_path: Path, address: str, said: str) -> None:
    for opens in (open_database, inspect):
        with pytest.raises(Away, match=said) as away:
            await opens(address, tmp_path / "keys")
        assert explained(f"avisa: {away.value}")
    assert not (tmp_path / "keys").exists()


@pytest.mark.asyncio
async def test_a_schema_newer_than_the_code_is_left_alone(running: Server, tmp_path: Path) -> None:
    await (await open_database(running.url(schema="newer"), tmp_path / "keys")).close()
    running.does("avisa", "UPDATE newer.alembic_version SET version_num = '9999'")

    for opens in (open_database, inspect):
        with pytest.raises(CannotOpen, match="schema 9999, which this Avisa does not know: a newer one wrote it"):
            await opens(running.url(schema="newer"), tmp_path / "keys")


@pytest.mark.asyncio
async def test_a_server_that_is_too_old_is_refused(
    running: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "OLDEST", 1000)

    with pytest.raises(CannotOpen, match=r"refuses: it is PostgreSQL \d+: 1000 or newer is needed") as refused:
        await inspect(running.url(), tmp_path / "keys")
    assert explained(f"avisa: {refused.value}")


@pytest.mark.asyncio
async def test_a_server_that_does_not_know_a_setting_is_too_old(
    running: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(reaching.ALWAYS, "a_setting_of_tomorrow", "on")

    with pytest.raises(CannotOpen, match=r"refuses: .*it is older than PostgreSQL 14") as refused:
        await inspect(running.url(), tmp_path / "keys")
    assert explained(f"avisa: {refused.value}")


@pytest.fixture
def bot(running: Server, tmp_path: Path) -> dict[str, str]:
    """What a process of a bot is told that can reach nobody but this server."""
    settings = {"TOKEN": "123456:never-a-real-token", "TELEGRAM_URL": "http://127.0.0.1:9", "LISTEN": "127.0.0.1:0"}
    return {
        **os.environ,
        **{PREFIX + name: value for name, value in settings.items()},
        PREFIX + "DATABASE_URL": running.url(schema="late"),
        PREFIX + "KEYS": str(tmp_path / "keys"),
        "PYTHONPATH": str(ROOT),
    }


@pytest.mark.asyncio
async def test_a_bot_that_begins_before_its_server_waits_for_it(
    running: Server, bot: dict[str, str], tmp_path: Path
) -> None:
    await asyncio.to_thread(running.stop, "fast")
    at_work = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=tmp_path, env=bot, stderr=asyncio.subprocess.PIPE
    )
    assert at_work.stderr is not None
    try:
        said = (await at_work.stderr.readline()).decode()
    finally:
        await asyncio.to_thread(running.start)
    assert "Connection refused" in said and PASSWORD not in said

    assert "no answer from http://127.0.0.1:9 yet" in (await at_work.stderr.readline()).decode()
    at_work.terminate()
    assert await at_work.wait() == Exit.ASKED_TO_STOP


@pytest.mark.asyncio
async def test_a_bot_with_a_wrong_password_does_not_wait(bot: dict[str, str], tmp_path: Path) -> None:
    bot[PREFIX + "DATABASE_URL"] = bot[PREFIX + "DATABASE_URL"].replace(PASSWORD, "wrong")
    ended = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=tmp_path, env=bot, stderr=asyncio.subprocess.PIPE
    )
    _, said = await ended.communicate()

    assert ended.returncode == Exit.SETTINGS
    assert explained(said.decode()) and "password authentication failed" in said.decode()
