"""Pressed buttons that wait for an answer."""

from dataclasses import dataclass

from bot.domain.clock import Clock
from simulator.chats import Chat
from simulator.errors import bad

LASTS = 15.0
"""Seconds for which a pressed button can be answered. The documentation names no number."""

FIRST = 4_000_000_000_000_001


@dataclass(frozen=True, slots=True)
class _Query:
    chat: Chat
    at: float


class Queries:
    """Callback queries, each good for one answer in time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next = FIRST
        self._waiting: dict[str, _Query] = {}

    def add(self, chat: Chat) -> str:
        """A button was pressed by the person of this chat; the query's id."""
        now = self._clock.monotonic()
        while self._waiting and next(iter(self._waiting.values())).at + LASTS < now:
            del self._waiting[next(iter(self._waiting))]
        query_id = str(self._next)
        self._next += 1
        self._waiting[query_id] = _Query(chat, now)
        return query_id

    def answer(self, query_id: str) -> Chat:
        """Whose button it was. Refused when it was answered already, or is too old."""
        query = self._waiting.pop(query_id, None)
        if query is None or query.at + LASTS < self._clock.monotonic():
            raise bad("query is too old and response timeout expired or query ID is invalid")
        return query.chat
