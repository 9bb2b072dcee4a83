"""The processes of one city that are at work together on one PostgreSQL: who is there, who leads, and who is gone.

Each has a row, and a connection of its own to say every half second that it is there; by another it hears what the
others commit (`db.exchange`). Whoever has not said so for three and a half seconds is given up by another, however it
ended: it may connect no more, what it has open is closed by the server, and then its row goes. It stops by itself
before that: who has heard no answer for three seconds sends nothing.

One leads: it holds a lock that ends with its connection, and has a number, the fence, that is higher than that of every
leader before it. Each of its commits looks whether that is still so (`db.postgres`).
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Self

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.engine import make_url

from db import postgres
from db.failing import Deposed, Locked, Unavailable
from db.reaching import address, reach, shown

log = logging.getLogger(__name__)

BEAT = 0.5
"""Seconds from one sign of life to the next."""

LEASE, SILENT = 3.0, 3.5
"""Seconds after the last sign of life: for so long a process may send, and after so long others give it up. The first
is counted from before it was given, by the clock of whoever gave it; the other from when it came, by the server's."""

PATIENCE = 1.0
"""Seconds for each answer."""

CHANGED = "members"
"""What the others are told when one has come or gone."""

NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
SILENT_MICROSECONDS = int(SILENT * 1_000_000)

JOIN = f"INSERT INTO members (pid, beat) VALUES (pg_backend_pid(), {NOW}) RETURNING number"  # noqa: S608
SAY = f"UPDATE members SET beat = {NOW}, keys = $2, wants = $3 WHERE number = $1 AND pid <> 0 RETURNING share"  # noqa: S608
STAY = f"UPDATE members SET beat = {NOW} WHERE number = $1 AND pid <> 0 RETURNING true"  # noqa: S608
LOOK = (
    "SELECT number, keys, fence, wants, share,"  # noqa: S608
    f" pid = 0 OR abs({NOW} - beat) > {SILENT_MICROSECONDS} AS silent, ({NOW} - beat) / 1000000.0::float8 AS age"
    " FROM members ORDER BY number"
)
GIVE_UP = "UPDATE members SET pid = 0 WHERE number = ANY($1::bigint[])"
"""It is let in no more, and its row stays until what it had open is closed: whoever begins that may not come to its
end."""
LEAVE = "DELETE FROM members WHERE number = ANY($1::bigint[])"
CLOSE = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE application_name = ANY($1::text[]) AND datname = current_database() AND usename = current_user"
)
"""Another database of the server may hold a city in a schema of the same name."""
RAISE = """
    INSERT INTO facts (name, value) VALUES ('fence', convert_to('1', 'UTF8'))
    ON CONFLICT (name) DO UPDATE SET value = convert_to((convert_from(facts.value, 'UTF8')::bigint + 1)::text, 'UTF8')
    RETURNING convert_from(value, 'UTF8')::bigint
"""
LEADS = "UPDATE members SET fence = $2 WHERE number = $1"
ALLOT = "UPDATE members SET share = given.share FROM unnest($1::bigint[], $2::bigint[]) AS given (number, share)"
ALLOT += " WHERE members.number = given.number"
SHARED, ALONE = "SELECT pg_try_advisory_lock_shared($1)", "SELECT pg_try_advisory_lock($1)"


@dataclass(frozen=True, slots=True)
class Seen:
    """A process, as the others see it."""

    number: int
    keys: bytes | None
    """None while it begins: nothing is its to do, and it seals nothing."""
    fence: int | None
    wants: int
    share: int | None
    silent: bool
    age: float
    """Seconds since it last said that it is there."""


def lock_of(schema: str, what: bytes) -> int:
    """The number under which PostgreSQL keeps a lock of this city's."""
    return int.from_bytes(blake2b(what, key=schema.encode()[:64], digest_size=8).digest(), "big", signed=True)


@contextmanager
def answering(connection: Any) -> Iterator[None]:
    """Raise Unavailable for whatever goes wrong with what is asked on this connection of the driver's; none where it
    is just being made."""
    try:
        yield
    except TimeoutError:
        raise Unavailable("the database does not answer") from None
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        raise Unavailable(str(error)) from error
    except asyncpg.InternalClientError as error:  # the driver has lost track of what was asked on it
        if connection is not None:
            connection.terminate()
        raise Unavailable(str(error)) from error


