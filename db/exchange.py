"""What passes between the processes of a city while they handle updates: what the others commit is heard here, and
whose turn a chat is, is held here. Both end with the connection, as does the process's part in the city."""

import asyncio
from collections.abc import Callable
from typing import Any, Self

from sqlalchemy.engine import make_url

from db import postgres
from db.failing import Unavailable
from db.members import answering, hang_up, lock_of
from db.reaching import address

HOLD = "SELECT pg_try_advisory_lock(one) FROM unnest($1::bigint[]) WITH ORDINALITY AS given (one, at) ORDER BY at"
LET_GO = "SELECT pg_advisory_unlock(one) FROM unnest($1::bigint[]) AS given (one)"


class Exchange:
    """The connection of one process for that. An answer that does not come leaves open what it holds, so it is closed
    then."""

    def __init__(self, connection: Any, schema: str, member: int) -> None:
        self._connection, self._schema = connection, schema
        self._name = postgres.name_of(schema, member)
        self._one_at_a_time = asyncio.Lock()
        self._wanted: list[tuple[int, asyncio.Future[bool]]] = []
        self._released: list[int] = []

    @classmethod
    async def open(cls, url: str, member: int, cut: Callable[[], None] = lambda: None) -> Self:
        """Connect, for the member of this number. `cut` is called when the connection is lost. Raises Unavailable when
        there is none, Deposed when the others have given it up."""
        there = address(make_url(url))
        with answering(None):
            connection = await postgres.admitted(there, member)
        connection.add_termination_listener(lambda _connection: cut())
        return cls(connection, there.schema, member)

    async def listen(self, heard: Callable[[str], None]) -> None:
        """From now on `heard` is called with what another's commit wakes."""

        def came(_connection: Any, _pid: int, _channel: str, said: str) -> None:
            whose, _, what = said.partition(" ")
            if whose != self._name:
                heard(what)

        async with self._one_at_a_time:
            with answering(self._connection):
                await self._connection.add_listener(f"{postgres.CHANNEL}{self._schema}", came)

    async def hold(self, what: bytes) -> bool:
        """Hold this lock; False when another process has it, or the database does not say. All that is asked for
        meanwhile is one question more."""
        mine = asyncio.get_running_loop().create_future()
        self._wanted.append((lock_of(self._schema, what), mine))
        await self._settle()
        return bool(await mine)

    async def let_go(self, what: bytes) -> None:
        """Hold it no more."""
        self._released.append(lock_of(self._schema, what))
        await self._settle()

    def let_all_go(self) -> None:
        """Hold nothing any more, and wait for nothing: the locks end with the connection."""
        self._connection.terminate()

    async def close(self) -> None:
        """Close the connection, and with it all locks."""
        await hang_up(self._connection)

    async def _settle(self) -> None:
        async with self._one_at_a_time:
            wanted, self._wanted = self._wanted, []
            released, self._released = self._released, []
            held = [False] * len(wanted)
            try:
                with answering(self._connection):
                    if released:
                        await self._connection.fetch(LET_GO, released)
                    if wanted:
                        held = [row[0] for row in await self._connection.fetch(HOLD, [key for key, _ in wanted])]
            except Unavailable:
                self._connection.terminate()
            finally:  # whoever asks for all of them may be told to stop
                for (_, whose), is_held in zip(wanted, held, strict=True):
                    if not whose.done():
                        whose.set_result(is_held)
