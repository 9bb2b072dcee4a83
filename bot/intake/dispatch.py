"""From the inbox to the handlers: in order within a chat, many chats at once, the urgent and the newest first.

    scan: which updates wait, without reading them
      `--> lanes: those of each chat in order; of the chats, whose turn it is
             `--> a turn: take the update, read it, hand it to PTB, mark it answered

Only a turn reads what an update says. So a backlog fills no memory, and what was forgotten in the meantime is not
handled.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.domain.clock import Clock
from bot.domain.ids import UpdateId
from bot.intake.faults import Again, GiveUp, after, reference, where
from bot.intake.lanes import Lane, Lanes
from bot.intake.patience import PatientDatabase
from bot.intake.reading import UNKNOWN, Unparsable, kind_of, parse
from bot.intake.room import Room
from bot.intake.turns import HELD_ELSEWHERE, Alone, Turns
from db import inbox, quarantine
from db.engine import Database
from db.failing import Damaged, Unavailable
from db.inbox import Arrival, Turn, Waiting

log = logging.getLogger(__name__)

Tell = Callable[[Update, str], Awaitable[None]]
"""Tells the person behind an update that it failed, with the reference."""

AT_ONCE = 256
"""So many updates are handled at once. Nearly all of them wait for Telegram to take a reply, and what the next one does
(a finding that makes an alert, say) must not wait for that."""

PAGE = 1000


@dataclass(slots=True)
class Counted:
    """What became of updates since the start."""

    handled: int = 0
    unknown: int = 0
    """Of a kind that we did not ask for."""
    quarantined: int = 0


class Dispatch:
    """Handles what waits in the inbox, from the oldest on, for as long as it runs."""

    def __init__(
        self,
        database: Database,
        application: "Application[Any, Any, Any, Any, Any, Any]",
        clock: Clock,
        *,
        tell: Tell,
        at_once: int = AT_ONCE,
        room: Room | None = None,
        turns: Turns | None = None,
    ) -> None:
        self.counted = Counted()
        self._turns = turns or Alone()
        self._stopping = asyncio.Event()
        self._database = PatientDatabase(database, clock, self._stopping)
        self._application = application
        self._clock = clock
        self._tell = tell
        self._at_once = at_once
        self._at_work = 0
        self._room = room or Room()
        self._scanned = Arrival(0)
        self._scan_again = False
        self._lanes = Lanes()
        self._tasks: set[asyncio.Task[None]] = set()
        self._faults: dict[UpdateId, Exception | None] = {}
        self._answered: list[UpdateId] = []
        self._answering = asyncio.Lock()
        self._change = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()

    @property
    def waiting(self) -> int:
        """How many updates are known to wait."""
        return self._lanes.waiting

    def wake(self) -> None:
        """Something new is in the inbox."""
        self._change.set()

    def look_again(self) -> None:
        """What was another process's turn may be ours."""
        self._scan_again = True
        self._change.set()

    def note(self, update: UpdateId, fault: Exception) -> None:
        """A handler failed. PTB swallows what handlers raise: this is how it comes here."""
        if update in self._faults:
            self._faults[update] = fault

    async def run(self) -> None:
        """Handle updates until stopped. Raises Damaged when the database is."""
        self._ended.clear()
        try:
            async with asyncio.TaskGroup() as group:
                await self._scan(group)
        except ExceptionGroup as group_of:
            damaged = group_of.subgroup(Damaged)
            raise group_of if damaged is None else damaged.exceptions[0] from None
        finally:
            self._ended.set()

    async def stop(self, seconds: float) -> None:
        """Begin nothing new, and give what is being handled so many seconds to end. The rest stays in the inbox."""
        self._stopping.set()
        self._change.set()
        if not await self._clock.wait(self._ended, seconds):
            for task in self._tasks:
                task.cancel()
            await self._ended.wait()

    async def _scan(self, group: asyncio.TaskGroup) -> None:
        """See which updates wait, all of them, before anyone's turn comes."""
        while not self._stopping.is_set():
            self._change.clear()
            if self._scan_again:
                self._scan_again, self._scanned = False, Arrival(0)
            page = await self._page()
            if self._scan_again:
                continue
            for one in page:
                self._scanned = one.arrival
                if self._turns.is_ours(one.chat):
                    self._lanes.join(one)
            if len(page) < PAGE:
                self._room.told(self.waiting)
                self._begin(group)
                await self._change.wait()

    def _begin(self, group: asyncio.TaskGroup) -> None:
        """Give turns for as long as there are seats."""
        while self._at_work < self._at_once and not self._stopping.is_set():
            lane = self._lanes.next()
            if lane is None:
                return
            self._at_work += 1
            task = group.create_task(self._turn(lane, group))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _turn(self, lane: Lane, group: asyncio.TaskGroup) -> None:
        """Handle a chat's next update once. It is the chat's turn again when that is over, or worth another try."""
        try:
            wait = await self._next(lane)
        except Unavailable:
            log.warning("stopped while the database takes nothing: what is in the inbox will be handled again")
            return
        self._at_work -= 1
        if wait:
            self._begin(group)
            await self._clock.wait(self._stopping, wait)
        self._lanes.back(lane)
        self._room.told(self.waiting)
        self._begin(group)

    async def _next(self, lane: Lane) -> float:
        """Handle the next update once, if that is ours to do; the seconds to wait before the same is tried again, if it
        is."""
        if not self._turns.is_ours(lane.chat):
            self._lanes.drop(lane)
            return 0.0
        if not await self._turns.hold(lane.chat):
            return HELD_ELSEWHERE
        try:
            return await self._handle_next(lane)
        finally:
            await self._turns.let_go(lane.chat)

    async def _handle_next(self, lane: Lane) -> float:
        arrival = lane.turns[0].arrival
        one = await self._database.look(lambda tx: inbox.take(tx, arrival))
        if one is not None:  # it is none when it was forgotten since it was seen
            lane.tries += 1
            again = await self._handle(one, tries=lane.tries)
            if again is not None:
                return again.wait
        self._lanes.over(lane)
        return 0.0

    async def _handle(self, one: Waiting, *, tries: int) -> Again | None:
        """Handle one update once; none when it is over."""
        if one.text is None:
            await self._give_up(one, UNKNOWN, "KeyGone")
            return None
        try:
            update = parse(one.text, self._application.bot)
        except Unparsable as error:
            await self._give_up(one, error.kind, error.error)
            return None
        fault = None if update is None else await self._process(one.update, update)
        if update is None or fault is None:
            if update is None:
                self.counted.unknown += 1
            else:
                self.counted.handled += 1
            await self._answer(one.update)
            return None
        match after(fault, failures=one.failures, tries=tries):
            case Again(counts=counts) as again:
                if counts:
                    await self._database.change(lambda tx: inbox.failed(tx, one.update), apart=True)
                return again
            case GiveUp():
                await self._give_up(one, kind_of(update), type(fault).__name__, where(fault), update)
                return None

    async def _process(self, number: UpdateId, update: Update) -> Exception | None:
        """Let the handlers have it; what went wrong, if anything. Raises Damaged when the database is."""
        self._faults[number] = None
        try:
            await self._application.process_update(update)
        except Exception as fault:  # noqa: BLE001  nothing that one update does may end the intake
            self._faults[number] = fault
        finally:
            noted = self._faults.pop(number)
        if isinstance(noted, Damaged):  # no update is to blame: it stays in the inbox
            raise noted
        return noted

    async def _answer(self, number: UpdateId) -> None:
        """Mark it answered. All that ended while the last commit was under way share the next one."""
        self._answered.append(number)
        async with self._answering:
            numbers, self._answered = self._answered, []
            if numbers:
                await self._database.change(lambda tx: inbox.answer(tx, numbers, now=self._clock.now()), apart=True)

    async def _give_up(
        self, one: Waiting, kind: str, error: str, at: str = "its text", update: Update | None = None
    ) -> None:
        """Put it into quarantine, and tell the person if there is one to tell."""
        fault = quarantine.Fault(one.update, reference(), kind, error, len(one.text or b""))
        log.error("fault %s: %s in %s, at %s", fault.reference, error, kind, at)
        self.counted.quarantined += 1
        if update is not None:
            try:
                await self._tell(update, fault.reference)
            except Exception as untold:  # noqa: BLE001  a fault while admitting a fault ends here
                log.warning("fault %s could not be told: %s", fault.reference, type(untold).__name__)
        await self._database.change(lambda tx: quarantine.put(tx, fault, now=self._clock.now()))

    async def _page(self) -> Sequence[Turn]:
        """The next page of the inbox; an empty one when we are asked to stop first."""
        try:
            return await self._database.look(lambda tx: inbox.turns(tx, after=self._scanned, limit=PAGE))
        except Unavailable:
            return []
