"""What is another with PostgreSQL: transactions that are tried again, and what its errors mean.

Each transaction has a connection of its own, and all go on at once, as if one came after another (SERIALIZABLE): what
they would spoil for each other PostgreSQL rolls back, and that one is begun anew.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import event, text
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from db import copying
from db.failing import Damaged, Deposed, Refused, Unavailable, Unwritable
from db.looks import Looks
from db.reaching import MENDED, Address, Line, address, reach
from db.tables import metadata

T = TypeVar("T")

NAME = "postgresql"

AGAIN = frozenset({"40001", "40P01"})
"""serialization_failure, deadlock_detected (PostgreSQL's documentation, appendix A, as are those below)."""

GONE = ("08", "53", "57", "58", "55P03", "25P03")
"""Classes: connection, resources, intervention by an operator, its own disk; and what waited or was held too long."""

FULL, READ_ONLY, BROKEN = "53100", "25006", "XX"
"""disk_full, read_only_sql_transaction (a standby now), and the class of internal errors, with data_corrupted in it."""

TRIES = 30
"""So often a transaction is begun before it counts as unavailable."""

PAUSE, LONGEST_PAUSE = 0.002, 0.25
"""Seconds before the second try, at most; twice that before each further one, up to the longest."""

SETTLES, LASTS = 0.05, 600.0
"""Seconds between two looks whether what was begun before has ended, and after which it is not waited for any more."""

SOON = text("SET lock_timeout = '100ms'")
"""How long a table is waited for that somebody has."""

BUSY = "55P03"
"""lock_not_available."""

MOMENT = text("SELECT clock_timestamp()")
OLDER = text(
    "SELECT count(*) FROM pg_stat_activity WHERE usename = current_user AND datname = current_database()"
    " AND pid <> pg_backend_pid() AND xact_start < :since"
)
"""What PostgreSQL says of those who have our name: of others it says nothing, and they have no keys."""

Does = Callable[[AsyncConnection], Coroutine[Any, Any, T]]


CONNECTIONS = 16
"""Of one process, at most. What was used last is used next: only a connection that is in use knows its statements, and
a new one is a new process of the server's."""

APART = 8
"""So many of those are left to what is done apart from others at the same time."""

CHANNEL = "avisa_"
"""Before the schema: under what the processes of a city tell each other whom a commit wakes."""

TELL = text("SELECT pg_notify('avisa_' || current_schema(), current_setting('application_name') || ' ' || :woken)")
FENCE = text("SELECT value FROM facts WHERE name = 'fence' FOR SHARE")
"""Whoever takes over changes that row, and waits for those who have seen it."""

IS_A_MEMBER = "SELECT true FROM members WHERE number = $1 AND pid <> 0"


def name_of(schema: str, member: int | None = None) -> str:
    """What a connection of a city's calls itself: so a member's can be found and ended by the others."""
    return f"avisa/{schema}/{member or 0}"


async def admitted(there: Address, member: int | None, *, hurried: bool = True) -> Line:
    """A connection of this member's, if it is to be one. Raises Deposed when the others have given it up, and what
    `reach` does."""
    connection = await reach(there, name_of(there.schema, member), hurried=hurried)
    try:
        if member is not None and not await connection.fetchval(IS_A_MEMBER, member):
            raise Deposed("the other processes have given this one up")
    except BaseException:
        connection.terminate()
        raise
    return connection


def connect(url: URL, *, member: int | None = None, hurried: bool = True) -> AsyncEngine:
    """An engine whose transactions see nothing of each other. A statement may take as long as it does unless it is
    `hurried`. A member that the others have given up gets no new connection (Deposed). Raises Refused for an address
    that can be none."""
    there = address(url)

    async def begin() -> Line:
        return await admitted(there, member, hurried=hurried)

    pool: dict[str, Any] = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_use_lifo": True}
    engine = create_async_engine(url, async_creator=begin, isolation_level="SERIALIZABLE", **pool)
    event.listen(engine.sync_engine, "handle_error", _note)
    event.listen(engine.sync_engine, "checkout", _look)
    return engine


def _note(context: ExceptionContext) -> None:
    """A server that does not answer in time, or that may only be read by now, is not asked again on this connection,
    nor on any other that was made before. Nor is one of which the driver has lost track."""
    error = context.original_exception
    is_lost = isinstance(error.__cause__, asyncpg.InternalClientError)
    if isinstance(error, TimeoutError) or is_lost or getattr(error, "sqlstate", None) == READ_ONLY:
        context.is_disconnect = True


def _look(connection: Any, _record: Any, _borrowed: Any) -> None:
    """A connection that the server has closed meanwhile is not handed out, and none of its age: costs no question."""
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError


def state(error: DBAPIError) -> str:
    """PostgreSQL's five characters for what went wrong; none when it said nothing."""
    return getattr(error.orig, "sqlstate", None) or ""


@contextmanager
def unavailable() -> Iterator[None]:
    """Say in one word, for those who know no SQL, that the database cannot do it: now, or ever again."""
    try:
        yield
    except DBAPIError as error:
        found = state(error)
        if found == FULL:
            raise Unwritable(str(error.orig)) from error
        if found.startswith(MENDED):
            raise Refused(str(error.orig)) from error
        if error.connection_invalidated or found in {*AGAIN, READ_ONLY} or found.startswith(GONE):
            raise Unavailable(str(error.orig)) from error
        if found[:2] == BROKEN:
            raise Damaged(f"the database is damaged ({error.orig}): put a backup in its place") from error
        raise
    except NoneFree as error:
        raise Unavailable("all connections are in use") from error
    except (ConnectionError, TimeoutError) as error:  # nobody answers there
        raise Unavailable(error.strerror or str(error) or "it does not answer") from error


class Postgres:
    """One open database of a PostgreSQL."""

    unavailable = staticmethod(unavailable)

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._apart = engine.execution_options(isolation_level="READ COMMITTED")
        self._one_at_a_time, self._some_at_a_time = asyncio.Lock(), asyncio.Semaphore(APART)
        self._reads = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._looks = Looks(self._reads)

    async def change(self, does: Does[T], *, apart: bool = False) -> T:
        """What it answers, once it is committed; whatever it raises rolls it back.

        Of one process one is done after the other: those that go on at once are told apart by pages, not by rows, and
        spoil each other where they have nothing to do with each other. Of those `apart` some go on beside that.
        """
        turn, engine = (self._some_at_a_time, self._apart) if apart else (self._one_at_a_time, self._engine)
        tried = 0
        while True:
            try:
                async with turn, engine.connect() as connection, connection.begin():
                    return await does(connection)
            except DBAPIError as error:
                tried += 1
                if state(error) not in AGAIN or tried == TRIES:
                    raise
            await asyncio.sleep(random.random() * min(LONGEST_PAUSE, PAUSE * 2**tried))  # noqa: S311  no secret

    async def look(self, does: Does[T]) -> T:
        """What it answers, which changes nothing."""
        return await self._looks.look(does)

    async def check(self, hand: Any, fence: int | None) -> None:
        """Raise Deposed unless this is the number of the process that leads. None after it does before this ends."""
        value = (await hand.execute(FENCE)).scalar_one_or_none()
        if fence is None or value != str(fence).encode():
            raise Deposed("another process leads")

    async def tell(self, hand: Any, woken: Sequence[str]) -> None:
        """Tell the other processes, once this is committed, who is woken by it."""
        for one in woken:
            await hand.execute(TELL, {"woken": one})

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose changes are committed at the end of the block. It is not tried again."""
        async with self._engine.connect() as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one moment, and comes into nobody's way."""
        async with self._reads.connect() as connection, connection.begin():
            yield connection

    async def truncate_log(self) -> bool:
        """It has no log that could be emptied here. What was deleted stays in its files for a while: decision 0029."""
        return True

    async def rewrite_tables(self) -> bool:
        """Write every table anew, one after the other; whoever wants one waits for it. False when somebody has one and
        does not let go of it soon. What others who may look into this database still see stays in it."""
        await self.outlast()
        engine = connect(self._engine.url, hurried=False).execution_options(isolation_level="AUTOCOMMIT")
        try:
            async with engine.connect() as connection:
                await connection.execute(SOON)
                for table in metadata.sorted_tables:
                    await connection.exec_driver_sql(f"VACUUM (FULL) {table.name}")
        except DBAPIError as error:
            if state(error) != BUSY:
                raise
            return False
        finally:
            await engine.dispose()
        return True

    async def outlast(self) -> None:
        """Wait until no transaction is under way that was begun before this, by whomever with our name."""
        async with self._reads.connect() as connection:
            since = (await connection.execute(MOMENT)).scalar_one()
        for _ in range(round(LASTS / SETTLES)):
            async with self._reads.connect() as connection:  # anew: in one transaction it would see the same
                if not (await connection.execute(OLDER, {"since": since})).scalar_one():
                    return
            await asyncio.sleep(SETTLES)
        raise Unavailable(f"a transaction is under way for more than {LASTS:.0f} seconds")

    async def copy_to(self, file: Path) -> None:
        """Write what is committed at this moment into an empty file, as a SQLite database. Others may change the
        database meanwhile; what they delete is not cleared away until this is done."""
        async with self.looking() as connection:
            await copying.into_file(connection, file)

    async def close(self) -> None:
        """Close every connection."""
        await self._looks.close()
        await self._engine.dispose()
