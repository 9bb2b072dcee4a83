"""intake: the whole bot is killed in the middle of its work; every update must take effect once and be answered.

Everyone chooses one neighborhood after the other by pressing buttons. A press that is lost leaves its neighborhood out;
one that takes effect twice takes it back; and each answer names what is chosen by then, so that it tells which press it
answers, and what had taken effect by that time.
"""

import argparse
import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import cities
from bench import cores, house, whole
from bench.benchmark import Benchmark, Result, count
from bench.house import CITY, House
from bench.seed import FIRST_CHAT
from bench.server import Server, serving
from bench.whole import COMMITTED, EARLY, Bot
from bot.domain.buttons import Listen
from bot.domain.ids import NeighborhoodId
from cities import City
from simulator.log import Log

PRESSES = 20
"""By each person. Fewer than a chat may send at once before it counts as flooding."""

FEEDERS = 32
"""So many presses are on their way into the simulator at once."""

FIRST, LAST = 0.2, 2.0
"""Seconds after the first answer of a life between which it is killed."""

LOOKS = 0.05
"""Seconds between two looks at whether somebody was answered."""

STUCK = 60.0
"""Seconds without an answer after which whoever waits for one counts as unanswered."""


def wanted(city: City) -> Sequence[NeighborhoodId]:
    """The neighborhoods that everyone chooses, in this order: those whose name is no part of another's."""
    names = [one.name for one in city.neighborhoods.values()]
    alone = [one.id for one in city.neighborhoods.values() if sum(one.name in other for other in names) == 1]
    return alone[:PRESSES]


@dataclass(slots=True)
class Tally:
    """What became of every press."""

    lost: int = 0
    doubled: int = 0
    unanswered: int = 0
    repeated: int = 0
    """Answers that were given once more: to whom a kill had left it open whether they were answered."""


def judged(
    presses: Mapping[int, int], chosen: Mapping[int, set[int]], shown: Mapping[int, Sequence[Set[int]]]
) -> Tally:
    """Compare what was pressed with what came of it. `presses`: how many by chat, each a new neighborhood, counted from
    0; `chosen`: which of them are chosen in the end; `shown`: which of them each answer named, in order."""
    tally = Tally()
    for chat, number in presses.items():
        answers = shown.get(chat, ())
        for press in range(number):
            named = [press in one for one in answers]
            taken_back = any(before and not after for before, after in pairwise(named))
            if press in chosen.get(chat, set()):
                tally.doubled += taken_back
            elif any(named):
                tally.doubled += 1
            else:
                tally.lost += 1
            tally.unanswered += set(range(press + 1)) not in answers
        tally.repeated += max(0, len(answers) - number)
    return tally


def ask(parser: argparse.ArgumentParser) -> None:
    """Its flags."""
    parser.add_argument("--updates", type=count, default=2000, metavar="N", help="presses (default 2000)")
    parser.add_argument("--kills", type=int, default=2, metavar="K", help="how often (default 2)")
    parser.add_argument(
        "--confirm",
        choices=(COMMITTED, EARLY),
        default=COMMITTED,
        help="when Telegram is told that an update arrived; early is the wrong way, and has to lose some",
    )


