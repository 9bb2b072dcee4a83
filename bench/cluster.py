"""cluster: several whole bots over one PostgreSQL, killed, held and cut off in the middle of everything.

First how many updates a second they take in together and one of them alone, in turn; then what is lost, doubled or
told twice while one blow after the other falls on them, mostly on the one that leads. What they are judged by is the
simulator's log, in which each comes in by a door of its own, and what is in the database in the end.
"""

import argparse
import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench import cores, intake, judging
from bench.benchmark import Benchmark, Result, count
from bench.drill import AT_ONCE, HELD, Drill
from bench.figures import most_in_any_second
from bench.group import Group, cables, missing, sharing
from bench.intake import Tally, judged
from bench.judging import Seen, Told
from bench.seed import FIRST_CHAT
from bench.taking_in import PRESSES, Counts, Place, built, served, timed
from bot.courier.courier import FREE_SEATS
from simulator.fields import COUNTED

RECIPIENTS, RATE = 600, 100
"""Who is told each alert, and messages a second: it lasts some seconds."""

TAKES_OVER_WITHIN = 5.0


def ask(parser: argparse.ArgumentParser) -> None:
    """Its flags."""
    parser.add_argument("--processes", type=count, default=3, metavar="N", help="of one city (default 3)")
    parser.add_argument(
        "--kills", type=count, default=5, metavar="K", help="blows, of every five three kill (default 5)"
    )
    parser.add_argument(
        "--recipients", type=count, default=RECIPIENTS, help=f"the audience of each alert (default {RECIPIENTS})"
    )
    parser.add_argument(
        "--updates", type=count, default=3000, help="presses in each round that is timed (default 3000)"
    )
    parser.add_argument("--rounds", type=count, default=3, help="rounds of both, in turn (default 3)")
    parser.add_argument("--rate", type=count, default=RATE, help=f"messages a second (default {RATE})")
    parser.add_argument(
        "--held", type=float, default=HELD, help=f"seconds for which a process is stopped (default {HELD:.0f})"
    )


@dataclass(frozen=True, slots=True)
class Struck:
    """The blows, and what came of them."""

    seen: Seen
    told: Told
    is_quiet: bool
    """Everything came to an end."""
    most_in_any_second: int


