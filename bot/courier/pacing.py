"""How fast: never more than Telegram allows, and a reply does not wait behind a broadcast.

Telegram counts requests as they come in, and we see only when it answers. A window counted from the answers is never
too short, whatever the network does: measured, it reached 100 % of 30/s with never more than 30 in any second, where a
limiter that bursts sent 59.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.courier.replies import Replies, Reply
from bot.courier.window import GRAIN, SECOND, Chats, Held, Window
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


class Pace:
    """Who may send when: bulk evenly spread over the window, and the next free place to a reply that waits."""

    def __init__(self, rate: int | None, clock: Clock, *, unpaid: int | None = None) -> None:
        """`rate` in messages a second; none for no limit, where nobody waits but for a hold (for benchmarks). `unpaid`
        is how many of them may be such as are not paid for; none when no message is."""
        self.clock = clock
        self.rate = unpaid or rate
        """Of messages that are not paid for, how many a second all processes together may send; none for no limit."""
        self._paid_for = rate - unpaid if rate and unpaid else 0
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
        self._replies = Replies()
        self._changed = asyncio.Event()
        """For bulk. A reply has an event of its own."""
        self._open_ended = False
        """Something waits for an answer to come, whenever that is."""

    @property
    def share(self) -> int | None:
        """Of the `rate`, how many this process may send; none for no limit."""
        return None if self._window is None else self._window.rate - self._paid_for

    @property
    def wants(self) -> int:
        """How many replies a second this process could send."""
        return self._replies.wanted(self.clock.monotonic())

    def allow(self, share: int) -> None:
        """Of the `rate` this process may send so many: others of its city send the rest."""
        for window, most in ((self._window, self._paid_for + share), (self._unpaid, share)):
            if window is not None and window.rate != most:
                window.rate = most
                self._wake()

    def take_over(self, quiet: float = 0.0) -> None:
        """What goes out in bulk goes out from here now. Nobody knows what was sent in the second before; only that
        nobody else could in the last `quiet` seconds."""
        now = self.clock.monotonic()
        for window, most in ((self._window, (self.rate or 0) + self._paid_for), (self._unpaid, self.rate or 0)):
            if window is not None:
                window.fill(now, now + SECOND - quiet, most)

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
                await self.clock.wait(self._changed, None if at is None else max(at - now, GRAIN))
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
        mine = Reply(chat)
        self._replies.add(mine)
        self._wake()
        try:
            while not mine.goes:
                mine.woken.clear()
                if not await self.clock.wait(mine.woken, self._until_next(mine)):
                    self._wake()
        except asyncio.CancelledError:
            if mine.goes:
                Turn(self, paid=False).answered()
            else:
                self._replies.drop(mine)
                self._wake()
            raise
        return Turn(self, paid=False)

    def _until_next(self, mine: Reply) -> float | None:
        """Seconds until the reply may go that is the next; all others wait to be woken."""
        now = self.clock.monotonic()
        first, at = self._next_reply(now)
        return max(at - now, TICK) if first is mine else None

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
                self._open_ended = False
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
            self._open_ended = True
            return None
        at = max(at, self._held.bulk)
        if at <= now and self._a_reply_may_go(now):
            self._let_next_look(now)  # it goes first, and wakes us
            return None
        return at

    def _next_reply(self, now: float) -> tuple[Reply | None, float]:
        """Which of the replies that wait is the next, and from when on it may go; none while nobody knows."""
        if not self._replies:
            return None, now
        places = [one.free_at(now) for one in (self._window, self._unpaid) if one is not None]
        known = [at for at in places if at is not None]
        if len(known) < len(places):
            self._open_ended = True
            return None, now
        return self._replies.first(max([*known, self._allowed_at(now)]), self._chats)

    def _a_reply_may_go(self, now: float) -> bool:
        if not self._replies or (self._unpaid is not None and self._unpaid.free_at(now) != now):
            return False
        _, at = self._replies.first(self._allowed_at(now), self._chats)
        return at <= now

    def _allowed_at(self, now: float) -> float:
        """From when on a reply may go if there is a place for it."""
        return max(self._held.replies, self._replies.room_at(now, self._share()))

    def _share(self) -> int | None:
        """How many replies a second may go out; none for as many as there is room for."""
        if self._window is None:
            return None
        if self.urgent:
            return REPLIES_BESIDE_URGENT
        if self.bulk_waits and self._unpaid is None:
            return self._window.rate - self._window.rate // OF_BULK
        return None

    def _wake(self) -> None:
        """Whatever reply may go now goes. Then the next one looks until when it has to wait, and bulk as well."""
        now = self.clock.monotonic()
        first, at = self._next_reply(now)
        while first is not None and at <= now:
            self._give_place(first, now)
            first, at = self._next_reply(now)
        self._let_next_look(now)
        self._changed.set()
        self._changed = asyncio.Event()

    def _let_next_look(self, now: float) -> None:
        first, _ = self._next_reply(now)
        if first is not None:
            first.woken.set()

    def _give_place(self, reply: Reply, now: float) -> None:
        if self._window is not None:
            self._window.take()
            self._chats.take(reply.chat, now)
        if self._unpaid is not None:
            self._unpaid.take()
        self._replies.go(reply, now)
