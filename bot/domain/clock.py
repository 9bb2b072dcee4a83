"""What time it is, and how to wait: an argument everywhere, so that an hour can pass in a test at once."""

import asyncio
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time, for those who must not ask the machine."""

    def now(self) -> datetime:
        """The time of day, in UTC: for what people see and for what is kept. It can jump."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment: for waits and limits. It never goes back."""
        ...

    async def wait(self, event: asyncio.Event, seconds: float | None = None) -> bool:
        """Return when the event is set (True), or when so many seconds have passed (False); none is for ever."""
        ...
