"""Looks at a PostgreSQL, and all that are asked for meanwhile in one transaction.

Each by itself would ask the server three times: to begin, for what it wants to know, and to end. They change nothing,
so none spoils another; each sees what was committed when it was asked for, or more.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from db.visits import Asked, Raised

T = TypeVar("T")

TOGETHER = 64
"""At most so many in one: what PostgreSQL could clear away meanwhile waits for its end."""


class Looks:
    """Whoever looks, by one connection. What takes long has one of its own (`Database.reading`)."""

    def __init__(self, engine: AsyncEngine) -> None:
        """`engine` makes connections on which nothing can be changed, and each transaction sees one moment."""
        self._engine = engine
        self._asked = deque[Asked]()
        self._going: asyncio.Task[None] | None = None

    async def look(self, does: Callable[[AsyncConnection], Coroutine[Any, Any, T]]) -> T:
        """What it answers or raises."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._asked.append(Asked(does, answer))
        if self._going is None:
            self._going = asyncio.create_task(self._go())
        return await answer

    async def close(self) -> None:
        """Nobody looks any more, and whoever does hears nothing."""
        if self._going is not None:
            self._going.cancel()
            await asyncio.wait([self._going])

    async def _go(self) -> None:
        together = deque[Asked]()
        try:
            while self._asked:
                together = deque(self._asked.popleft() for _ in range(min(TOGETHER, len(self._asked))))
                try:
                    while together:
                        await self._look(together)
                except Exception as error:  # noqa: BLE001  handed to whoever asked: no transaction can be begun
                    for one in together:
                        one.hears(Raised(error))
        finally:
            self._going = None
            for one in (*together, *self._asked):
                one.answer.cancel()  # nobody answers any more: it is closed

    async def _look(self, together: deque[Asked]) -> None:
        """Answer them, up to the first that fails: its transaction is of no use to the next."""
        async with self._engine.connect() as connection, connection.begin() as transaction:
            while together and transaction.is_active:
                try:
                    answer = await together[0].does(connection)
                except Exception as error:  # noqa: BLE001  handed to whoever asked
                    together.popleft().hears(Raised(error))
                    await transaction.rollback()
                else:
                    together.popleft().hears(answer)
