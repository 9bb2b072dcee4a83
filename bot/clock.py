"""The machine's clock."""

import asyncio
import time
from datetime import UTC, datetime

SINCE_START: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class SystemClock:
    """Time as the machine tells it."""

    def now(self) -> datetime:
        """The time of day, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since the machine started, those among them that it slept where it can tell: whoever was told to send
        for three seconds more is not to do so when it wakes."""
        return time.clock_gettime(SINCE_START)

    async def wait(self, event: asyncio.Event, seconds: float | None = None) -> bool:
        """Wait for the event, or for so many seconds."""
        try:
            async with asyncio.timeout(None if seconds is None else max(0.0, seconds)):
                return await event.wait()
        except TimeoutError:
            return False
