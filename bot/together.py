"""This process among those of its city that work on the same PostgreSQL (`db.members`).

    beat: every half second it says that it is there, and hears who else is: on a thread of its own, that is not kept
      |   waiting when many people want something at once; but not while what is done for them stands still
      `--> whose turn a chat is: each belongs to one of them, and a lock makes sure of it while that changes
      `--> who leads: the courier, the jobs and the poll are with one of them, and pass to another within five seconds
      `--> how many messages a second it may send: together they keep to Telegram's limit

Whoever is cut off from the database or was given up by the others sends nothing any more, drops all that it knows, and
begins anew as another member.
"""

import asyncio
import logging
from asyncio import AbstractEventLoop
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.courier.pacing import Pace
from bot.domain.allotment import Allotment
from bot.domain.clock import Clock
from bot.domain.sharing import owners, part, shares
from bot.loops import another, on
from bot.town import Town
from db.engine import Database, Fence, Wake
from db.exchange import Exchange
from db.failing import Unavailable
from db.inbox import Chat
from db.keys import KeysError
from db.members import BEAT, CHANGED, LEASE, Control, Seen
from db.opening import open_database, plainly

log = logging.getLogger(__name__)

AGAIN = 0.5
"""Seconds until a process that was cut off tries to join again."""


@dataclass(frozen=True, slots=True)
class Here:
    """How it is with this process when it says that it is there."""

    keys: bytes
    """Which main keys it has (`Keys.follow`)."""
    wants: int = 0
    """How many replies a second it could send."""
    bulk: bool = False
    """Something goes out in bulk,"""
    urgent: bool = False
    """and that is an alert or a retraction."""


class Together:
    """What it knows of itself and of the others. All of it is for the loop on which this was made, but for `run`, which
    may be on another."""

    beats: asyncio.Task[None]
    """Ends by itself only when this process is no member any more."""

    def __init__(self, control: Control, exchange: Exchange, database: Database, clock: Clock) -> None:
        """It is a member from now on. Until it has heard of the others, nothing is its to do."""
        self.leads = asyncio.Event()
        self.changed: Callable[[], None] = lambda: None
        """Called when it may be another's turn, or ours, where it was not before."""
        self.pace: Pace | None = None
        """How many messages a second this process sends."""
        self.fence = Fence()
        """Under which number it leads, if it does."""
        self.control = control
        """By which it says that it is there."""
        self._exchange, self._database, self._clock = exchange, database, clock
        self._until = self._lead_until = clock.monotonic() + LEASE
        """When this process may send no more, and when whoever leads at the latest, as far as either is heard."""
        self._members: tuple[int, ...] = ()
        self._ours = frozenset[int]()
        """The parts of all chats that are."""
        database.concerns = lambda parts: not self._ours.isdisjoint(parts)
        self._allotment: Allotment | None = None
        self._home = self._beats_on = asyncio.get_running_loop()
        self._stir = asyncio.Event()
        """For the loop of the beats."""
        self._keys = self._sealed_with = b""
        """Which main keys all have, and which this process had at the last beat."""
        self._followed = asyncio.Event()
        self._is_cut = self._ends = self._is_ready = self._retires = False

    def may_send(self) -> bool:
        """Nobody else can do by now what this process does."""
        return not self._is_cut and self._clock.monotonic() < self._until

    @property
    def members(self) -> int:
        """How many processes there are, this one included."""
        return len(self._members)

    def is_ours(self, chat: Chat) -> bool:
        """Whether its updates are ours to handle."""
        return part(chat) in self._ours

    async def hold(self, chat: Chat) -> bool:
        """Begin this chat's turn; False while another process is at it, or nobody can tell."""
        return not self._is_cut and await self._exchange.hold(_bytes(chat))

    async def let_go(self, chat: Chat) -> None:
        """Its turn is over."""
        if self._is_cut:  # no answer is waited for: it may never come
            self._exchange.let_all_go()
        else:
            await self._exchange.let_go(_bytes(chat))

    async def followed(self) -> None:
        """Wait until all members have the same main keys as this one."""
        while True:
            self._followed.clear()
            self._beat_now()
            await self._followed.wait()
            if self._keys == self._database.keys.follow():
                return

    def cut(self) -> None:
        """A connection is lost. To be called on any loop."""
        self._is_cut = True
        self._beat_now()

    def heard(self, what: str) -> None:
        """Another process has said something."""
        if what == CHANGED:
            self._beat_now()
        whom, _, parts = what.partition(" ")
        with suppress(ValueError):  # a process of another version may say more
            self._database.heard(Wake(whom), bytes.fromhex(parts))

    def ready(self) -> None:
        """From now on it can do what there is to do: before Telegram has answered it could not, and nothing is its."""
        self._is_ready = True
        self._beat_now()

    def retire(self) -> None:
        """It is to end, and leads no more if it does not by now. What it handles it handles to its end."""
        self._retires = True

    async def end(self) -> None:
        """Beat no more, once what is said at this moment is answered."""
        self._ends = True
        self._beat_now()
        await asyncio.wait([self.beats])

    def _beat_now(self) -> None:
        with suppress(RuntimeError):  # the beats are over, and their loop with them
            self._beats_on.call_soon_threadsafe(self._stir.set)

    async def run(self) -> None:
        """Beat for as long as it is a member, or until it is to end. Raises Unavailable once it is none any more."""
        self._beats_on = asyncio.get_running_loop()
        while not self._ends:
            self._stir.clear()
            try:
                await self._beat()
            except Unavailable as error:
                if not self._is_cut:
                    if not self.may_send():
                        self._is_cut = True
                        raise
                    log.warning("no sign of life could be given: %s", error)
            if self._is_cut:
                raise Unavailable("the connection to the database is lost")
            if not self._ends:
                await self._clock.wait(self._stir, BEAT)

    async def _beat(self) -> None:
        began = self._clock.monotonic()
        here = await on(self._home, self._here())  # while that loop hangs, nobody says that this process is there
        share = await self.control.say(keys=here.keys if self._is_ready else None, wants=here.wants)
        await on(self._home, self._is_heard(share, until=began + LEASE))
        seen = await self.control.look()
        for one in seen:
            if one.fence is not None:
                self._lead_until = self._clock.monotonic() - one.age + LEASE
        if silent := [one.number for one in seen if one.silent]:
            await self.control.give_up(silent)
            seen = [one for one in seen if not one.silent]
        await on(self._home, self._sees(seen, here.keys))
        if self.fence.number is not None:
            await self._share_out(here, seen)
        elif self._is_ready and not self._retires and (fence := await self.control.lead(seen)) is not None:
            await on(self._home, self._takes_over(fence))

    async def _share_out(self, here: Here, seen: Sequence[Seen]) -> None:
        """Say how many messages a second each may send."""
        if self.pace is None or self.pace.rate is None:
            return
        if self._allotment is None:
            self._allotment = Allotment(self.pace.rate, self._clock.monotonic())
        others = [one for one in seen if one.number != self.control.number]
        wants, has = {one.number: one.wants for one in others}, {one.number: one.share or 0 for one in others}
        wished = shares(self._allotment.rate, wants, bulk=here.bulk, urgent=here.urgent)
        settled = self._allotment.settle(self._clock.monotonic(), wished, has)
        if settled != has:
            await self.control.allot(list(settled.items()))
        await on(self._home, self._may_send(self._allotment.own))

    async def _here(self) -> Here:
        try:
            keys = self._database.keys.follow()
        except (KeysError, OSError) as error:
            raise Unavailable(f"the keys folder cannot be read: {error}") from None
        pace = self.pace
        return Here(keys) if pace is None else Here(keys, pace.wants, pace.bulk_waits, pace.urgent)

    async def _is_heard(self, share: int | None, until: float) -> None:
        if self.fence.number is None:
            await self._may_send(share or 0)
        self._until = until

    async def _may_send(self, share: int) -> None:
        if self.pace is not None:
            self.pace.allow(share)

    async def _sees(self, seen: Sequence[Seen], keys: bytes) -> None:
        members = tuple(one.number for one in seen if one.keys is not None)
        if members != self._members or keys != self._sealed_with:
            self._members, self._sealed_with = members, keys  # with other keys a chat is of another part
            whose = owners(members) if members else ()
            self._ours = frozenset(one for one, owner in enumerate(whose) if owner == self.control.number)
            self.changed()
        if all(one.keys in (keys, None) for one in seen):
            self._keys = keys
            self._followed.set()

    async def _takes_over(self, fence: int) -> None:
        log.warning("this process leads from now on, as number %s", fence)
        self.fence.number = fence
        if self.pace is not None:
            self.pace.take_over(quiet=max(0.0, self._clock.monotonic() - self._lead_until))
        self.leads.set()


