"""People join, move, stop and are forgotten while an alert goes out: nobody twice, nobody skipped, no stranger."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.courier.courier import Courier
from bot.courier.pacing import Pace
from bot.domain.ids import EVERYWHERE, NeighborhoodId
from bot.domain.incident import Step
from bot.domain.people import Person
from bot.services import forgetting, joining
from bot.town import Town
from cities import City
from db.engine import Database
from simulator.clock import VirtualClock
from simulator.engine import Engine
from simulator.in_process import InProcess
from tests.courier.conftest import HARBOR, Night
from tests.fresh import AtRest, copy_of

ALERT, WRONG = "alert.confirmed", "alert.retracted"

TRIP = 1.0
"""Seconds from sending to the answer, and with so few seats an alert takes a while."""

SEATS = 3

CONCERNED = (HARBOR, "mill", "hill", EVERYWHERE)
"""Whoever listens there is told of what happens in the harbor."""

WHERE = (*CONCERNED, "quay")
FIRST = 1_000

MOVES, STOPS, IS_FORGOTTEN, JOINS = "moves", "stops", "is forgotten", "joins"

steps = st.lists(
    st.tuples(st.sampled_from((MOVES, STOPS, IS_FORGOTTEN, JOINS)), st.integers(0, 15), st.sampled_from(WHERE)),
    max_size=8,
)


@dataclass
class Crowd:
    """What each of them did, and when whoever wanted to hear nothing more said so."""

    night: Night
    known: dict[int, Person] = field(default_factory=dict)
    gone: dict[int, float] = field(default_factory=dict)

    async def does(self, act: str, number: int, where: str) -> None:
        """One of them does one thing. Who is not known can only join."""
        night, person = self.night, self.known.get(number)
        if person is None:
            if act == JOINS:
                self.known[number] = await night.joins(number, where)
        elif act == MOVES:
            await joining.toggle(night.town.database, NeighborhoodId(where), by=person, city=night.town.city)
        elif act == STOPS:
            await joining.stop(night.town.database, by=person)
            self.gone.setdefault(number, night.clock.monotonic())
        elif act == IS_FORGOTTEN:
            await forgetting.forget(night.town.database, by=person)
            del self.known[number]
            self.gone.setdefault(number, night.clock.monotonic())

    def told_too_late(self) -> list[int]:
        """Who was sent the alert although they had said that they want to hear nothing more."""
        sent = [entry for entry in self.night.engine.log if entry.taken and entry.method == "sendMessage"]
        return [one.chat for one in sent if one.chat in self.gone and one.at > self.gone[one.chat] + TRIP]


def a_night(database: Database, city: City) -> Night:
    """A slow one."""
    clock = VirtualClock(settle=AtRest(database))
    town, engine = Town(city, city.policy, database, clock), Engine(clock)
    engine.faults.delay = TRIP
    return Night(town, engine, clock, Courier(town, InProcess(engine), Pace(None, clock), seats=SEATS))


async def it_is(night: Night, chosen: list[str], acts: list[tuple[str, int, str]]) -> None:
    crowd = Crowd(night)
    for at, where in enumerate(chosen):
        await crowd.does(JOINS, FIRST + at, where)
    await night.is_confirmed()
    concerned = {FIRST + at for at, where in enumerate(chosen) if where in CONCERNED}
    night.carry()
    for act, number, where in acts:
        await night.passes_for(TRIP / 2)
        await crowd.does(act, FIRST + number, where)
    stayed = concerned - crowd.gone.keys()
    await night.passes(lambda: stayed <= set(night.chats(ALERT)))
    await night.carried_in_time()
    told = night.chats(ALERT)

    assert len(told) == len(set(told))
    assert set(told) <= concerned
    assert crowd.told_too_late() == []

    forgotten = {one for one in told if one not in crowd.known} | {one for one in told if one in crowd.gone}
    await night.decides(Step.RETRACT)
    await night.carried_in_time()
    heard = night.chats(WRONG)

    assert len(heard) == len(set(heard))
    assert set(told) - forgotten <= set(heard) <= set(told)


def test_nobody_is_told_twice_nobody_is_skipped_and_no_stranger_is_told(empty: Path, city: City) -> None:
    @settings(max_examples=settings().max_examples // 4)
    @given(st.lists(st.sampled_from(WHERE), min_size=1, max_size=14), steps)
    def whoever(chosen: list[str], acts: list[tuple[str, int, str]]) -> None:
        async def play() -> None:
            async with copy_of(empty) as database:
                night = a_night(database, city)
                try:
                    await it_is(night, chosen, acts)
                finally:
                    await night.ends()

        asyncio.run(play())

    whoever()


@pytest.mark.asyncio
@pytest.mark.parametrize("act", [STOPS, IS_FORGOTTEN])
async def test_whoever_is_gone_before_their_turn_is_told_nothing_although_it_was_near(
    database: Database, city: City, act: str
) -> None:
    night = a_night(database, city)
    crowd = Crowd(night)
    for number in range(12):
        await crowd.does(JOINS, FIRST + number, HARBOR)
    await night.is_confirmed()
    night.carry()
    await night.passes(lambda: len(night.engine.log) > 0)
    await crowd.does(act, FIRST + 11, HARBOR)
    await night.carried_in_time()
    await night.ends()

    assert night.chats(ALERT) == [FIRST + number for number in range(11)]
