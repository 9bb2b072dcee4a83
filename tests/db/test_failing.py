"""What goes wrong with a server: one clear line each, nothing lost, and nothing that hangs."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.__main__ import Exit
from bot.domain.ids import UpdateId
from bot.services.acting import act
from db import facts, inbox, reaching, server
from db.engine import Database, Transaction, connect
from db.failing import Refused, Unavailable, Unwritable
from db.inbox import Raw
from db.members import Control
from db.opening import Away, CannotOpen, inspect, open_database
from tests.db.serving import PASSWORD, Server, place, serving
from tests.house.generated import PREFIX, ROOT
from tests.house.test_complaints import explained
from tests.intake.house import NOON

pytestmark = pytest.mark.sqlite  # once is enough: it has servers of its own

Count = int


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    """One for all of these; who stops it starts it again."""
    with serving() as one:
        yield one


@pytest_asyncio.fixture
async def city(running: Server, tmp_path: Path) -> AsyncIterator[Database]:
    """A city there, that all of these have, as they have its keys."""
    opened = await open_database(running.url(), running.folder / "keys")
    yield opened
    await opened.close()


@act
async def raised(tx: Transaction) -> Count:
    """Count one more."""
    number = int(await facts.get(tx, "counted") or b"0") + 1
    await facts.put(tx, "counted", str(number).encode())
    return number


async def counted(database: Database) -> int:
    async with database.reading() as tx:
        return int(await facts.get(tx, "counted") or b"0")


@asynccontextmanager
async def on_the_way(server: Server, *, loses: bytes) -> AsyncIterator[int]:
    """A port behind which the server is; once `loses` was said to it, its answer is lost, and the connection."""

    async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, heard: asyncio.Event | None) -> None:
        while some := await source.read(65536):
            if heard is None and lost.is_set():
                break
            target.write(some)
            if heard is not None and loses in some:
                heard.set()
        target.close()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_it, to_it = await asyncio.open_connection("127.0.0.1", server.port)
        await asyncio.gather(carry(reader, to_it, lost), carry(from_it, writer, None), return_exceptions=True)

    lost = asyncio.Event()
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as listening:
        yield listening.sockets[0].getsockname()[1]
        lost.set()


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
async def test_too_many_connections_are_worth_a_wait(running: Server, city: Database, tmp_path: Path) -> None:
    more = Database(connect(running.url()), city.keys)
    running.does("postgres", "ALTER ROLE avisa CONNECTION LIMIT 0")
    try:
        with pytest.raises(Away, match=r"does not answer: .*too many connections") as away:
            await inspect(running.url(), tmp_path / "keys")
        assert explained(f"avisa: {away.value}")
        with pytest.raises(Unavailable, match="too many connections"):
            await raised(more)
    finally:
        running.does("postgres", "ALTER ROLE avisa CONNECTION LIMIT -1")

    assert await raised(more) == await counted(city)
    await more.close()


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


@pytest.mark.asyncio
async def test_a_right_that_is_taken_away_is_no_end(running: Server, city: Database) -> None:
    before = await raised(city)
    running.does("avisa", "REVOKE UPDATE ON facts FROM avisa")
    try:
        with pytest.raises(Refused, match="permission denied for table facts"):
            await raised(city)
    finally:
        running.does("avisa", "GRANT UPDATE ON facts TO avisa")

    assert await raised(city) == before + 1


@pytest.mark.asyncio
async def test_a_connection_lost_in_the_middle_leaves_nothing_half_done(running: Server, city: Database) -> None:
    before = await raised(city)

    async def does(tx: Transaction) -> None:
        await facts.put(tx, "counted", b"1000000")
        who = (await tx.connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        running.does("postgres", f"SELECT pg_terminate_backend({who})")
        await facts.put(tx, "more", b"of it")

    with pytest.raises(Unavailable, match="terminating connection"):
        await city.change(does)
    assert await counted(city) == before


@pytest.mark.asyncio
async def test_a_commit_whose_answer_is_lost_takes_effect_once(running: Server, city: Database) -> None:
    before, update = await raised(city), UpdateId(4711)
    async with city.transaction() as tx:
        await inbox.write(tx, [Raw(update, 42, b"two vans")], now=NOON)

    async with on_the_way(running, loses=b"COMMIT") as port:
        far = Database(connect(running.url().replace(str(running.port), str(port))), city.keys)
        with pytest.raises(Unavailable):
            await raised(far.on_behalf_of(update))
        await far.close()

    assert await counted(city) == before + 1
    assert await raised(city.on_behalf_of(update)) == before + 1
    assert await counted(city) == before + 1


@pytest.mark.asyncio
async def test_a_server_that_was_restarted_is_asked_again_at_once(running: Server, city: Database) -> None:
    before = await raised(city)
    await asyncio.to_thread(running.stop, "fast")
    with pytest.raises(Unavailable):
        await raised(city)
    with pytest.raises(Unavailable, match="Connection refused"):
        await raised(city)
    await asyncio.to_thread(running.start)

    assert await raised(city) == before + 1


@pytest.mark.asyncio
async def test_a_server_that_hangs_does_not_hang_us(
    running: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "ANSWERS", 0.2)
    monkeypatch.setattr(reaching, "REACHES", 0.2)
    city = await open_database(running.url(), running.folder / "keys")
    before = await raised(city)
    running.signal(signal.SIGSTOP)
    try:
        with pytest.raises(Unavailable, match="it does not answer"):
            await raised(city)
        with pytest.raises(Unavailable, match=r"no answer within 0\.2 s"):
            await raised(city)
        with pytest.raises(Away, match=r"does not answer: .*no answer within 0\.2 s") as away:
            await inspect(running.url(), tmp_path / "keys")
        assert explained(f"avisa: {away.value}")
    finally:
        running.signal(signal.SIGCONT)

    assert await raised(city) == before + 1
    await city.close()


@pytest.mark.asyncio
async def test_what_can_only_be_read_by_now_is_not_asked_again(running: Server, city: Database) -> None:
    before = await raised(city)
    running.does("postgres", "ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
    try:
        await _until(running, "SHOW default_transaction_read_only", "on")
        with pytest.raises(Unavailable, match="read-only transaction"):
            await raised(city)
        with pytest.raises(Unavailable, match="it can only be read"):
            await raised(city)
    finally:
        running.does("postgres", "ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()")
        await _until(running, "SHOW default_transaction_read_only", "off")

    assert not city.disk.refuses
    assert await raised(city) == before + 1


@pytest.mark.asyncio
async def test_a_connection_of_which_the_driver_has_lost_track_is_given_up(
    running: Server, city: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(*_given: object, **_named: object) -> None:
        raise asyncpg.InternalClientError("cannot switch to state 11; another operation (2) is in progress")

    async def asks(tx: Transaction) -> None:
        await tx.connection.execute(text("SELECT 'never asked before'"))

    before, control = await raised(city), await Control.open(running.url())
    await control.join()
    with monkeypatch.context() as patched:
        patched.setattr(asyncpg.Connection, "prepare", lost)
        patched.setattr(asyncpg.Connection, "fetch", lost)
        with pytest.raises(Unavailable, match="cannot switch to state"):
            await city.look(asks)
        with pytest.raises(Unavailable, match="cannot switch to state"):
            await control.beat(keys=b"", wants=0)

    assert await raised(city) == before + 1
    with pytest.raises(Unavailable, match="connection is closed"):
        await control.beat(keys=b"", wants=0)
    await control.close()


@pytest.mark.asyncio
async def test_a_full_disk_of_the_server_is_known_as_one(city: Database) -> None:
    async def does(tx: Transaction) -> None:
        await tx.connection.execute(text("DO $$ BEGIN RAISE SQLSTATE '53100'; END $$"))

    with pytest.raises(Unwritable):
        await city.change(does)
    assert city.disk.refuses


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


@pytest.mark.asyncio
async def test_when_the_server_dies_its_standby_goes_on_with_all_that_was_committed(
    running: Server, tmp_path: Path
) -> None:
    with place() as standby:
        running.copy_to(standby)
        standby.start()
        hosts = f"host=127.0.0.1:{standby.port}&host=127.0.0.1:{running.port}"
        city = await open_database(f"postgresql+asyncpg://avisa:{PASSWORD}@/avisa?{hosts}", running.folder / "keys")
        with pytest.raises(Away, match=r"does not answer: .*it can only be read \(a standby") as away:
            await inspect(standby.url(), tmp_path / "keys")
        assert explained(f"avisa: {away.value}")
        running.does("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
        await _until(running, "SELECT sync_state FROM pg_stat_replication", "sync")
        before = await raised(city)

        await asyncio.to_thread(running.stop)
        try:
            with pytest.raises(Unavailable):
                await raised(city)
            await asyncio.to_thread(standby.promote)

            assert await raised(city) == before + 1
        finally:
            await city.close()
            running.start("synchronous_standby_names=")


async def _until(server: Server, asked: str, answer: str) -> None:
    """Wait until the server answers so."""
    async with asyncio.timeout(20):
        while [tuple(row) for row in await asyncio.to_thread(server.does, "postgres", asked)] != [(answer,)]:
            await asyncio.to_thread(server.does, "postgres", "SELECT pg_sleep(0.02)")
