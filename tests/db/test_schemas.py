"""A city in a schema of its own, and how its server is reached."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from db import facts
from db.engine import Database
from db.failing import Unavailable
from db.members import Control
from db.opening import CannotOpen, check_folder, entered, inspect, open_database
from db.reaching import WATCHED, address, reach, secret_of
from tests.db.serving import PASSWORD, Server, serving

pytestmark = pytest.mark.sqlite  # once is enough: it has a server of its own


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for all of these."""
    with serving() as one:
        yield one


@asynccontextmanager
async def opened(url: str, keys: Path) -> AsyncIterator[Database]:
    database = await open_database(url, keys)
    try:
        yield database
    finally:
        await database.close()


async def kept(database: Database, name: str) -> bytes | None:
    async with database.reading() as tx:
        return await facts.get(tx, name)


@pytest.mark.asyncio
async def test_two_cities_in_one_database_see_nothing_of_each_other(server: Server, tmp_path: Path) -> None:
    async with (
        opened(server.url(schema="boston"), tmp_path / "boston") as boston,
        opened(server.url(schema="salem"), tmp_path / "salem") as salem,
    ):
        async with boston.transaction() as tx:
            await facts.put(tx, "mark", b"of Boston")

        assert await kept(boston, "mark") == b"of Boston"
        assert await kept(salem, "mark") is None


@pytest.mark.asyncio
async def test_everything_of_a_city_lies_in_its_schema(server: Server, tmp_path: Path) -> None:
    async with opened(server.url(schema="lynn"), tmp_path / "keys"):
        found = server.does("avisa", "SELECT table_schema FROM information_schema.tables WHERE table_name ~ 'alembic'")

    assert "lynn" in {one["table_schema"] for one in found}
    assert "public" not in {one["table_schema"] for one in found}


@pytest.mark.asyncio
async def test_two_that_open_a_new_city_at_once_both_have_it(server: Server, tmp_path: Path) -> None:
    told: list[str] = []

    first, second = await asyncio.gather(
        *(open_database(server.url(schema="new"), tmp_path / "keys", told.append) for _ in range(2))
    )
    async with first.transaction() as tx:
        await facts.put(tx, "mark", b"by the first")

    assert await kept(second, "mark") == b"by the first"
    assert len(told) == len(set(told))
    await first.close()
    await second.close()


@pytest.mark.asyncio
async def test_a_member_waits_for_nobody_who_is_at_the_door(server: Server, tmp_path: Path) -> None:
    url = server.url(schema="door")
    async with opened(url, tmp_path / "keys"):
        pass
    control = await Control.open(url)
    await control.join()

    async with entered(url), asyncio.timeout(20):
        member = await open_database(url, tmp_path / "keys", member=control.number)
    assert await kept(member, "mark") is None
    await member.close()
    await control.close()


@pytest.mark.asyncio
async def test_who_is_given_up_in_one_database_stays_in_another(server: Server, tmp_path: Path) -> None:
    server.does("postgres", "CREATE DATABASE twin OWNER avisa")
    there: list[Control] = []
    for name in ("avisa", "twin"):
        async with opened(server.url(name, schema="alike"), tmp_path / name):
            pass
        there.append(await Control.open(server.url(name, schema="alike")))
        await there[-1].join()
    another = await Control.open(server.url(schema="alike"))
    await another.join()

    await another.give_up([there[0].number])

    assert [one.number for one in await there[1].look()] == [there[0].number]
    with pytest.raises(Unavailable):
        await there[0].say(keys=b"", wants=0)
    for one in (*there, another):
        await one.close()


@pytest.mark.asyncio
async def test_a_city_whose_keys_are_elsewhere_is_left_alone(server: Server, tmp_path: Path) -> None:
    async with opened(server.url(schema="taken"), tmp_path / "keys"):
        pass

    with pytest.raises(Exception, match=r"main\.key is missing"):
        await open_database(server.url(schema="taken"), tmp_path / "other")
    assert not (tmp_path / "other").exists()


@pytest.mark.asyncio
async def test_a_look_makes_nothing(server: Server, tmp_path: Path) -> None:
    said = await inspect(server.url(schema="nowhere"), tmp_path / "keys")

    assert said.startswith("there is no database yet")
    assert not server.does("avisa", "SELECT FROM pg_namespace WHERE nspname = 'nowhere'")


@pytest.mark.asyncio
async def test_of_several_hosts_the_first_that_answers_is_taken(server: Server, tmp_path: Path) -> None:
    hosts = f"host=127.0.0.1:1&host=127.0.0.1:{server.port}&target_session_attrs=read-write"

    async with opened(f"postgresql+asyncpg://avisa:{PASSWORD}@/avisa?schema=hosts&{hosts}", tmp_path / "keys") as one:
        assert await kept(one, "mark") is None


@pytest.mark.asyncio
async def test_the_kernel_sees_when_the_machine_of_a_server_is_gone(server: Server) -> None:
    line = await reach(address(make_url(server.url())), "avisa/public/0", hurried=False)
    end = line._transport.get_extra_info("socket")

    assert end.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
    assert end.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == WATCHED["TCP_USER_TIMEOUT"]
    await line.close()


@pytest.mark.asyncio
async def test_a_server_is_known_by_its_certificate(server: Server, tmp_path: Path) -> None:
    known = server.certify()
    server.stop("fast")
    server.start("ssl=on")
    safely = server.url(schema="safe", ssl="verify-full", sslrootcert=str(known))

    async with opened(safely.replace("127.0.0.1", "localhost"), tmp_path / "keys") as one:
        async with one.reading() as tx:
            how = await tx.connection.execute(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))

        assert how.scalar_one() is True
    with pytest.raises(CannotOpen, match=r"refuses: .*certificate verify failed"):
        await inspect(safely, tmp_path / "keys")


@pytest.mark.parametrize("name", ["Boston", "pg_boston", "1st", "a-b", "a;b", "b" * 41])
def test_what_is_no_name_of_a_schema_is_refused(name: str) -> None:
    with pytest.raises(CannotOpen, match="a schema has a name of at most 40 small letters"):
        check_folder(f"postgresql+asyncpg://avisa@db/avisa?schema={name}")


def test_what_nobody_understands_in_an_address_is_named_and_its_value_is_not() -> None:
    with pytest.raises(CannotOpen, match="nothing is known of password in the address") as refused:
        check_folder(f"postgresql+asyncpg://avisa@db/avisa?password={PASSWORD}")
    assert PASSWORD not in str(refused.value)


def test_an_address_is_shown_without_its_password() -> None:
    with pytest.raises(CannotOpen) as refused:
        check_folder(f"postgresql+asyncpg://avisa:{PASSWORD}@db/avisa?schema=Boston")

    assert "avisa:***@db/avisa" in str(refused.value)


def test_what_is_no_address_is_said_to_be_none() -> None:
    with pytest.raises(CannotOpen, match="it is no address of a database"):
        check_folder("postgresql+asyncpg://db:port/avisa")


@pytest.mark.parametrize(
    ("address", "secret"),
    [("postgresql+asyncpg://avisa:hush%40@db/avisa", "hush@"), ("sqlite+aiosqlite:///avisa.db", None), ("://", None)],
)
def test_the_password_in_an_address_is_known_to_be_one(address: str, secret: str | None) -> None:
    assert secret_of(address) == secret
