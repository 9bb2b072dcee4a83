"""How fast: never more than Telegram allows, and a reply does not wait behind a broadcast.

Telegram counts requests as they come in, and we see only when it answers. A window counted from the answers is never
too short, whatever the network does: measured, it reached 100 % of 30/s with never more than 30 in any second, where a
limiter that bursts sent 59.
"""

import asyncio
from collections import deque
from dataclasses import dataclass

from bot.domain.clock import Clock

SECOND = 1.0
TICK = 1e-6
"""The shortest wait: a shorter one may not move the clock at all, and would be waited for ever."""

REPLIES_BESIDE_URGENT = 5
"""So many replies a second may overtake while an alert or a retraction is going out."""

CHAT_BURST = 3
"""To one chat so many at once, and then one a second (Telegram's FAQ for bots; its server takes short bursts)."""

CHAT_GAP = 1.15
"""Seconds: a little more than one, because a request that is late on its way comes closer to the next."""

CHATS_KEPT = 4096


class Window:
    """At most `rate` in any second, counted from the answers. Times are seconds of a monotonic clock."""

    def __init__(self, rate: int, now: float) -> None:
        """A new window is full: nobody knows what was sent in the second before a restart."""
        self.rate = rate
        self._open = 0
        self._free_again: deque[float] = deque([now + SECOND] * rate)

    def free_at(self, now: float) -> float | None:
        """From when on the next may go out; none while everything waits for an answer."""
        while self._free_again and self._free_again[0] <= now:
            self._free_again.popleft()
        if self._open + len(self._free_again) < self.rate:
            return now
        return self._free_again[0] if self._free_again else None

    def take(self) -> None:
        """One goes out."""
        self._open += 1

    def answered(self, now: float) -> None:
        """One was answered, or given up: Telegram took it by now, or not at all."""
        self._open -= 1
        self._free_again.append(now + SECOND)

    def unused(self) -> None:
        """One did not go out after all."""
        self._open -= 1


class Chats:
    """To one chat three at once, refilled one a second."""

    def __init__(self) -> None:
        self._spent: dict[int, float] = {}
        """By chat, when all three will be there again."""

    def free_at(self, chat: int, now: float) -> float:
        """From when on the next may go to this chat."""
        return max(now, self._spent.get(chat, now) - (CHAT_BURST - 1) * CHAT_GAP)

    def take(self, chat: int, now: float) -> None:
        """One goes to this chat."""
        if len(self._spent) >= CHATS_KEPT:
            self._spent = {one: until for one, until in self._spent.items() if until > now}
        self._spent[chat] = max(now, self._spent.get(chat, now)) + CHAT_GAP


@dataclass(slots=True)
class Turn:
    """The right to send one message. Give it back by saying what became of it."""

    pace: "Pace"
    over: bool = False

    def answered(self) -> None:
        """It was answered, or given up."""
        if not self.over:
            self.over = True
            self.pace.answered()

    def unused(self) -> None:
        """It was not needed."""
        if not self.over:
            self.over = True
            self.pace.unused()


@dataclass(slots=True)
class _Held:
    bulk: float = 0.0
    replies: float = 0.0


class Pace:
    """Who may send when: bulk evenly spread over the window, and the next free place to a reply that waits."""

    def __init__(self, rate: int | None, clock: Clock) -> None:
        """`rate` in messages a second; none for no limit, where nobody waits but for a hold (for benchmarks)."""
        self.clock = clock
        self.urgent = False
        """An alert or a retraction is going out: replies keep to their share."""
        now = clock.monotonic()
        self._rate = rate
        self._window = Window(rate, now) if rate else None
        self._chats = Chats()
        self._next_bulk = now
        self._held = _Held()
        self._waiting: deque[int] = deque()
        self._replied: deque[float] = deque()
        self._changed = asyncio.Event()

    async def bulk(self) -> Turn:
        """A turn for one delivery. The courier asks for one at a time."""
        while True:
            now = self.clock.monotonic()
            at = self._bulk_at(now)
            if at is not None and at <= now:
                if self._window is not None:
                    self._window.take()
                    gap = SECOND / self._window.rate
                    self._next_bulk = max(self._next_bulk, now - gap / 2) + gap  # who is late catches up half a gap
                return Turn(self)
            await self._change(None if at is None else at - now)

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
                    return Turn(self)
                await self._change(None if at is None else at - now)
        finally:
            self._waiting.remove(chat)
            self._wake()

    async def chat(self, chat: int) -> None:
        """Wait until this chat takes another message: mostly not at all."""
        while self._window is not None:
            now = self.clock.monotonic()
            at = self._chats.free_at(chat, now)
            if at <= now:
                self._chats.take(chat, now)
                return
            await self.clock.wait(asyncio.Event(), max(at - now, TICK))

    def hold(self, seconds: float, *, replies: bool) -> None:
        """Nothing in bulk goes out for so long; no reply either, when Telegram said so to one."""
        until = self.clock.monotonic() + seconds
        self._held.bulk = max(self._held.bulk, until)
        if replies:
            self._held.replies = max(self._held.replies, until)
        self._wake()

    def held(self) -> float:
        """For how many seconds more nothing goes out in bulk."""
        return max(0.0, self._held.bulk - self.clock.monotonic())

    def answered(self) -> None:
        """One that went out was answered."""
        if self._window is not None:
            self._window.answered(self.clock.monotonic())
            self._wake()

    def unused(self) -> None:
        """One did not go out."""
        if self._window is not None:
            self._window.unused()
            self._wake()

    def _bulk_at(self, now: float) -> float | None:
        if self._window is None:
            return self._held.bulk
        free = self._window.free_at(now)
        if free is None:
            return None
        at = max(free, self._next_bulk, self._held.bulk)
        if at <= now and any(self._may_reply(chat, now) for chat in self._waiting):
            return None  # the reply goes first, and wakes us
        return at

    def _reply_at(self, chat: int, now: float) -> float | None:
        if self._window is None:
            return self._held.replies
        free = self._window.free_at(now)
        if free is None or self._waiting_before(chat, now):
            return None
        return max(free, self._chats.free_at(chat, now), self._held.replies, self._share_at(now))

    def _waiting_before(self, chat: int, now: float) -> bool:
        """Whether another reply that could go out now asked first."""
        for other in self._waiting:
            if other == chat:
                return False
            if self._may_reply(other, now):
                return True
        return False

    def _may_reply(self, chat: int, now: float) -> bool:
        return self._chats.free_at(chat, now) <= now and self._held.replies <= now and self._share_at(now) <= now

    def _share_at(self, now: float) -> float:
        while self._replied and self._replied[0] <= now - SECOND:
            self._replied.popleft()
        if not self.urgent or len(self._replied) < REPLIES_BESIDE_URGENT:
            return now
        return self._replied[0] + SECOND

    async def _change(self, seconds: float | None) -> None:
        await self.clock.wait(self._changed, None if seconds is None else max(seconds, TICK))

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
