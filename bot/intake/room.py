"""Back-pressure: while too many updates wait, nobody asks Telegram for more. It keeps them for a day."""

import asyncio
import logging

log = logging.getLogger(__name__)

MOST = 20_000
"""So many wait at most: of each, some two hundred bytes are kept in memory."""


class Room:
    """Whether more can come in."""

    def __init__(self, most: int = MOST) -> None:
        """There is room from the start, however many wait: what waits is told first."""
        self._most = most
        self._is_there = asyncio.Event()
        self._is_there.set()

    def __bool__(self) -> bool:
        return self._is_there.is_set()

    async def wait(self) -> None:
        """Wait until there is."""
        await self._is_there.wait()

    def told(self, waiting: int) -> None:
        """So many wait now. Once there are too many there is no room until half of them are answered."""
        if waiting >= self._most and self:
            self._is_there.clear()
            log.warning("%d updates wait: no more are taken in until half of them are answered", waiting)
        elif waiting <= self._most // 2 and not self:
            self._is_there.set()
            log.warning("over: too many updates wait")
