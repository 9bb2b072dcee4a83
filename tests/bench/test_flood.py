"""The hour that `flood` plays, and the judge of what volunteers hold."""

import asyncio
import json
from collections import Counter
from random import Random
from typing import Any

import pytest

from bench.attack import HOUR, Hour, Tactic, hour
from bench.flood import broken
from bench.game import Game, Watched, settled
from bench.watch import Shown, Watch
from bot.domain.ids import IncidentId
from bot.town import Town
from cities import City, load
from db.engine import Database
from simulator.clock import VirtualClock

BEN = 7


@pytest.fixture(scope="module")
def boston() -> City:
    return load("boston")


def played(city: City, tactic: Tactic = Tactic.MIXED, seed: int = 1) -> Hour:
    return hour(city, first_chat=1, false=500, accounts=60, genuine=40, sleepers=5, tactic=tactic, seed=seed)


@pytest.mark.parametrize("tactic", Tactic)
def test_an_hour_has_what_was_asked_for(boston: City, tactic: Tactic) -> None:
    made = played(boston, tactic)
    true = [one for one in made.tellings if one.is_true]
    pairs = Counter(one.pair for one in true if one.pair is not None)

    assert len(made.tellings) - len(true) == 500
    assert len(true) == 40
    assert (len(pairs), set(pairs.values())) == (10, {2})
    assert all(0 <= one.at < HOUR for one in made.tellings)
    assert [one.at for one in made.tellings] == sorted(one.at for one in made.tellings)


def test_the_same_seed_is_the_same_hour_and_another_is_another(boston: City) -> None:
    assert played(boston) == played(boston)
    assert played(boston) != played(boston, seed=2)


async def arrives(watch: Watch, clock: VirtualClock, method: str, *incidents: int, message: int | None = None) -> None:
    keys = [[{"text": "1", "callback_data": f"iw:{one}"}] for one in incidents]
    body: dict[str, Any] = {"chat_id": BEN, "message_id": message, "reply_markup": {"inline_keyboard": keys}}
    posted = asyncio.ensure_future(watch.post(method, json.dumps(body).encode()))
    await clock.advance(1)
    await posted


@pytest.mark.asyncio
async def test_a_report_is_shown_when_a_volunteer_holds_it_and_not_before() -> None:
    clock = VirtualClock()
    watch, shown = Watch(clock, [BEN], []), Shown(IncidentId(4), 0.0)
    watch.told(shown)
    await arrives(watch, clock, "sendMessage", 3)
    before = shown.at

    await arrives(watch, clock, "editMessageText", 3, 4, message=1)

    assert before is None
    assert shown.at == pytest.approx(1.06)
    assert watch.sent[BEN] == 1


@pytest.mark.asyncio
async def test_what_a_volunteer_holds_already_is_shown_at_once_and_what_is_gone_from_a_list_is_not() -> None:
    clock = VirtualClock()
    watch = Watch(clock, [BEN], [])
    await arrives(watch, clock, "sendMessage", 3, 4)
    held, gone = Shown(IncidentId(4), 5.0), Shown(IncidentId(3), 6.0)
    watch.told(held)

    await arrives(watch, clock, "editMessageText", 4, message=1)
    watch.told(gone)

    assert (held.at, gone.at) == (5.0, None)


@pytest.mark.asyncio
async def test_its_first_minute_is_played_by_the_real_bot(boston: City, database: Database) -> None:
    watched = Watched(database.engine, database.keys)
    clock = VirtualClock(settle=lambda: settled(watched))
    game = Game(Town(boston, boston.policy, watched, clock), clock, Random(1))  # noqa: S311
    made = hour(boston, first_chat=1, false=900, accounts=20, genuine=400, sleepers=0, tactic=Tactic.MIXED, seed=1)
    try:
        await game.begin(made)
        await game.play([one for one in made.tellings if one.at < 50], lasts=60)
    finally:
        await game.end()
        await watched.close()

    shown = [*game.played.known, *game.played.new]
    assert game.played.taken
    assert shown
    assert all(one.at is not None and one.at - one.since < 60 for one in shown)
    assert max(game.watch.sent[chat] for chat in game.volunteers) <= 6


GOOD = {
    "alerts": 0,
    "cards_per_volunteer_hour_max": 6,
    "genuine_known_p95_s": 60.0,
    "genuine_new_p95_s": 60.0,
    "most_in_any_second": 30,
}


@pytest.mark.parametrize("name", GOOD)
def test_each_promise_can_be_broken(name: str) -> None:
    assert broken(GOOD) is None
    assert broken(GOOD | {name: GOOD[name] + 1}) is not None
