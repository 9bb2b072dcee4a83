"""Waiting for what another process does, by looking now and then."""

import asyncio
import time
from collections.abc import Awaitable, Callable


async def until(so: Callable[[], Awaitable[bool]], *, within: float, every: float) -> bool:
    """Wait until it is so; false when that takes longer than so many seconds."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if await so():
            return True
        await asyncio.sleep(every)
    return False
