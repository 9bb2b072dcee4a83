"""This process among those of its city that work on the same PostgreSQL (`db.members`).

    beat: every half second it says that it is there, and hears who else is
      `--> whose turn a chat is: each belongs to one of them, and a lock makes sure of it while that changes
      `--> who leads: the courier, the jobs and the poll are with one of them, and pass to another within five seconds
      `--> how many messages a second it may send: together they keep to Telegram's limit

Whoever is cut off from the database or was given up by the others sends nothing any more, drops all that it knows, and
begins anew as another member.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

from bot.courier.pacing import Pace
from bot.domain.allotment import Allotment
from bot.domain.clock import Clock
from bot.domain.sharing import owner, shares
from bot.town import Town
from db.engine import Database, Fence, Wake
from db.failing import Unavailable
from db.inbox import Chat
from db.keys import KeysError
from db.members import BEAT, CHANGED, LEASE, Control, Seen
from db.opening import open_database, plainly

log = logging.getLogger(__name__)

AGAIN = 0.5
"""Seconds until a process that was cut off tries to join again."""


class Together:
    """What it knows of itself and of the others."""

    beats: asyncio.Task[None]
    """Ends by itself only when this process is no member any more."""

    def __init__(self, control: Control, database: Database, clock: Clock) -> None:
        """It is a member from now on. Until it has heard of the others, nothing is its to do."""
        self.leads = asyncio.Event()
        self.changed: Callable[[], None] = lambda: None
        """Called when it may be another's turn, or ours, where it was not before."""
        self.pace: Pace | None = None
        """How many messages a second this process sends."""
        self.fence = Fence()
        """Under which number it leads, if it does."""
        self.control = control
        """By which it speaks with the others."""
        self._database, self._clock = database, clock
        self._until = clock.monotonic() + LEASE
        self._members: tuple[int, ...] = ()
        self._allotment: Allotment | None = None
        self._stir = asyncio.Event()
        self._keys = b""
        self._followed = asyncio.Event()
        self._is_cut = self._ends = self._is_ready = False

    def may_send(self) -> bool:
        """Nobody else can do by now what this process does."""
        return not self._is_cut and self._clock.monotonic() < self._until

    @property
    def members(self) -> int:
        """How many processes there are, this one included."""
        return len(self._members)

    def is_ours(self, chat: Chat) -> bool:
        """Whether its updates are ours to handle."""
        return bool(self._members) and owner(_bytes(chat), self._members) == self.control.number

    async def hold(self, chat: Chat) -> bool:
        """Begin this chat's turn; False while another process is at it, or nobody can tell."""
        return await self.control.hold(_bytes(chat))

    async def let_go(self, chat: Chat) -> None:
        """Its turn is over."""
        await self.control.let_go(_bytes(chat))

    async def followed(self) -> None:
        """Wait until all members have the same main keys as this one."""
        while True:
            self._followed.clear()
            self._stir.set()
            await self._followed.wait()
            if self._keys == self._database.keys.follow():
                return

    def cut(self) -> None:
        """The connection is lost."""
        self._is_cut = True
        self._stir.set()

    def heard(self, what: str) -> None:
        """Another process has said something."""
        if what == CHANGED:
            self._stir.set()
        with suppress(ValueError):  # a process of another version may say more
            self._database.heard(Wake(what))

    async def run(self) -> None:
        """Beat for as long as it is a member, or until it is to end. Raises Unavailable once it is none any more."""
        while not self._ends:
            self._stir.clear()
            try:
                await self._beat()
            except Unavailable as error:
                if not self._is_cut:
                    if not self.may_send():
                        raise
                    log.warning("no sign of life could be given: %s", error)
            if self._is_cut:
                raise Unavailable("the connection to the database is lost")
            if not self._ends:
                await self._clock.wait(self._stir, BEAT)

    def ready(self) -> None:
        """From now on it can do what there is to do: before Telegram has answered it could not, and nothing is its."""
        self._is_ready = True
        self._stir.set()

    async def end(self) -> None:
        """Beat no more, once what is said at this moment is answered."""
        self._ends = True
        self._stir.set()
        await asyncio.wait([self.beats])

    async def _beat(self) -> None:
        began = self._clock.monotonic()
        try:
            keys = self._database.keys.follow()
        except (KeysError, OSError) as error:
            raise Unavailable(f"the keys folder cannot be read: {error}") from None
        wants = 0 if self.pace is None else self.pace.wants
        share = await self.control.say(keys=keys if self._is_ready else None, wants=wants)
        self._until = began + LEASE
        seen = await self.control.look()
        if silent := [one.number for one in seen if one.silent]:
            await self.control.give_up(silent)
            seen = [one for one in seen if not one.silent]
        members = tuple(one.number for one in seen if one.keys is not None)
        if members != self._members:
            self._members = members
            self.changed()
        if all(one.keys in (keys, None) for one in seen):
            self._keys = keys
            self._followed.set()
        if self.fence.number is None:
            await self._follow(share, seen)
        else:
            await self._lead(self._allotment, seen)

    async def _follow(self, share: int | None, seen: Sequence[Seen]) -> None:
        if self.pace is not None:
            self.pace.allow(share or 0)
        if not self._is_ready:
            return
        self.fence.number = await self.control.lead(seen)
        if self.fence.number is not None:
            log.warning("this process leads from now on, as number %s", self.fence.number)
            if self.pace is not None:
                self.pace.take_over()
            self.leads.set()

    async def _lead(self, allotment: Allotment | None, seen: Sequence[Seen]) -> None:
        """Share out how many messages a second may go out."""
        pace, now = self.pace, self._clock.monotonic()
        if pace is None or pace.rate is None:
            return
        if allotment is None:
            allotment = self._allotment = Allotment(pace.rate, now)
        others = [one for one in seen if one.number != self.control.number]
        wished = shares(pace.rate, {one.number: one.wants for one in others}, bulk=pace.bulk_waits, urgent=pace.urgent)
        has = {one.number: one.share or 0 for one in others}
        settled = allotment.settle(now, wished, has)
        if settled != has:
            await self.control.allot(list(settled.items()))
        pace.allow(allotment.own)


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

    with plainly(url):
        control = await Control.open(url, cut)
    try:
        await (await open_database(url, keys)).close()  # what members need is there from now on
        await control.join()
        async with staying(control, clock) as is_there:
            async with opened(member=control.number) as town:
                us = Together(control, town.database, clock)
                await control.listen(us.heard)
                await is_there()
                async with _beating(us):
                    yield us, town
            await control.leave()
    finally:
        await control.close()


@asynccontextmanager
async def staying(control: Control, clock: Clock) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Say that it is there while it opens the city: that may take longer than the others wait. What it yields ends
    that, when it beats from then on."""
    over = asyncio.Event()

    async def stay() -> None:
        while not over.is_set():
            await control.stay()
            await clock.wait(over, BEAT)

    async def end() -> None:
        over.set()
        await asyncio.wait([task])

    task = asyncio.create_task(stay(), name="staying")
    try:
        yield end
    finally:
        await end()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("while it opened the city: %s", error)


@asynccontextmanager
async def _beating(us: Together) -> AsyncIterator[None]:
    us.beats = asyncio.create_task(us.run(), name="beats")
    try:
        yield
    finally:
        await us.end()
        if not us.beats.cancelled():
            us.beats.exception()  # whoever waits for it has it
