"""What goes wrong with a server: one clear line each, nothing lost, and nothing that hangs."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.domain.ids import UpdateId
from bot.services.acting import act
from db import facts, inbox, reaching
from db.engine import Database, Transaction, Wake, connect
from db.failing import Refused, Unavailable, Unwritable
from db.inbox import Raw
from db.members import Control
from db.opening import Away, inspect, open_database
from db.postgres import CONNECTIONS
from tests.db.serving import PASSWORD, Server, place, serving
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
    tx.wake(Wake.COURIER)
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

    woken = list[int]()

    async with on_the_way(running, loses=b"COMMIT") as port:
        far = Database(connect(running.url().replace(str(running.port), str(port))), city.keys)
        far.listen(Wake.COURIER, lambda: woken.append(len(woken)))
        with pytest.raises(Unavailable):
            await raised(far.on_behalf_of(update))
        await far.close()

    assert await counted(city) == before + 1
    assert woken == [0]  # whoever asks again finds it done, and wakes nobody
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
            await control.say(keys=b"", wants=0)

    assert await raised(city) == before + 1
    with pytest.raises(Unavailable, match="connection is closed"):
        await control.say(keys=b"", wants=0)
    await control.close()


@pytest.mark.asyncio
async def test_while_all_connections_are_in_use_it_is_unavailable_and_then_goes_on(
    city: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = city.engine.sync_engine.pool
    monkeypatch.setattr(pool, "_timeout", 0.01)
    async with AsyncExitStack() as in_use:
        for _ in range(CONNECTIONS):
            await in_use.enter_async_context(city.reading())
        with pytest.raises(Unavailable, match="all connections are in use"):
            await raised(city)

    assert await raised(city)


@pytest.mark.asyncio
async def test_a_full_disk_of_the_server_is_known_as_one(city: Database) -> None:
    async def does(tx: Transaction) -> None:
        await tx.connection.execute(text("DO $$ BEGIN RAISE SQLSTATE '53100'; END $$"))

    with pytest.raises(Unwritable):
        await city.change(does)
    assert city.disk.refuses


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
