"""flood: an hour of false reports, and how soon the true ones among them are shown to a volunteer on duty.

The hour is played on a virtual clock: the services, the database and the courier are the real ones, at 30 messages a
second, and people's answers take their turns of these too. Nobody opens a card from a list. Volunteers look at
what they hold and find nothing where nothing is; of what is true they cannot tell.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from bench import house
from bench.attack import HOUR, Tactic, hour
from bench.benchmark import Benchmark, Result, count
from bench.figures import most_in_any_second, percentile
from bench.game import RATE, STAFF, Game, Watched, settled
from bench.seed import FIRST_CHAT
from bench.watch import Shown
from simulator.clock import VirtualClock

REPORTS, ACCOUNTS, GENUINE = 50_000, 2_000, 200
"""What is promised: so many false ones, by so many accounts, and so many true ones."""

MOST_CARDS, SECONDS = 6, 60.0
"""What is promised: new messages for a volunteer in the hour, and seconds until a true report is shown (p95)."""

PROMISED = ("reports", "alerts", "cards_per_volunteer_hour_max", "genuine_known_p95_s", "genuine_new_p95_s")


def ask(parser: argparse.ArgumentParser) -> None:
    """Its flags."""
    parser.add_argument("--reports", type=count, default=REPORTS, help=f"false ones (default {REPORTS})")
    parser.add_argument("--accounts", type=count, default=ACCOUNTS, help=f"that make them (default {ACCOUNTS})")
    parser.add_argument("--genuine", type=count, default=GENUINE, help=f"true ones among them (default {GENUINE})")
    parser.add_argument("--sleepers", type=int, default=0, help="accounts that have waited for a month (default 0)")
    parser.add_argument(
        "--tactic", type=Tactic, choices=list(Tactic), default=Tactic.MIXED, help="how they go about it"
    )
    parser.add_argument("--minutes", type=count, default=60, help="of the hour that are played (default 60)")
    parser.add_argument("--seed", type=int, default=1, help="another hour (default 1)")


async def measure(given: argparse.Namespace) -> Result:
    """Play the hour."""
    began = time.process_time()
    async with house.built(1) as (built, _), built.opened() as opened:
        database = Watched(opened.database.engine, opened.database.keys)
        clock = VirtualClock(settle=lambda: settled(database))
        game = Game(replace(opened, database=database, clock=clock), clock, Random(given.seed))
        try:
            plays = hour(
                opened.city,
                first_chat=FIRST_CHAT + STAFF,
                false=given.reports,
                accounts=given.accounts,
                genuine=given.genuine,
                sleepers=given.sleepers,
                tactic=given.tactic,
                seed=given.seed,
            )
            await game.begin(plays)
            played = plays.within(60.0 * given.minutes)
            await game.play(played, lasts=60.0 * given.minutes)
            alerts = await game.alerts()
        finally:
            await game.end()
            await database.close()
    numbers = _numbers(game, len(played), alerts)
    numbers["cpu_s"] = round(time.process_time() - began, 1)
    return Result(numbers, broken(numbers))


def _numbers(game: Game, told: int, alerts: int) -> dict[str, Any]:
    played, watch = game.played, game.watch
    sent = [watch.sent[chat] for chat in game.volunteers]
    return {
        "reports": told,
        "alerts": alerts,
        "cards_per_volunteer_hour_max": max(sent),
        "genuine_known_p95_s": _p95(played.known),
        "genuine_new_p95_s": _p95(played.new),
        "genuine_known": len(played.known),
        "genuine_new": len(played.new),
        "never_shown": sum(one.at is None for one in (*played.known, *played.new)),
        "taken": played.taken,
        "refused": played.refused,
        "found_nothing": played.looked,
        "organizer_messages_max": max(watch.sent[chat] for chat in game.organizers),
        "edits": watch.edits,
        "unanswered": len(game.answering),
        "most_in_any_second": most_in_any_second(watch.times),
    }


def _p95(shown: Sequence[Shown]) -> float:
    """Seconds until they were shown; the hour for what never was."""
    waits = [HOUR if one.at is None else one.at - one.since for one in shown]
    return round(percentile(waits, 0.95), 1) if waits else 0.0


def broken(numbers: dict[str, Any]) -> str | None:
    """Which promise these numbers break."""
    if numbers["alerts"]:
        return f"{numbers['alerts']} alerts went out"
    if numbers["cards_per_volunteer_hour_max"] > MOST_CARDS:
        return f"a volunteer got {numbers['cards_per_volunteer_hour_max']} cards within the hour"
    if numbers["most_in_any_second"] > RATE:
        return f"{numbers['most_in_any_second']} messages went out within a second"
    for half in ("genuine_known_p95_s", "genuine_new_p95_s"):
        if numbers[half] > SECONDS:
            return f"{half} is {numbers[half]}, {SECONDS:g} is promised"
    return None


FLOOD = Benchmark(
    name="flood",
    says="an hour of false reports, and how soon the true ones among them are shown to volunteers",
    promised=PROMISED,
    ask=ask,
    measure=measure,
    small=("--reports", "2000", "--accounts", "200", "--genuine", "40"),
)
