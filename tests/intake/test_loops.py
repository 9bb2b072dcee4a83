"""A loop beside ours: what it does is done beside us, and ends with us."""

import asyncio
import threading

import pytest

from bot.loops import another, on

pytestmark = pytest.mark.asyncio


async def thread() -> int:
    """On which thread this is."""
    return threading.get_ident()


async def fails() -> None:
    """It never works."""
    raise LookupError("nothing there")


async def test_what_is_done_on_it_is_done_on_another_thread_and_answered_here() -> None:
    async with another("beside") as beside:
        assert await on(beside, thread()) != await on(asyncio.get_running_loop(), thread()) == threading.get_ident()


async def test_what_fails_there_fails_here() -> None:
    async with another("beside") as beside:
        with pytest.raises(LookupError, match="nothing there"):
            await on(beside, fails())


async def test_while_we_stand_still_it_goes_on() -> None:
    done = threading.Event()

    async def do() -> None:
        done.set()

    async with another("beside") as beside:
        asyncio.run_coroutine_threadsafe(do(), beside)
        assert done.wait(30)


async def test_what_is_under_way_on_it_ends_with_it() -> None:
    ended = list[str]()

    async def stay() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    async with another("beside") as beside:
        staying = asyncio.create_task(on(beside, stay()))
        await on(beside, asyncio.to_thread(bool))

    assert ended == ["cancelled"]
    assert (await asyncio.gather(staying, return_exceptions=True))[0].__class__ is asyncio.CancelledError
