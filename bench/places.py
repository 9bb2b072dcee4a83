"""places: how often the place that someone typed is among the three that are offered, and how long that takes."""

import json
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import cities
from bench.benchmark import Benchmark, Failed, Result
from bench.figures import percentile
from bench.house import CITY
from bot.domain.where import by_words
from bot.render.reporting import kinds
from cities import City, Place
from cities.finding import find

OURS = Path(__file__).parent / "data" / "places.jsonl"
"""300 descriptions in twelve languages, as people type them. They were written before the search was tuned, and every
second of them, from the second line on, was never looked at in the tuning."""

RIGHT_M = 150.0
"""How far an offered place may be from the one that is meant, in metres: two in one building or one park are one."""

TIMES = 3
"""Each search is timed so often, and the median counts. What is timed is this thread alone: a search waits for nothing,
and a machine does other things too."""

IN_TOP_THREE, FIRST, MS_P95 = 0.95, 0.85, 5.0
"""What is promised: two shares, and milliseconds."""

PROMISED = ("descriptions", "in_top_three", "first", "ms_p95")


@dataclass(frozen=True, slots=True)
class Description:
    """What someone typed, and where it is."""

    text: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Searched:
    """What came of one description."""

    rank: int | None
    """Which of the offered places is right, 0 for the first."""
    ms: float


def ask(parser: ArgumentParser) -> None:
    """The flags."""
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE.jsonl", default=OURS, help="without it, our own")


async def measure(given: Namespace) -> Result:
    """Every description of the file, over the city's places."""
    described, city = _read(given.file), cities.load(CITY)
    search(city, described[0])  # the index is made once, when the first person types
    searched = [search(city, one) for one in described]
    numbers = {
        "descriptions": len(searched),
        "in_top_three": round(sum(one.rank is not None for one in searched) / len(searched), 3),
        "first": round(sum(one.rank == 0 for one in searched) / len(searched), 3),
        "ms_p95": round(percentile([one.ms for one in searched], 0.95), 2),
    }
    return Result(numbers, broken(numbers["in_top_three"], numbers["first"], numbers["ms_p95"]))


def search(city: City, described: Description) -> Searched:
    """The buttons that someone who typed this is offered, and which of them is right."""
    took = []
    for _ in range(TIMES):
        began = time.thread_time()
        found = find(city, described.text, kinds())
        took.append(1000 * (time.thread_time() - began))
    offered = by_words([(one.place.id, one.score) for one in found])
    places = [city.places[one] for one in offered.places] if offered else []
    return Searched(_rank(places, described), median(took))


def _rank(offered: Sequence[Place], described: Description) -> int | None:
    right = (at for at, place in enumerate(offered) if place.metres_to(described.lat, described.lon) <= RIGHT_M)
    return next(right, None)


def broken(in_top_three: float, first: float, ms_p95: float) -> str | None:
    """Which promise these numbers break."""
    if in_top_three < IN_TOP_THREE:
        return f"{in_top_three:.1%} are among the three that are offered, {IN_TOP_THREE:.0%} is promised"
    if first < FIRST:
        return f"{first:.1%} are the first that is offered, {FIRST:.0%} is promised"
    if ms_p95 >= MS_P95:
        return f"a search takes {ms_p95} ms (p95), less than {MS_P95:g} is promised"
    return None


def _read(path: Path) -> list[Description]:
    try:
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        described = [Description(str(one["text"]), float(one["lat"]), float(one["lon"])) for one in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Failed(f"{path.name} is no file of descriptions: {type(error).__name__} {error}") from error
    if not described:
        raise Failed("there are no descriptions")
    return described


PLACES = Benchmark(
    name="places",
    says="Typed descriptions of places, and whether the right one is offered.",
    promised=PROMISED,
    ask=ask,
    measure=measure,
    small=(),
)
