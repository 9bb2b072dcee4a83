"""Clocks that do as they are told: one that stands still until then, and one that was set forward or back."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.domain.clock import Clock

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)

TURNS = 25
"""How often the event loop goes round after each waiter is woken, so that what it does next is done at that time."""


@dataclass(frozen=True, slots=True)
class Jumped:
    """A clock whose time of day is off by so much. How long something takes, it measures as before."""

    clock: Clock
    by: timedelta

    def now(self) -> datetime:
        """The time of day, in UTC."""
        return self.clock.now() + self.by

    def monotonic(self) -> float:
        """Seconds, as the clock beneath counts them."""
        return self.clock.monotonic()

    async def wait(self, event: asyncio.Event, seconds: float | None = None) -> bool:
        """As the clock beneath waits."""
        return await self.clock.wait(event, seconds)


def jumped(clock: Clock, seconds: float) -> Clock:
    """The clock set forward, or back, by so many seconds; on top of what it was set by before."""
    if isinstance(clock, Jumped):
        return Jumped(clock.clock, clock.by + timedelta(seconds=seconds))
    return Jumped(clock, timedelta(seconds=seconds))


class VirtualClock:
    """Time that moves only by `advance`. Whoever waits is woken in order, each at exactly their time.

    What a woken waiter does with threads and sockets is not seen from here: `settle` is awaited after every wake, for
    those who know how to wait for it.
    """

    def __init__(self, start: datetime = START, *, settle: Callable[[], Awaitable[None]] | None = None) -> None:
        """`start` is the time of day at which it stands, in UTC."""
        self._start = start
        self._passed = 0.0
        self._settle = settle
        self._numbers = count()
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """The time of day, in UTC."""
        return self._start + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        """Seconds since the clock was made."""
        return self._passed

    def jump(self, seconds: float) -> None:
        """Set the time of day forward, or back, without any time passing."""
        self._start += timedelta(seconds=seconds)

    async def wait(self, event: asyncio.Event, seconds: float | None = None) -> bool:
        """Return when the event is set (True), or when so many seconds of this clock have passed (False)."""
        if seconds is None or event.is_set():
            return await event.wait()
        if seconds <= 0:
            await asyncio.sleep(0)
            return event.is_set()
        due = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (self._passed + seconds, next(self._numbers), due))
        occurs = asyncio.ensure_future(event.wait())
        try:
            ended, _ = await asyncio.wait((occurs, due), return_when=asyncio.FIRST_COMPLETED)
        finally:
            occurs.cancel()
            due.cancel()
        return occurs in ended

    async def advance(self, seconds: float) -> None:
        """Let so many seconds pass, waking in order whoever's time comes."""
        end = self._passed + seconds
        await self._let_them_act()
        while self._waiting and self._waiting[0][0] <= end:
            at, _, due = heapq.heappop(self._waiting)
            if due.done():
                continue
            self._passed = at
            due.set_result(None)
            await self._let_them_act()
        self._passed = end

    async def _let_them_act(self) -> None:
        for _ in range(TURNS):
            await asyncio.sleep(0)
        if self._settle is not None:
            await self._settle()