async def measure(given: argparse.Namespace) -> Result:
    """Press all buttons, kill as often as asked, wait until all is answered, and compare."""
    city = cities.load(CITY)
    areas = wanted(city)
    people = -(-given.updates // len(areas))
    async with house.built(people) as (built, crowd), serving(limits=False) as server:
        await server.let_in(crowd)
        await house.forget_areas(built)
        turns = [(crowd.chats[number % people], number // people) for number in range(given.updates)]
        await pressing(server, [(chat, Listen(areas[press]).pack()) for chat, press in turns])
        run = await Killing(built, server, given.kills, given.confirm).done()
        named = answers(await server.log(), [city.neighborhoods[one].name for one in areas])
        chosen = await _chosen(built, areas)
    tally = judged(Counter(chat for chat, _ in turns), chosen, named)
    return Result(_numbers(given, tally, run), broken(tally, given.confirm))


async def _chosen(built: House, areas: Sequence[NeighborhoodId]) -> Mapping[int, set[int]]:
    """Which of these each chat has chosen in the end."""
    chosen = defaultdict[int, set[int]](set)
    async with built.opened() as town, town.database.reading() as tx:
        rows = await tx.connection.exec_driver_sql("SELECT person, neighborhood FROM areas WHERE until IS NULL")
        for row in rows:
            chosen[FIRST_CHAT + row.person - 1].add(areas.index(row.neighborhood))
    return chosen


async def pressing(server: Server, presses: Sequence[tuple[int, str]]) -> None:
    """Everyone presses, in this order, under a message that is too old to be changed: so each answer is a new one."""
    left = iter(presses)

    async def feed() -> None:
        for chat, data in left:
            await server.acts(chat, "presses", message=1, data=data)

    async with asyncio.TaskGroup() as feeders:
        for _ in range(FEEDERS):
            feeders.create_task(feed())


def answers(log: Log, names: Sequence[str]) -> Mapping[int, Sequence[frozenset[int]]]:
    """Which neighborhoods each answer names, by chat, in order."""
    texts = {text: frozenset(at for at, name in enumerate(names) if name in text) for text in log.texts}
    shown = defaultdict[int, list[frozenset[int]]](list)
    for entry in log:
        if entry.method == "sendMessage" and entry.taken and entry.text is not None:
            shown[entry.chat].append(texts[entry.text])
    return shown


@dataclass(slots=True)
class Run:
    """What was seen of the bot from outside."""

    kills: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    recoveries: list[float] = field(default_factory=list)
    """From a kill to the first answer of the next life, in seconds."""
    stopped_in: float = 0.0


class Killing:
    """The parent of one life after another."""

    def __init__(self, built: House, server: Server, kills: int, confirm: str) -> None:
        self._house, self._server, self._kills, self._confirm = built, server, kills, confirm
        self._run = Run()

    async def done(self) -> Run:
        """Until there were enough kills and everything is answered."""
        began = time.monotonic()
        bot = await whole.begin(self._house, self._server, confirm=self._confirm)
        try:
            while self._run.kills < self._kills:
                await asyncio.sleep(random.uniform(FIRST, LAST))
                self._run.cpu += cores.cpu_seconds(bot.process.pid)
                killed = await bot.is_killed()
                self._run.kills += 1
                before = await self._server.changes()
                bot = await whole.begin(self._house, self._server, confirm=self._confirm)
                if await self._more(bot, before):
                    self._run.recoveries.append(time.monotonic() - killed)
            while await self._more(bot, await self._server.changes()):
                pass
            self._run.seconds = time.monotonic() - began
            self._run.cpu += cores.cpu_seconds(bot.process.pid)
            self._run.stopped_in = await bot.stops()
        finally:
            if bot.process.returncode is None:
                await bot.is_killed()
        return self._run

    async def _more(self, bot: Bot, before: int) -> bool:
        """Wait until somebody is answered; false when nobody waits for an answer, or nobody gets one."""
        until = time.monotonic() + STUCK
        while time.monotonic() < until and await whole.waiting(bot, self._house, self._server):
            if await self._server.changes() > before:
                return True
            await asyncio.sleep(LOOKS)
        return False


def broken(tally: Tally, confirm: str = COMMITTED) -> str | None:
    """Which promise was not kept, if one was not. The wrong way's is to lose some."""
    if confirm == EARLY:
        return None if tally.lost else "the control failed: what is confirmed early was not lost. More kills may help"
    if tally.lost or tally.doubled or tally.unanswered:
        return f"{tally.lost} lost, {tally.doubled} doubled, {tally.unanswered} unanswered"
    return None


def _numbers(given: argparse.Namespace, tally: Tally, run: Run) -> dict[str, Any]:
    return {
        "updates": given.updates,
        "kills": run.kills,
        "lost": tally.lost,
        "doubled": tally.doubled,
        "unanswered": tally.unanswered,
        "repeated": tally.repeated,
        "confirm": given.confirm,
        "per_second": round(given.updates / run.seconds, 1),
        "cpu_ms_per_update": round(1000 * run.cpu / given.updates, 3),
        "recovery_s_max": round(max(run.recoveries, default=0.0), 3),
        "stopped_in_s": round(run.stopped_in, 3),
        "cores_apart": not cores.alone(),
    }


INTAKE = Benchmark(
    name="intake",
    says="whose updates are lost, or take effect twice, when the whole bot is killed in the middle",
    promised=("updates", "kills", "lost", "doubled", "unanswered"),
    ask=ask,
    measure=measure,
    small=("--updates", "1000", "--kills", "2"),
)
