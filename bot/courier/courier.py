"""The courier: carries broadcasts, cards and letters to Telegram, the most urgent first.

    commit --wakes--> feed: a free seat, a free turn, then whatever is most urgent at that moment
                        `--> carry (many at once): one request, one outcome
                               `--> the clerk: what became of all that were answered, in one small commit

A seat is taken until its answer is written down. So whoever is told twice after a crash was in flight: at most as many
as there are seats.
"""

import asyncio
import logging
import random
from contextlib import suppress

from bot.courier import holding
from bot.courier.breaker import Breaker
from bot.courier.carried import Carried
from bot.courier.clerk import Clerk
from bot.courier.hearing import heard
from bot.courier.load import UNPAID, Load
from bot.courier.pacing import Pace, Turn
from bot.courier.seats import Seats
from bot.courier.settling import Item
from bot.courier.window import Held
from bot.domain.answer import Again, BadContent, BadToken, NotSent, Outcome, Stop, Uncertain
from bot.domain.broadcast import State
from bot.town import Town
from bot.wire import NotSent as NoConnection
from bot.wire import TokenRefused, Unanswered, Wire
from db import audience, broadcasts
from db.engine import Transaction, Wake

log = logging.getLogger(__name__)

FREE_SEATS, PAID_SEATS = 8, 160
"""In flight at once: enough for 30 or 1,000 a second at Telegram's round trip; the bound on repeats after a crash."""

TURNS_TO_LEAVE = 4
"""Turns of the event loop until a request that has its connection is written to it."""

JITTER = 0.5

LOOKS_AGAIN = 0.05
"""Seconds until something that is not paid for is tried again, when nobody knows when its turn will be."""

REFUSED = "Telegram does not know this token any more (AVISA_TOKEN)"


