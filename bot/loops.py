"""An event loop beside ours, for what must not wait until our turn comes, and what one loop asks of another."""

import asyncio
import threading
from asyncio import AbstractEventLoop
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import Any, TypeVar

T = TypeVar("T")


async def on(loop: AbstractEventLoop, does: Coroutine[Any, Any, T]) -> T:
    """What it answers or raises, done on that loop, which may be this one."""
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(does, loop))


@asynccontextmanager
async def another(name: str) -> AsyncIterator[AbstractEventLoop]:
    """A loop on a thread of its own, while the block lasts; whatever is under way on it then is cancelled."""
    begun = Future[tuple[AbstractEventLoop, asyncio.Event]]()

    async def stay() -> None:
        over = asyncio.Event()
        begun.set_result((asyncio.get_running_loop(), over))
        await over.wait()

    thread = threading.Thread(target=asyncio.run, args=(stay(),), name=name, daemon=True)
    thread.start()
    loop, over = await asyncio.wrap_future(begun)
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(over.set)
        await asyncio.to_thread(thread.join)