def _bytes(chat: Chat) -> bytes:
    return chat if isinstance(chat, bytes) else b"arrival" + chat.to_bytes(8, "big")


@asynccontextmanager
async def joined(
    url: str, keys: Path, opened: Callable[..., AbstractAsyncContextManager[Town]], clock: Clock
) -> AsyncIterator[tuple[Together, Town]]:
    """Be one of the processes of a city while the block lasts. `opened` opens the city for a member by its number.
    Raises Locked, CannotOpen, Away, Unavailable or what `opened` does."""
    us: Together | None = None

    def cut() -> None:
        if us is not None:
            us.cut()

    async with another("beats") as beats, AsyncExitStack() as entered:
        with plainly(url):
            control = await on(beats, Control.open(url, cut))
        entered.push_async_callback(lambda: on(beats, control.close()))
        await (await open_database(url, keys)).close()  # what members need is there from now on
        await on(beats, control.join())
        async with staying(control, clock, beats) as is_there:
            async with opened(member=control.number) as town:
                exchange = await Exchange.open(url, control.number, cut)
                entered.push_async_callback(exchange.close)
                us = Together(control, exchange, town.database, clock)
                await exchange.listen(us.heard)
                await is_there()
                async with _beating(us, beats):
                    yield us, town
            await on(beats, control.leave())


@asynccontextmanager
async def staying(
    control: Control, clock: Clock, beats: AbstractEventLoop
) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Say that it is there while it opens the city: that may take longer than the others wait. What it yields ends
    that, when it beats from then on."""
    over = asyncio.Event()

    async def stay() -> None:
        while not over.is_set():
            await control.stay()
            await clock.wait(over, BEAT)

    async def end() -> None:
        beats.call_soon_threadsafe(over.set)
        await asyncio.wait([task])

    task = asyncio.create_task(on(beats, stay()), name="staying")
    try:
        yield end
    finally:
        await end()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("while it opened the city: %s", error)


@asynccontextmanager
async def _beating(us: Together, beats: AbstractEventLoop) -> AsyncIterator[None]:
    us.beats = asyncio.create_task(on(beats, us.run()), name="beats")
    try:
        yield
    finally:
        await us.end()
        if not us.beats.cancelled():
            us.beats.exception()  # whoever waits for it has it
