"""Organizers watch a broadcast go out: one message each, edited now and then, and nobody waits for it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.courier.courier import Courier
from bot.courier.pacing import Pace, Turn
from bot.domain.people import Role
from bot.progress import EVERY, Showing
from bot.town import Town
from cities import load
from db.engine import Database
from db.tables import progress
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.faults import Flood, Refuses
from simulator.in_process import InProcess
from tests.courier.conftest import Night
from tests.services.acts import rows
from tests.watching.conftest import CITY

RATE = 10
OLGA, OMAR = 41, 42
GOING_OUT, WENT_OUT = "📤 Going out now", "📤 It went out"


class Counting(Pace):
    """A pace that remembers who took a reply's turn."""

    def __init__(self, rate: int, clock: VirtualClock) -> None:
        super().__init__(rate, clock)
        self.replied_to: list[int] = []

    async def reply(self, chat: int) -> Turn:
        """A turn like any other."""
        self.replied_to.append(chat)
        return await super().reply(chat)


class Watching(Night):
    """A night with a limit of ten messages a second, and the progress shown."""

    showing: Showing
    pace: "Counting"

    async def goes_on(self, seconds: float) -> None:
        """So much time passes, and every five seconds there is a look, as the clock's job does it."""
        for _ in range(round(seconds / EVERY)):
            end = self.clock.monotonic() + EVERY
            while self.clock.monotonic() < end:
                await self.clock.advance(0.05)
                await asyncio.to_thread(lambda: None)
            await self.passes(asyncio.create_task(self.showing.show()).done, step=0.05)

    async def ends_well(self) -> None:
        """Time passes until the end is shown, or for five minutes."""
        for _ in range(60):
            await self.goes_on(EVERY)
            if all(one.startswith(WENT_OUT) for one in self.seen(OLGA)):
                break

    def seen(self, number: int) -> list[str]:
        """What stands in somebody's chat of how a broadcast goes."""
        texts = [str(one.content.text) for one in self.phone(number).messages.values() if not one.is_deleted]
        return [text for text in texts if text.startswith("📤")]

    def most_in_any_second(self) -> int:
        """Of all messages that the server took, edits too."""
        times = sorted(one.at for one in self.engine.log if one.taken and one.method.startswith(("send", "edit")))
        return max(sum(at <= other < at + 1 for other in times) for at in times)


@pytest_asyncio.fixture
async def night(database: Database) -> AsyncIterator[Watching]:
    """Two organizers, and a courier that has not begun."""
    clock, city = VirtualClock(), load(str(CITY))
    town, engine = Town(city, city.policy, database, clock), Engine(clock)
    pace = Counting(RATE, clock)
    wire = InProcess(engine)
    made = Watching(town, engine, clock, Courier(town, wire, pace))
    made.pace, made.showing = pace, Showing(town, wire, pace)
    for one in (OLGA, OMAR):
        await made.joins(one, role=Role.ORGANIZER)
    yield made
    await made.ends()


@pytest.mark.asyncio
async def test_each_organizer_sees_one_message_that_moves_and_ends_and_nothing_is_kept(night: Watching) -> None:
    crowd = await night.crowd(150)
    await night.is_confirmed()
    night.carry()

    await night.goes_on(10)
    first = [night.seen(one) for one in (OLGA, OMAR)]
    await night.goes_on(10)
    then = night.seen(OLGA)
    await night.ends_well()
    last = [night.seen(one) for one in (OLGA, OMAR)]

    assert [len(one) for one in (*first, then, *last)] == [1] * 5
    assert first[0][0].startswith(GOING_OUT)
    assert "seconds to go" in first[0][0]
    assert then != first[0]
    assert [one[0].startswith(WENT_OUT) for one in last] == [True, True]
    assert "150 people told" in last[0][0]
    assert sorted(night.chats("alert.confirmed")) == crowd
    assert await rows(night.town.database, progress) == []


@pytest.mark.asyncio
async def test_it_counts_as_a_message_and_keeps_to_the_limit(night: Watching) -> None:
    await night.crowd(150)
    await night.is_confirmed()
    night.carry()
    await night.goes_on(10)
    began = night.clock.monotonic()
    await night.ends_well()
    edits = [one for one in night.engine.log if one.method == "editMessageText" and (one.text or "").startswith("📤")]

    assert night.most_in_any_second() <= RATE
    assert 3 <= len(edits) <= (night.clock.monotonic() - began) / 2 + 3


@pytest.mark.asyncio
async def test_it_takes_no_turn_from_anyone_who_waits_for_an_answer(night: Watching) -> None:
    await night.crowd(100)
    await night.is_confirmed()
    night.carry()

    await night.goes_on(10)

    assert [len(night.seen(one)) for one in (OLGA, OMAR)] == [1, 1]
    assert night.pace.replied_to == []


@pytest.mark.asyncio
async def test_while_telegram_holds_us_nothing_is_shown(night: Watching) -> None:
    await night.crowd(60)
    await night.is_confirmed()
    night.engine.faults.next("sendMessage", Flood(60))
    night.carry()

    await night.goes_on(30)

    assert night.seen(OLGA) == []


@pytest.mark.asyncio
async def test_whoever_deletes_it_is_sent_no_other(night: Watching) -> None:
    await night.crowd(200)
    await night.is_confirmed()
    night.carry()
    await night.goes_on(10)
    night.engine.faults.next("editMessageText", Refuses(400, "Bad Request: message to edit not found"))
    await night.goes_on(15)

    sent = [one for one in night.engine.log if one.method == "sendMessage" and (one.text or "").startswith("📤")]
    assert sorted(one.chat for one in sent) == [4, OLGA, OMAR]
    assert sorted(len(night.seen(one)) for one in (OLGA, OMAR)) == [1, 1]


@pytest.mark.asyncio
async def test_after_a_restart_it_goes_on_in_the_same_message(night: Watching) -> None:
    await night.crowd(200)
    await night.is_confirmed()
    night.carry()
    await night.goes_on(10)
    await night.dies()
    night.carry()

    await night.ends_well()

    [text] = night.seen(OLGA)
    assert text.startswith(WENT_OUT)