class Courier:
    """One for each token: two would send twice."""

    def __init__(self, town: Town, wire: Wire, pace: Pace, *, seats: int = FREE_SEATS, paid: bool = False) -> None:
        self.carried = Carried()
        """What it has carried since the start, as numbers."""
        self._database = town.database
        self._clock = town.clock
        self._wire = wire
        self._pace = pace
        self._seats = Seats(seats)
        self._load = Load(town, paid=paid)
        self._clerk = Clerk(town, self._load, pace, self._seats)
        self._breaker = Breaker()
        self._flights: set[asyncio.Task[None]] = set()
        self._in_the_air = 0
        self._refused = False
        self._stir = asyncio.Event()
        self._never = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._database.listen(Wake.COURIER, self._wake)
        self._database.listen(Wake.AUDIENCE, self._wake_to_leavers)

    def _wake(self) -> None:
        self._load.committed = True
        self._stir.set()

    def _wake_to_leavers(self) -> None:
        self._load.left = True
        self._wake()

    async def run(self) -> None:
        """Carry until stopped or cancelled. TokenRefused when Telegram does not know the token any more."""
        await self._clerk.patiently(self._recover)
        self._tasks = [asyncio.create_task(self._feed()), asyncio.create_task(self._settle())]
        try:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in self._tasks:
                if task.done() and not task.cancelled():
                    task.result()
        finally:
            for task in (*self._tasks, *self._flights):
                task.cancel()

    async def stop(self, within: float) -> None:
        """Send nothing new, wait so many seconds for what is in flight, and write down what came back."""
        if not self._tasks:
            return
        feeding, settling = self._tasks
        feeding.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while (self._flights or self._clerk.busy) and not settling.done():
                    await self._clerk.next()
        settling.cancel()

    async def idle(self) -> None:
        """Wait until everything that can be carried has been."""
        while self._flights or self._clerk.busy or not self._load.empty:
            await self._clerk.next()

    async def _recover(self) -> None:
        """Begin where an earlier courier stopped, perhaps in the middle of a word."""

        async def recover(tx: Transaction) -> Held:
            for broadcast in await broadcasts.under_way(tx):
                if broadcast.state is State.ENDED:
                    await audience.recover(tx, broadcast, in_flight=self._seats.in_all)
            return await holding.left(tx, now=self._clock.now())

        left = await self._database.change(recover)
        self._pace.hold(left.bulk, replies=False)
        self._pace.hold(left.replies, replies=True)
        self._pace.on_hold = self._clerk.held

    async def _feed(self) -> None:
        while True:
            if self._load.committed or not self._load.waits:
                await self._something_to_carry()
            while self._breaker.open:
                await self._ask()
            if self._breaker.careful:
                await self._one_at_a_time()
            if not self._seats.free:
                await self._seats.one()
            turn = self._pace.bulk_now() or await self._pace.bulk()
            wait = self._pace.until_unpaid()
            while self._refused:
                await self._never.wait()
            self._load.probing = self._breaker.doubts
            item = self._load.at_hand(unpaid=wait == 0) or await self._ask_for(unpaid=wait == 0)
            if item is None:
                turn.unused()
                if wait != 0 and self._load.waits and not self._load.committed:
                    self._stir.clear()
                    await self._clock.wait(self._stir, wait or LOOKS_AGAIN)
                continue
            self._seats.take()
            if item.lane in UNPAID:
                turn.unpaid()
            is_first = not self._flights
            self._flights.add(asyncio.create_task(self._carry(item, turn)))
            if is_first:
                await self._let_it_leave()

    async def _let_it_leave(self) -> None:
        """The first request is on its way before the next one is thought of: with an alert, that is what counts."""
        for _ in range(TURNS_TO_LEAVE):
            await asyncio.sleep(0)

    async def _one_at_a_time(self) -> None:
        """While Telegram has taken nothing since it came back: wait for what is in flight."""
        while self._breaker.careful and self._flights:
            await self._clerk.next()

    async def _ask_for(self, *, unpaid: bool) -> Item | None:
        return await self._clerk.patiently(lambda: self._most_urgent(unpaid=unpaid))

    async def _something_to_carry(self) -> None:
        while True:
            self._stir.clear()
            if self._load.committed:
                await self._clerk.patiently(self._look)
            if self._load.waits:
                return
            self._clerk.settled.set()
            await self._stir.wait()

    async def _most_urgent(self, *, unpaid: bool) -> Item | None:
        if self._load.committed:
            await self._look()
        item = await self._load.most_urgent(unpaid=unpaid)
        if self._load.at_end:
            self._clerk.look()
        return item

    async def _look(self) -> None:
        self._clerk.stopped(await self._load.look())
        self._pace.urgent = self._load.urgent
        if self._load.at_end:
            self._clerk.look()

    async def _carry(self, item: Item, turn: Turn) -> None:
        flight = asyncio.current_task()
        assert flight is not None  # noqa: S101  it is one
        probes = self._breaker.careful
        item.tries += 1
        self._in_the_air += 1
        try:
            outcome = await self._request(item)
        finally:
            self._in_the_air -= 1
            turn.answered()
            self._flights.discard(flight)
        if probes and isinstance(outcome, Uncertain):
            item.tries -= 1  # in a long outage one after the other would lose their last try to a probe
        self._breaker.count(outcome)
        self.carried.count(item, outcome, self._clock)
        decision = item.decide(outcome)
        match decision:
            case Again(hold=hold) if hold:
                self._pace.hold(hold.total_seconds() + random.uniform(0, JITTER), replies=False)  # noqa: S311
            case Stop():
                self._refused = True
        self._clerk.came(item, outcome, decision, in_the_air=self._in_the_air)

    async def _request(self, item: Item) -> Outcome:
        try:
            method, body = item.request()
            if not self._pace.chat_now(item.chat):
                await self._pace.chat(item.chat)
            answer = await self._wire.post(method, body)
        except NoConnection:
            return NotSent()
        except Unanswered:
            return Uncertain()
        except Exception as error:  # a bug of ours in one message must not stop all the others
            log.exception("a message cannot be sent")
            return BadContent(type(error).__name__)
        return heard(answer)

    async def _ask(self) -> None:
        """Is Telegram there?"""
        await self._clock.wait(self._never, self._breaker.wait)
        try:
            answer = await self._wire.post("getMe", b"{}")
        except (NoConnection, Unanswered):
            self._breaker.asked(answered=False)
            return
        if isinstance(heard(answer), BadToken):
            raise TokenRefused(REFUSED)
        self._breaker.asked(answered=answer.status == 200)

    async def _settle(self) -> None:
        while True:
            await self._clerk.write()
            if self._refused:
                raise TokenRefused(REFUSED)
            self._clerk.settled.set()
            self._stir.set()