async def measure(given: argparse.Namespace) -> Result:
    """Time them, strike them, and compare."""
    os.sched_setaffinity(0, cores.CORES)  # who waits for whom is to be left to the machine
    each = -(-given.updates // PRESSES)
    pressing = AT_ONCE * (2 + 2 * given.kills)
    counts = Counts()
    async with sharing() as shared, built(given, each * 2 * given.rounds + pressing, shared) as place:
        first = place.told.chats.stop
        for several in [True, False] * given.rounds:
            number = given.processes if several else 1
            rate = await timed(place, number, range(first, first + each), counts)
            (counts.together if several else counts.alone).append(rate)
            first += each
        struck = await _struck(place, range(first, first + pressing), given, counts)
        chosen = await _chosen(place)
    tally = judged(counts.presses, chosen, counts.shown)
    return Result(_numbers(given, counts, struck, tally), broken(struck, tally, given.rate))


async def _struck(place: Place, chats: range, given: argparse.Namespace, counts: Counts) -> Struck:
    async with (
        served(place, given.processes, chats) as server,
        cables(place.house.folder, place.shared, given.processes) as (folders, cut),
        place.house.opened() as town,
    ):
        more = {"AVISA_RATE": str(given.rate)}
        group = Group(place.house, place.shared, server, place.ports, cut, more, folders=folders)
        seen = Seen(place.told, group.led)
        drill = Drill(group, town, chats, place.areas, seen)
        async with group.ending():
            for number in range(1, given.processes + 1):
                await group.start(number, paced=True)
            await drill.run(given.kills, given.held)
        log = await server.log()
    counts.presses.update(drill.presses)
    shown = intake.answers(log, place.names)
    counts.shown.update({chat: shown.get(chat, ()) for chat in chats})
    entries = sorted(log, key=lambda one: one.at)
    most = most_in_any_second([one.at for one in entries if one.method in COUNTED])
    return Struck(seen, judging.told(seen, entries), drill.is_quiet, most)


async def _chosen(place: Place) -> Mapping[int, set[int]]:
    """Which of the areas each chat has chosen in the end."""
    chosen = defaultdict[int, set[int]](set)
    async with place.house.opened() as town, town.database.reading() as tx:
        rows = await tx.connection.exec_driver_sql("SELECT person, neighborhood FROM areas WHERE until IS NULL")
        for row in rows:
            if row.neighborhood in place.areas:
                chosen[FIRST_CHAT + row.person - 1].add(place.areas.index(row.neighborhood))
    return chosen


def broken(struck: Struck, tally: Tally, rate: int) -> str | None:
    """Which promise was not kept, if one was not."""
    found, most = struck.told, struck.most_in_any_second
    slowest = max(found.takeovers, default=0.0)
    for wrong, says in (
        (not struck.is_quiet, "not everything came to an end"),
        (found.lost, f"{found.lost} people were never told"),
        (tally.lost or tally.doubled or tally.unanswered, f"updates: {tally}"),
        (found.two_leaders, f"{found.two_leaders} messages came from a process after another had taken over"),
        (found.sent_after_waking, f"{found.sent_after_waking} messages came from one that had been given up"),
        (found.most_duplicates_per_kill > FREE_SEATS, f"one blow made {found.most_duplicates_per_kill} repeats"),
        (slowest > TAKES_OVER_WITHIN, f"it took {slowest:.1f} s until another led"),
        (most > rate, f"{most} messages came in one second, of {rate}"),
    ):
        if wrong:
            return says
    return None


def _numbers(given: argparse.Namespace, counts: Counts, struck: Struck, tally: Tally) -> dict[str, Any]:
    together, alone, found = median(counts.together), median(counts.alone), struck.told
    return {
        "lost": found.lost + tally.lost,
        "duplicates": found.duplicates,
        "takeover_s_max": round(max(found.takeovers, default=0.0), 3),
        "doubled": tally.doubled,
        "two_leaders": found.two_leaders,
        "updates_per_second": round(together, 1),
        "one_process_updates_per_second": round(alone, 1),
        "ratio_to_one": round(together / alone, 2),
        "processes": given.processes,
        "kills": given.kills,
        "of_the_leader": sum(one.led for one in struck.seen.blows[: given.kills]),
        "alerts": len(struck.seen.opened),
        "updates": sum(counts.presses.values()),
        "unanswered": tally.unanswered,
        "repeated": tally.repeated,
        "most_duplicates_per_kill": found.most_duplicates_per_kill,
        "bound": FREE_SEATS,
        "sent_after_waking": found.sent_after_waking,
        "takeover_s_p50": round(median(found.takeovers), 3) if found.takeovers else 0.0,
        "handover_s_max": round(max(found.handovers, default=0.0), 3),
        "most_in_any_second": struck.most_in_any_second,
        "rate": given.rate,
        "bot_cpu_ms_per_update": round(1000 * counts.each("bots"), 2),
        "postgresql_cpu_ms_per_update": round(1000 * counts.each("database"), 2),
        "simulator_cpu_ms_per_update": round(1000 * counts.each("simulator"), 2),
        "transactions_per_update": round(counts.each("committed"), 2),
        "rolled_back_per_update": round(counts.each("rolled_back"), 2),
        "rounds": [round(one, 1) for one in counts.together],
        "rounds_of_one": [round(one, 1) for one in counts.alone],
    }


CLUSTER = Benchmark(
    name="cluster",
    says="what is lost, doubled or told twice when processes of one city are killed, held and cut off",
    promised=(
        "lost",
        "duplicates",
        "takeover_s_max",
        "doubled",
        "two_leaders",
        "updates_per_second",
        "one_process_updates_per_second",
    ),
    ask=ask,
    measure=measure,
    small=("--processes", "2", "--kills", "1", "--updates", "200", "--rounds", "1"),
    missing=missing,
)
