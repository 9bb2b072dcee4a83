"""Writes down what came back, many in one commit; by this their seats are free again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.courier import holding
from bot.courier.load import Load
from bot.courier.pacing import Pace
from bot.courier.seats import Seats
from bot.courier.settling import Item, Settling
from bot.courier.walk import Delivery
from bot.domain.answer import Decision, Outcome
from bot.town import Town
from db import broadcasts
from db.engine import Transaction
from db.failing import Unavailable

log = logging.getLogger(__name__)

GATHERING = 0.02
"""Seconds at most for which an answer waits for others, to be written down with them."""

PATIENCE = 1.0
"""Seconds until the database is asked again that could not do it."""

T = TypeVar("T")


class Clerk:
    """What came back and is not written down yet."""

    def __init__(self, town: Town, load: Load, pace: Pace, seats: Seats) -> None:
        self.settled = asyncio.Event()
        """Something was written down, or there is nothing to do."""
        self._database = town.database
        self._clock = town.clock
        self._load = load
        self._pace = pace
        self._seats = seats
        self._answers: list[tuple[Item, Outcome, Decision]] = []
        self._stopped: list[Delivery] = []
        self._held = False
        """A hold began."""
        self._writing = False
        self._something, self._enough = asyncio.Event(), asyncio.Event()
        self._never = asyncio.Event()

    @property
    def busy(self) -> bool:
        """Something is to be written down yet."""
        return bool(self._answers or self._stopped or self._held or self._writing)

    async def next(self) -> None:
        """Wait until something more is written down, or there is nothing to do."""
        self.settled.clear()
        await self.settled.wait()

    def came(self, item: Item, outcome: Outcome, decision: Decision, *, in_the_air: int) -> None:
        """One was answered; so many others were not yet."""
        self._answers.append((item, outcome, decision))
        self._something.set()
        if len(self._answers) >= in_the_air and not self._pace.bulk_waits:  # else the next goes out no later for it
            self._enough.set()

    def stopped(self, deliveries: list[Delivery]) -> None:
        """These get no other try after all."""
        if deliveries:
            self._stopped.extend(deliveries)
            self._something.set()

    def held(self) -> None:
        """A hold began or became longer."""
        self._held = True
        self._something.set()

    def look(self) -> None:
        """A broadcast may be at its end."""
        self._something.set()

    async def write(self) -> None:
        """Wait for something to write down, and a moment for more of it: a commit costs the same for one as for all."""
        await self._something.wait()
        if self._answers:
            await self._clock.wait(self._enough, GATHERING)
        await self._write()

    async def patiently(self, does: Callable[[], Awaitable[T]]) -> T:
        """Do it, as soon as the database can."""
        told = False
        while True:
            try:
                return await does()
            except Unavailable as error:
                if not told:
                    log.error("the database cannot be used now, and is tried again every second: %s", error)
                told = True
                await self._clock.wait(self._never, PATIENCE)

    async def _write(self) -> None:
        """Everything that has come back so far."""
        self._something.clear()
        self._enough.clear()
        self._writing = True
        batch, self._answers = self._answers, []
        stopped, self._stopped = self._stopped, []
        held, self._held = self._held, False
        settling = Settling()
        for item, outcome, decision in batch:
            settling.gather(item, outcome, decision)
        for delivery in stopped:
            settling.give_up(delivery)
        over = self._load.over(settling.halted)
        cursors = self._load.cursors()

        async def write(tx: Transaction) -> None:
            now = self._clock.now()
            await settling.write(tx, cursors, now=now)
            for walk in over:
                await broadcasts.finish(tx, walk.broadcast.id)
            if held:
                await holding.keep(tx, self._pace.held(), now=now)

        await self.patiently(lambda: self._database.change(write))
        self._load.settled(settling)
        for walk in over:
            log.info("broadcast %s (%s) is done", walk.broadcast.id, walk.broadcast.kind)
        self._pace.urgent = self._load.urgent
        self._seats.give(len(batch))
        self._writing = False
