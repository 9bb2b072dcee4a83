"""Updates on their way to the bot: kept until they are confirmed, and given to one poller."""

import asyncio
import json
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.domain.clock import Clock
from simulator.errors import conflict

DAY = 86_400.0
MOST = 100
LONGEST_POLL = 50
REPEAT = 0.5
"""Seconds: who asks with the same offset again within them gets one update at a time."""

CONFLICT_PAUSE = 3.0
"""Seconds by which the server delays the second 409 in so many seconds."""

FUTURE = 10
"""An offset further than this beyond the newest update is taken as none."""

CONNECTIONS = 40
"""How many a webhook takes at once unless it says otherwise."""

FIRST = 310_000_001

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
BY_WEBHOOK = "terminated by setWebhook request"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(frozen=True, slots=True)
class Update:
    """One update, as it is sent."""

    id: int
    at: float
    json: bytes
    chat: int = 0
    """Which chat it is about; 0 when nobody can say."""


@dataclass(slots=True)
class _Poll:
    woken: asyncio.Event
    ended: str | None = None


class Updates:
    """What the bot has not confirmed yet."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next = FIRST
        self._pending: deque[Update] = deque()
        self._waiting: _Poll | None = None
        self._last_asked = (-1, float("-inf"))
        self._next_conflict = float("-inf")
        self._allowed: frozenset[str] | None = None
        self._confirmed: deque[Update] = deque(maxlen=MOST)
        self._again: list[Update] = []
        self._news = asyncio.Event()
        self.webhook: dict[str, Any] | None = None
        """As it was set; none while the bot polls."""

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def allowed(self) -> list[str] | None:
        """Which kinds the bot asked for; none for the usual ones."""
        return None if self._allowed is None else sorted(self._allowed)

    def allow(self, kinds: Sequence[Any]) -> None:
        """Only these kinds from now on. An empty list means the usual ones; what waits already stays."""
        self._allowed = frozenset(kind.lower() for kind in kinds if isinstance(kind, str)) or None

    def add(self, kind: str, payload: bytes, chat: int = 0) -> None:
        """Something happened in a chat that the bot may want to know. `payload` is JSON."""
        if kind in NOT_BY_DEFAULT if self._allowed is None else kind not in self._allowed:
            return
        self._put(b'{"update_id":%d,"%b":%b}' % (self._next, kind.encode(), payload), chat)

    def inject(self, fields: dict[str, Any]) -> None:
        """An update as it stands, however malformed. It gets a number unless it brings one of its own."""
        self._put(json.dumps({"update_id": self._next, **fields}).encode(), 0)

    def _put(self, update: bytes, chat: int) -> None:
        self._pending.append(Update(self._next, self._clock.monotonic(), update, chat))
        self._next += 1
        self.wake()

    def wake(self) -> None:
        """Let whoever waits for updates look again."""
        if self._waiting is not None and (self._pending or self._again):
            self._waiting.woken.set()
        self._news.set()
        self._news = asyncio.Event()

    @property
    def news(self) -> asyncio.Event:
        """Is set when there may be something to post."""
        return self._news

    def again(self, count: int) -> None:
        """The last so many that were confirmed, a hundred at most, come once more, as if they had not been."""
        self._again = list(self._confirmed)[-count:] if count > 0 else []
        if self.webhook is not None:
            self._pending.extendleft(reversed(self._again))
            self._again = []
        self.wake()

    def renumber(self, first: int) -> None:
        """What Telegram does after a week without updates: go on from any other number."""
        self.clear()
        self._next = first

    def clear(self) -> None:
        """Forget what waits."""
        self._pending.clear()
        self._again = []

    async def poll(self, offset: int, limit: int, timeout: int) -> list[Update]:  # noqa: ASYNC109
        """The updates from `offset` on, at once, or when one comes within `timeout` seconds.

        Those before it are confirmed. A negative offset keeps so many of the newest, and forgets the rest.
        """
        if self.webhook is not None:
            await self._pause_conflicts()
            raise conflict(WEBHOOK_ACTIVE)
        now = self._clock.monotonic()
        if self._last_asked[0] == offset and now < self._last_asked[1] + REPEAT:
            limit = 1
        self._last_asked = (offset, now)
        self._confirm(offset)
        if self._pending or self._again or timeout <= 0:
            return self._first(limit)
        self.end_poll(OTHER_POLLER)
        poll = self._waiting = _Poll(asyncio.Event())
        try:
            await self._clock.wait(poll.woken, min(timeout, LONGEST_POLL))
        finally:
            if self._waiting is poll:
                self._waiting = None
        if poll.ended is not None:
            await self._pause_conflicts()
            raise conflict(poll.ended)
        return self._first(limit)

    def end_poll(self, reason: str) -> None:
        """Answer whoever is waiting with 409."""
        if self._waiting is not None:
            self._waiting.ended = reason
            self._waiting.woken.set()
            self._waiting = None

    def let_go(self) -> None:
        """Answer whoever is waiting with nothing."""
        if self._waiting is not None:
            self._waiting.woken.set()

    def to_post(self, busy: Collection[int]) -> Iterator[Update]:
        """What can be posted to the webhook now, while these chats wait for an answer to what was posted before.

        `busy` is looked at anew for each, and holds them from then on. A chat of 0 stands for itself alone.
        """
        if self.webhook is None:
            return
        self._drop_old()
        most = self.webhook.get("max_connections", CONNECTIONS)
        for update in tuple(self._pending):
            if len(busy) >= most:
                return
            if (update.chat or -update.id) not in busy:
                yield update

    def is_posted(self, update: Update) -> None:
        """The webhook has taken it."""
        if update in self._pending:
            self._pending.remove(update)
            self._confirmed.append(update)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._pending) > -offset:
                self._confirmed.append(self._pending.popleft())
        elif offset <= self._next + FUTURE:
            while self._pending and self._pending[0].id < offset:
                self._confirmed.append(self._pending.popleft())
        self._drop_old()

    def _drop_old(self) -> None:
        oldest = self._clock.monotonic() - DAY
        while self._pending and self._pending[0].at < oldest:
            self._pending.popleft()

    def _first(self, limit: int) -> list[Update]:
        most = min(max(1, limit), MOST)
        found = [*self._again, *islice(self._pending, most)][:most]
        self._again = []
        return found

    async def _pause_conflicts(self) -> None:
        now = self._clock.monotonic()
        if now >= self._next_conflict:
            self._next_conflict = now + CONFLICT_PAUSE
        else:
            await self._clock.wait(asyncio.Event(), CONFLICT_PAUSE)