async def hang_up(connection: Any) -> None:
    """Close it, however that goes: it may be lost already."""
    with suppress(Exception):
        await connection.close()
    connection.terminate()


class Control:
    """The connection by which a process says that it is there, and leads: the lock ends with it."""

    def __init__(self, connection: Any, schema: str) -> None:
        self.number = 0
        """Under which the others know it."""
        self._connection, self._schema = connection, schema
        self._one_at_a_time = asyncio.Lock()
        self._leads = False

    @classmethod
    async def open(cls, url: str, cut: Callable[[], None] = lambda: None, *, alone: bool = False) -> Self:
        """Connect. `cut` is called when the connection is lost. Raises Unavailable when there is none, and Locked while
        somebody has the database for themselves; with `alone`, while anybody works with it."""
        there = address(make_url(url))
        schema = there.schema
        connection = await reach(there, postgres.name_of(schema), hurried=False)
        control = cls(connection, schema)
        connection.add_termination_listener(lambda _connection: cut())
        try:
            if not await control._ask(ALONE if alone else SHARED, lock_of(schema, b"alone")):
                raise Locked(f"another Avisa works with the schema {schema} of {shown(make_url(url))}")
        except BaseException:
            await control.close()
            raise
        return control

    async def join(self) -> None:
        """Be one of the members."""
        self.number = await self._ask(JOIN)
        mine = postgres.name_of(self._schema, self.number)
        await self._ask("SELECT set_config('application_name', $1, false)", mine)

    async def stay(self) -> None:
        """Say that it is there, and not at work yet. Raises Deposed when the others have given it up."""
        if not await self._ask(STAY, self.number):
            raise Deposed("the other processes have given this one up")

    async def say(self, *, keys: bytes | None, wants: int) -> int | None:
        """Say that it is there, which main keys it has and how many messages a second it could send; its share of
        them. Raises Deposed when the others have given it up."""
        rows = await self._rows(SAY, self.number, keys, wants)
        if not rows:
            raise Deposed("the other processes have given this one up")
        share: int | None = rows[0]["share"]
        return share

    async def look(self) -> Sequence[Seen]:
        """All members."""
        return [Seen(**row) for row in await self._rows(LOOK)]

    async def lead(self, seen: Sequence[Seen]) -> int | None:
        """Lead, if nobody else does or can; the number under which it leads from then on. An answer that came too late
        is asked for again, under a higher one."""
        if not self._leads:
            self._leads = await self._ask(ALONE, lock_of(self._schema, b"lead"))
        if not self._leads or any(one.fence is not None and one.number != self.number for one in seen):
            return None  # whoever led may send for a moment yet
        fence = int(await self._ask(RAISE))
        await self._ask(LEADS, self.number, fence)
        return fence

    async def give_up(self, numbers: Sequence[int]) -> None:
        """Give up members that are silent: what they have open is closed, and nothing of theirs is committed after."""
        names = [postgres.name_of(self._schema, one) for one in numbers]
        await self._ask(GIVE_UP, numbers)
        try:
            async with asyncio.timeout(PATIENCE):
                while await self._ask(CLOSE, names):  # noqa: ASYNC110  the server closes them one after the other
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise Unavailable("the connections of a process that was given up are open yet") from None
        await self._ask(LEAVE, numbers)
        await self.tell(CHANGED)

    async def allot(self, shares: Sequence[tuple[int, int]]) -> None:
        """Say how many messages a second members may send, by number."""
        await self._ask(ALLOT, [number for number, _ in shares], [share for _, share in shares])

    async def tell(self, what: str) -> None:
        """Tell all others."""
        said = f"{postgres.name_of(self._schema, self.number)} {what}"
        await self._ask("SELECT pg_notify($1, $2)", f"{postgres.CHANNEL}{self._schema}", said)

    async def leave(self) -> None:
        """Tell the others that it ends."""
        with suppress(Unavailable):
            await self._ask(LEAVE, [self.number])
            await self.tell(CHANGED)

    async def close(self) -> None:
        """Close the connection, and with it all locks."""
        await hang_up(self._connection)

    async def _ask(self, statement: str, *given: Any) -> Any:
        rows = await self._rows(statement, *given)
        return rows[0][0] if rows else None

    async def _rows(self, statement: str, *given: Any) -> Any:
        async with self._one_at_a_time:
            with answering(self._connection):
                return await self._connection.fetch(statement, *given, timeout=PATIENCE)
