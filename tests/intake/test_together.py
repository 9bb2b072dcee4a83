"""This process among others: who leads, whose turn a chat is, and when it may send nothing any more."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime
from functools import partial

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.domain.clock import Clock
from bot.domain.ids import UpdateId
from bot.loops import another, on
from bot.together import Together, staying
from db import inbox
from db.engine import Database, Wake
from db.exchange import Exchange
from db.failing import Unavailable
from db.inbox import Raw
from db.keys import prepare
from db.members import LEASE, Control
from db.tables import members
from simulator.clock import VirtualClock

pytestmark = [pytest.mark.asyncio, pytest.mark.postgresql]

CHATS = [bytes([one]) * 16 for one in range(40)]

Joins = Callable[..., Coroutine[None, None, Together]]


@pytest_asyncio.fixture
async def joins(database: Database) -> AsyncIterator[Joins]:
    """Lets one more process join, and beat unless told otherwise."""
    url = database.engine.url.render_as_string(hide_password=False)
    there: list[Together] = []
    controls: list[Control] = []
    exchanges: list[Exchange] = []

    async def join(clock: Clock | None = None, *, beats: bool = True, ready: bool = True) -> Together:
        control = await Control.open(url, lambda: us.cut())  # noqa: PLW0108  it is not there yet
        controls.append(control)
        await control.join()
        exchange = await Exchange.open(url, control.number, lambda: us.cut())  # noqa: PLW0108
        exchanges.append(exchange)
        us = Together(control, exchange, database, clock or SystemClock())
        await exchange.listen(us.heard)
        if ready:
            us.ready()
        if beats:
            us.beats = asyncio.create_task(us.run())
            there.append(us)
        return us

    yield join
    for us in there:
        us.beats.cancel()
        await asyncio.gather(us.beats, return_exceptions=True)
    ends: list[Control | Exchange] = [*exchanges, *controls]
    for one in ends:
        await one.close()


async def until(holds: Callable[[], bool]) -> None:
    """Wait until this holds."""
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110  nothing tells when
            await asyncio.sleep(0.01)


def of(us: Together) -> set[bytes]:
    """The chats that are its to handle."""
    return {one for one in CHATS if us.is_ours(one)}


async def last_heard(database: Database, us: Together) -> datetime:
    """When the others last heard of it."""
    async with database.reading() as tx:
        found = (await tx.run(select(members.c.beat).where(members.c.number == us.control.number))).scalar_one()
        assert isinstance(found, datetime)
        return found


async def test_of_two_one_leads_and_each_chat_is_one_of_theirs(joins: Joins) -> None:
    first, second = await joins(), await joins()
    await until(lambda: bool(of(second)) and len(of(first)) + len(of(second)) == len(CHATS))

    assert of(first) and of(second) and not of(first) & of(second)
    assert [first.leads.is_set(), second.leads.is_set()].count(True) == 1


async def test_it_is_woken_for_chats_of_its_own_and_not_for_those_of_others(joins: Joins, database: Database) -> None:
    first, second = await joins(), await joins()
    await until(lambda: bool(of(second)) and len(of(first)) + len(of(second)) == len(CHATS))
    theirs, ours = (
        next(chat for chat in range(1, 1000) if one.is_ours(database.keys.handle(chat))) for one in (first, second)
    )
    woken = list[int]()
    database.listen(Wake.INBOX, lambda: woken.append(now))

    for now, chat in enumerate((theirs, ours)):
        raw = Raw(UpdateId(now), chat, b"{}")
        await database.change(partial(inbox.write, batch=[raw], now=SystemClock().now()))

    await until(lambda: len(woken) == 3)  # itself, and by what it hears as either process
    assert woken == [1] * 3


async def test_before_telegram_has_answered_a_process_neither_leads_nor_has_a_chat(joins: Joins) -> None:
    first = await joins(ready=False)
    second = await joins()
    await until(lambda: second.leads.is_set() and of(second) == set(CHATS))
    assert not first.leads.is_set() and not of(first)

    first.ready()

    await until(lambda: bool(of(first)) and not of(first) & of(second))


async def test_when_the_only_one_that_was_at_work_ends_one_that_is_not_yet_goes_on_waiting(joins: Joins) -> None:
    first, second = await joins(ready=False), await joins()
    await until(lambda: first.members == 1)

    await second.end()
    await second.control.leave()
    await until(lambda: first.members == 0)
    assert not of(first)

    first.ready()
    await until(lambda: of(first) == set(CHATS))


async def test_when_one_ends_the_other_leads_and_has_all_chats(joins: Joins) -> None:
    first, second = await joins(), await joins()
    await until(lambda: first.leads.is_set() and bool(of(second)))
    changes = list[int]()
    second.changed = lambda: changes.append(len(of(second)))

    await first.end()
    await first.control.leave()
    await first.control.close()

    await until(second.leads.is_set)
    assert of(second) == set(CHATS) and changes == [len(CHATS)]


async def test_one_that_is_to_end_leads_no_more(joins: Joins) -> None:
    first, second = await joins(), await joins()
    await until(first.leads.is_set)
    second.retire()

    await first.end()
    await first.control.leave()
    await first.control.close()
    third = await joins()

    await until(third.leads.is_set)
    assert not second.leads.is_set()


async def test_who_is_cut_off_holds_no_turn_and_waits_for_nobody_to_say_so(joins: Joins) -> None:
    first, second = await joins(beats=False), await joins(beats=False)
    assert await first.hold(CHATS[0])
    assert not await second.hold(CHATS[0])
    first.cut()

    assert not await first.hold(CHATS[1])
    await first.let_go(CHATS[0])

    async with asyncio.timeout(30):
        while not await second.hold(CHATS[0]):  # noqa: ASYNC110  the server notices it when it does
            await asyncio.sleep(0.01)


async def test_with_other_keys_it_looks_again_whose_turn_a_chat_is(joins: Joins, database: Database) -> None:
    us = await joins()
    await until(us.leads.is_set)
    looks = list[int]()
    us.changed = lambda: looks.append(len(of(us)))

    prepare(database.keys.folder)

    await until(lambda: looks == [len(CHATS)])


async def test_whoever_opens_the_city_yet_says_that_it_is_there_and_has_no_chat(
    joins: Joins, database: Database
) -> None:
    first, second = await joins(), await joins(beats=False)
    await until(first.leads.is_set)
    before = await last_heard(database, second)

    async with staying(second.control, SystemClock(), asyncio.get_running_loop()), asyncio.timeout(30):
        while await last_heard(database, second) == before:  # noqa: ASYNC110  nothing tells when
            await asyncio.sleep(0.01)

    assert of(first) == set(CHATS)


async def test_whose_connection_is_lost_may_send_nothing_from_that_moment(joins: Joins) -> None:
    us = await joins()
    await until(us.leads.is_set)

    await us.control.close()

    await until(lambda: not us.may_send())
    with pytest.raises(Unavailable, match="lost"):
        await us.beats


async def test_who_has_heard_nothing_for_as_long_as_that_lasts_may_send_nothing(joins: Joins) -> None:
    clock = VirtualClock()
    us = await joins(clock, beats=False)
    assert us.may_send()

    await clock.advance(LEASE)

    assert not us.may_send()


async def test_while_all_else_stands_still_it_does_not_say_that_it_is_there(database: Database) -> None:
    url, clock, go_on = database.engine.url.render_as_string(hide_password=False), VirtualClock(), threading.Event()
    control = await Control.open(url)
    await control.join()

    async def make() -> tuple[Together, Exchange]:
        exchange = await Exchange.open(url, control.number)
        return Together(control, exchange, database, clock), exchange

    async with another("all else") as all_else:
        us, exchange = await on(all_else, make())
        us.beats = asyncio.create_task(us.run())
        us.ready()
        await until(lambda: us.members == 1)
        before = await last_heard(database, us)
        all_else.call_soon_threadsafe(go_on.wait)

        await clock.advance(LEASE)
        assert await last_heard(database, us) == before
        assert not us.may_send()

        go_on.set()
        await until(us.may_send)
        await us.end()
        await on(all_else, exchange.close())
    await control.close()


async def test_the_same_keys_are_waited_for_until_all_have_them(joins: Joins) -> None:
    first, second = await joins(), await joins(beats=False)
    await second.control.say(keys=b"another", wants=0)
    waiting = asyncio.create_task(first.followed())
    await until(first.leads.is_set)
    assert not waiting.done()
    second.beats = asyncio.create_task(second.run())

    await asyncio.wait_for(waiting, 30)
    second.beats.cancel()
    await asyncio.gather(second.beats, return_exceptions=True)


async def test_whoever_leads_shares_out_how_many_messages_go_out(joins: Joins) -> None:
    clock = VirtualClock()
    first, second = await joins(clock), await joins(clock)
    await until(first.leads.is_set)
    first.pace, second.pace = Pace(30, clock), Pace(30, clock)
    waiting = [asyncio.create_task(second.pace.reply(chat)) for chat in range(40)]

    async def some_time() -> None:
        while True:
            await clock.advance(0.05)  # faster, and a beat that takes long on a busy machine is one too late
            await asyncio.sleep(0.01)

    passing = asyncio.create_task(some_time())
    await until(lambda: [one.pace.share for one in (first, second) if one.pace] == [7, 23])
    passing.cancel()
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_keys_folder_that_is_away_for_a_moment_is_waited_for_and_then_counts_as_a_cut(
    joins: Joins, database: Database
) -> None:
    clock = VirtualClock()
    us = await joins(clock, beats=False)
    folder = database.keys.folder
    folder.rename(folder.with_name("away"))
    beats = asyncio.create_task(us.run())

    await clock.advance(LEASE - 0.1)
    assert not beats.done()
    await clock.advance(0.2)

    with pytest.raises(Unavailable, match="keys folder"):
        await asyncio.wait_for(beats, 30)
