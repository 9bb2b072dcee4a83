"""How fast Telegram lets a bot send, exactly as documented."""

from collections import deque
from dataclasses import dataclass
from math import ceil

from simulator.chats import Chat
from simulator.errors import flood

MINUTE = 60.0
ALMOST = 1e-9
"""What seconds added up may lack of a whole token."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's numbers."""

    a_second: int = 30
    """Over all chats, in any second."""
    paid_a_second: int = 1000
    """The same for messages sent with `allow_paid_broadcast` by a bot that pays."""
    at_once: int = 3
    """To one chat; one more each second."""
    group_a_minute: int = 20


class Pace:
    """What was sent lately, and until when the bot has been told to wait."""

    def __init__(self, limits: Limits | None) -> None:
        """No limits at all with none; a wait that a fault asked for holds all the same."""
        self.limits = limits
        self.hold_until = float("-inf")
        self._free: deque[float] = deque()
        self._all: deque[float] = deque()

    def hold(self, seconds: int, now: float) -> None:
        """Refuse everything for so long."""
        self.hold_until = max(self.hold_until, now + seconds)

    def check_hold(self, now: float) -> None:
        """Refused while the bot was told to wait: for all chats, whatever the reason."""
        if now < self.hold_until:
            raise flood(ceil(self.hold_until - now))

    def take(self, chat: Chat, now: float, *, paid: bool) -> None:
        """Count one message, or refuse it and ask for a wait."""
        limits = self.limits
        if limits is None:
            return
        waits = [
            _window(self._all, now, 1.0, limits.paid_a_second),
            0.0 if paid else _window(self._free, now, 1.0, limits.a_second),
            _bucket(chat, now, limits.at_once),
        ]
        if not chat.is_private:
            chat.minute = chat.minute if chat.minute is not None else deque()
            waits.append(_window(chat.minute, now, MINUTE, limits.group_a_minute))
        wait = max(waits)
        if wait > 0:
            seconds = max(1, ceil(wait - ALMOST))
            self.hold(seconds, now)
            raise flood(seconds)
        self._all.append(now)
        if not paid:
            self._free.append(now)
        if chat.minute is not None:
            chat.minute.append(now)
        chat.tokens -= 1


def _window(times: deque[float], now: float, seconds: float, most: int) -> float:
    """How long until one more fits in the window that ends then; 0 if it fits now."""
    while times and times[0] <= now - seconds:
        times.popleft()
    return times[0] + seconds - now if len(times) >= most else 0.0


def _bucket(chat: Chat, now: float, size: int) -> float:
    """Refill the chat's bucket by one a second; how long until it holds one."""
    chat.tokens = min(float(size), chat.tokens + max(0.0, now - chat.filled))
    chat.filled = now
    return 0.0 if chat.tokens >= 1 - ALMOST else 1 - chat.tokens
