"""How fast: never more than Telegram allows, and a reply does not wait behind a broadcast.

Telegram counts requests as they come in, and we see only when it answers. A window counted from the answers is never
too short, whatever the network does: measured, it reached 100 % of 30/s with never more than 30 in any second, where a
limiter that bursts sent 59.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.courier.window import GRAIN, SECOND, Chats, Window
from bot.domain.clock import Clock

TICK = 1e-6
"""The shortest wait: a shorter one may not move the clock at all, and would be waited for ever."""

REPLIES_BESIDE_URGENT = 5
"""So many replies a second may overtake while an alert or a retraction is going out."""

OF_BULK = 6
"""While more replies wait than can go out, every so many-th place is for cards, lists and broadcasts: whoever floods
the bot with questions must not keep from volunteers what it is about."""


@dataclass(slots=True)
class Turn:
    """The right to send one message. Give it back by saying what became of it."""

    pace: "Pace"
    paid: bool = True
    """It counts for the higher limit alone, where there are two."""
    over: bool = False

    def unpaid(self) -> None:
        """What goes out is nothing that we pay for."""
        self.paid = False
        self.pace.take_unpaid()

    def answered(self) -> None:
        """It was answered, or given up."""
        if not self.over:
            self.over = True
            self.pace.answered(paid=self.paid)

    def unused(self) -> None:
        """It was not needed."""
        if not self.over:
            self.over = True
            self.pace.unused()


@dataclass(slots=True)
class Held:
    """Until when nothing goes out, in bulk and in answer to people; or for how long."""

    bulk: float = 0.0
    replies: float = 0.0


class Pace:
    """Who may send when: bulk evenly spread over the window, and the next free place to a reply that waits."""

    def __init__(self, rate: int | None, clock: Clock, *, unpaid: int | None = None) -> None:
        """`rate` in messages a second; none for no limit, where nobody waits but for a hold (for benchmarks). `unpaid`
        is how many of them may be such as are not paid for; none when no message is."""
        self.clock = clock
        self.urgent = False
        """An alert or a retraction is going out: replies keep to their share."""
        self.bulk_waits = False
        """A delivery waits for its turn."""
        self.on_hold: Callable[[], None] = lambda: None
        """Called when a hold begins or becomes longer."""
        now = clock.monotonic()
        self._window = Window(rate, now) if rate else None
        self._unpaid = Window(unpaid, now) if rate and unpaid else None
        self._chats = Chats()
        self._held = Held()
        self._waiting: deque[int] = deque()
        self._replied: deque[float] = deque()
        self._changed = asyncio.Event()
        self._open_ended = 0
        """So many wait for an answer to come, whenever that is."""

    def bulk_now(self) -> Turn | None:
        """A turn for one delivery, if there is one at once."""
        now = self.clock.monotonic()
        at = self._bulk_at(now)
        if at is None or at > now:
            return None
        if self._window is not None:
            self._window.take_spread(now)
        return Turn(self)

    async def bulk(self) -> Turn:
        """A turn for one delivery. The courier asks for one at a time."""
        self.bulk_waits = True
        try:
            while (turn := self.bulk_now()) is None:
                now = self.clock.monotonic()
                at = self._bulk_at(now)
                await self._change(None if at is None else max(at - now, GRAIN))
        finally:
            self.bulk_waits = False
        return turn

    def until_unpaid(self) -> float | None:
        """Seconds until something that is not paid for may go out in bulk, 0 for now; none while nobody knows."""
        if self._unpaid is None:
            return 0.0
        now = self.clock.monotonic()
        at = self._unpaid.spread_at(now)
        if at is None or self._a_reply_may_go(now):
            return None
        return at - now

    def take_unpaid(self) -> None:
        """What has its turn is not paid for."""
        if self._unpaid is not None:
            self._unpaid.take_spread(self.clock.monotonic())

    async def reply(self, chat: int) -> Turn:
        """A turn for an answer to a person who waits. In the order in which they asked."""
        self._waiting.append(chat)
        try:
            while True:
                now = self.clock.monotonic()
                at = self._reply_at(chat, now)
                if at is not None and at <= now:
                    if self._window is not None:
                        self._window.take()
                        self._chats.take(chat, now)
                        self._replied.append(now)
                    if self._unpaid is not None:
                        self._unpaid.take()
                    return Turn(self, paid=False)
                await self._change(None if at is None else at - now)
        finally:
            self._waiting.remove(chat)
            self._wake()

    def chat_now(self, chat: int) -> bool:
        """Whether this chat takes another message at once, as mostly it does."""
        if self._window is None:
            return True
        now = self.clock.monotonic()
        if self._chats.free_at(chat, now) > now:
            return False
        self._chats.take(chat, now)
        return True

    async def chat(self, chat: int) -> None:
        """Wait until this chat takes another message."""
        while not self.chat_now(chat):
            now = self.clock.monotonic()
            await self.clock.wait(asyncio.Event(), max(self._chats.free_at(chat, now) - now, TICK))

    def hold(self, seconds: float, *, replies: bool) -> None:
        """Nothing in bulk goes out for so long; no reply either, when Telegram said so to one."""
        until = self.clock.monotonic() + seconds
        self._held.bulk = max(self._held.bulk, until)
        if replies:
            self._held.replies = max(self._held.replies, until)
        self._wake()
        self.on_hold()

    def held(self) -> Held:
        """For how many seconds more nothing goes out."""
        now = self.clock.monotonic()
        return Held(max(0.0, self._held.bulk - now), max(0.0, self._held.replies - now))

    def answered(self, *, paid: bool) -> None:
        """One that went out was answered."""
        if self._window is not None:
            now = self.clock.monotonic()
            self._window.answered(now)
            if self._unpaid is not None and not paid:
                self._unpaid.answered(now)
            if self._open_ended:
                self._wake()

    def unused(self) -> None:
        """One did not go out."""
        if self._window is not None:
            self._window.unused()
            self._wake()

    def _bulk_at(self, now: float) -> float | None:
        if self._window is None:
            return self._held.bulk
        at = self._window.spread_at(now)
        if at is None:
            return None
        at = max(at, self._held.bulk)
        if at <= now and self._a_reply_may_go(now):
            return None  # the reply goes first, and wakes us
        return at

    def _reply_at(self, chat: int, now: float) -> float | None:
        if self._window is None:
            return self._held.replies
        free = self._reply_free_at(now)
        if free is None or self._waiting_before(chat, now):
            return None
        return max(free, self._chats.free_at(chat, now), self._held.replies, self._share_at(now))

    def _reply_free_at(self, now: float) -> float | None:
        """From when on there is a place for a reply, whoever it is for: in both windows, when there are two."""
        places = [one.free_at(now) for one in (self._window, self._unpaid) if one is not None]
        return None if None in places else max((at for at in places if at is not None), default=now)

    def _waiting_before(self, chat: int, now: float) -> bool:
        """Whether another reply that could go out now asked first."""
        for other in self._waiting:
            if other == chat:
                return False
            if self._may_reply(other, now):
                return True
        return False

    def _a_reply_may_go(self, now: float) -> bool:
        if not self._waiting or (self._unpaid is not None and self._unpaid.free_at(now) != now):
            return False
        return any(self._may_reply(chat, now) for chat in self._waiting)

    def _may_reply(self, chat: int, now: float) -> bool:
        return self._chats.free_at(chat, now) <= now and self._held.replies <= now and self._share_at(now) <= now

    def _share_at(self, now: float) -> float:
        while self._replied and self._replied[0] <= now - SECOND:
            self._replied.popleft()
        share = self._share()
        return now if share is None or len(self._replied) < share else self._replied[0] + SECOND

    def _share(self) -> int | None:
        """How many replies a second may go out; none for as many as there is room for."""
        if self.urgent:
            return REPLIES_BESIDE_URGENT
        if self.bulk_waits and self._window is not None and self._unpaid is None:
            return self._window.rate - self._window.rate // OF_BULK
        return None

    async def _change(self, seconds: float | None) -> None:
        self._open_ended += seconds is None
        try:
            await self.clock.wait(self._changed, None if seconds is None else max(seconds, TICK))
        finally:
            self._open_ended -= seconds is None

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
