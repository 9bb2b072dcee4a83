"""How many at once, and how soon the next: for everyone together, and for one chat."""

from collections import deque
from dataclasses import dataclass

SECOND = 1.0

GRAIN = 0.008
"""Seconds. What is due sooner waits for what is due by then, and goes out with it: at 1,000 a second a waking for each
message costs as much as its request."""

CHAT_BURST = 3
"""To one chat so many at once, and then one a second (Telegram's FAQ for bots; its server takes short bursts)."""

CHAT_GAP = 1.15
"""Seconds: a little more than one, because a request that is late on its way comes closer to the next."""

CHATS_KEPT = 4096


@dataclass(slots=True)
class Held:
    """Until when nothing goes out, in bulk and in answer to people; or for how long."""

    bulk: float = 0.0
    replies: float = 0.0


class Window:
    """At most `rate` in any second, counted from the answers. Times are seconds of a monotonic clock."""

    def __init__(self, rate: int, now: float) -> None:
        """A new window is full: nobody knows what was sent in the second before a restart."""
        self.rate = rate
        self._open = 0
        self._free_again: deque[float] = deque([now + SECOND] * rate)
        self._next = now

    def fill(self, now: float, until: float, most: int) -> None:
        """Until then it is as full as one of `most`: another process may have sent as much. Its own rate may be lower
        yet."""
        self.free_at(now)
        others = [until] * (most - self._open - len(self._free_again))
        self._free_again = deque(sorted([*self._free_again, *others]))

    def free_at(self, now: float) -> float | None:
        """From when on the next may go out; none while everything waits for an answer."""
        while self._free_again and self._free_again[0] <= now:
            self._free_again.popleft()
        if self._open + len(self._free_again) < self.rate:
            return now
        return self._free_again[0] if self._free_again else None

    def spread_at(self, now: float) -> float | None:
        """The same for one of many that go out evenly, so that there is nearly always a place for one that waits."""
        free = self.free_at(now)
        return None if free is None else max(free, self._next)

    def take(self) -> None:
        """One goes out."""
        self._open += 1

    def take_spread(self, now: float) -> None:
        """One of many goes out, and the next some time later; who is late catches up half of that, or two wakings."""
        self._open += 1
        gap = SECOND / self.rate
        self._next = max(self._next, now - max(gap / 2, 2 * GRAIN)) + gap

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
