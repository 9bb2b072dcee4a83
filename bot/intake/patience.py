"""How long to wait before the next try, and when to say so: one line when a trouble begins, one when it is over."""

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from bot.domain.clock import Clock
from db.engine import Database, Does
from db.failing import Unavailable

log = logging.getLogger(__name__)
T = TypeVar("T")

FIRST, LONGEST = 1.0, 30.0
"""Seconds."""


def wait_after(tries: int) -> float:
    """Seconds to wait after so many tries that failed: doubling, up to half a minute, and never in step with others."""
    return min(FIRST * 2.0 ** min(tries - 1, 10), LONGEST) * random.uniform(0.75, 1.0)  # noqa: S311  no secret


class Patience:
    """Tries that fail, counted and told once."""

    def __init__(self) -> None:
        self.trouble: str | None = None
        """What is wrong at the moment, as it was told."""
        self._tries = 0

    def failed(self, trouble: str, *, told_from: int = 1) -> float:
        """One try failed; for how many seconds to wait. The trouble is told from so many failures in a row on."""
        self._tries += 1
        if self._tries >= told_from and self.trouble != trouble:
            log.warning("%s; trying again until it works", trouble)
            self.trouble = trouble
        return wait_after(self._tries)

    def worked(self) -> None:
        """A try has worked."""
        if self.trouble is not None:
            log.warning("over: %s", self.trouble)
        self.trouble, self._tries = None, 0


class PatientDatabase:
    """The database, however long it takes. Raises Unavailable only once we are asked to stop."""

    def __init__(self, database: Database, clock: Clock, stopping: asyncio.Event) -> None:
        self._database = database
        self._clock = clock
        self._stopping = stopping
        self._patience = Patience()

    async def look(self, asks: Does[T]) -> T:
        """Ask it something."""
        return await self._until_it_works(self._database.look, asks)

    async def change(self, does: Does[T], *, apart: bool = False) -> T:
        """Change something in it."""
        return await self._until_it_works(partial(self._database.change, apart=apart), does)

    async def _until_it_works(self, how: Callable[[Does[T]], Coroutine[Any, Any, T]], does: Does[T]) -> T:
        tries = 0
        while True:
            try:
                done = await how(does)
            except Unavailable as error:
                if self._stopping.is_set():
                    raise
                tries += 1
                self._patience.failed(f"the inbox cannot be worked on ({error})")
                await self._clock.wait(self._stopping, wait_after(tries))
            else:
                self._patience.worked()
                return done
