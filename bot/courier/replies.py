"""Replies that wait for their turn, in the order in which they were asked for. There may be thousands of them: each
sleeps until it goes, or is the next."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from bot.courier.window import SECOND, Chats


@dataclass(eq=False, slots=True)
class Reply:
    """One that waits."""

    chat: int
    goes: bool = False
    """It has its place, and waits no more."""
    woken: asyncio.Event = field(default_factory=asyncio.Event)


class Replies:
    """All that wait, and when those of the last second went out."""

    def __init__(self) -> None:
        self._waiting: deque[Reply] = deque()
        self._went: deque[float] = deque()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def wanted(self, now: float) -> int:
        """How many wait, or went out within the last second."""
        self.room_at(now, None)
        return len(self._waiting) + len(self._went)

    def add(self, reply: Reply) -> None:
        """It waits, after all others."""
        self._waiting.append(reply)

    def drop(self, reply: Reply) -> None:
        """It waits no more."""
        self._waiting.remove(reply)

    def go(self, reply: Reply, now: float) -> None:
        """It has its place."""
        self._waiting.remove(reply)
        self._went.append(now)
        reply.goes = True
        reply.woken.set()

    def first(self, at: float, chats: Chats) -> tuple[Reply, float]:
        """Which goes first when there are places from `at` on, and when: whoever asked first of those to whose chats
        something may go by then, or else the one for whose chat it is soonest. There must be one."""
        soonest, free = self._waiting[0], chats.free_at(self._waiting[0].chat, at)
        for one in self._waiting:
            if free <= at:
                break
            when = chats.free_at(one.chat, at)
            if when < free:
                soonest, free = one, when
        return soonest, free

    def room_at(self, now: float, share: int | None) -> float:
        """From when on another one is no more than its share of a second allows; none for as many as there is room
        for."""
        while self._went and self._went[0] <= now - SECOND:
            self._went.popleft()
        return now if share is None or len(self._went) < share else self._went[0] + SECOND
