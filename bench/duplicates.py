"""How many reports of one thing come together by themselves, how many come together wrongly, and how fast that goes."""

import json
import random
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench import hard_cases
from bench.benchmark import Benchmark, Failed, Result, count
from bot.domain.duplicates import Known, Sighting, blur_of, minutes, names, on_plane, words
from bot.domain.duplicates.nearby import SILENT
from bot.domain.incident import Activity

PROMISED = ("reports", "incidents", "found", "precision", "recall", "f1", "reports_per_second")

PRECISION, RECALL = 0.98, 0.945
"""Of pairs of reports: what is promised for a file in which things happen as they do in a city."""

CALLED = {"staging": Activity.GATHERING}
"""What a file calls an activity, where we call it otherwise. An activity that we do not know is another one."""

CROWD_M = 15_000.0
"""The side of the square in which a crowd of open incidents stands when a file has no two points: a city."""

BUSY = 60.0
"""Minutes after the last of a crowd in which all reports of the file come."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Reports in the order in which they came, each with the incident that it is about."""

    sightings: Sequence[Sighting]
    incidents: Sequence[str]


def read(lines: Iterable[Mapping[str, Any]]) -> Truth:
    """What the lines say; ValueError or KeyError for what is no report."""
    found = list(lines)
    lats = [float(one["lat"]) for one in found if one["lat"] is not None]
    latitude = median(lats) if lats else 0.0
    return Truth([_sighting(one, latitude) for one in found], [str(one["incident"]) for one in found])


def _sighting(line: Mapping[str, Any], latitude: float) -> Sighting:
    neighborhood, place = line.get("neighborhood"), line.get("place")
    located = line["lat"] is not None and line["lon"] is not None
    said = CALLED.get(line["activity"], line["activity"])
    return Sighting(
        key=str(line["id"]),
        seen=minutes(datetime.fromisoformat(line["observed_at"])),
        told=minutes(datetime.fromisoformat(line["received_at"])),
        activity=Activity(said) if said in list(Activity) else Activity.OTHER,
        neighborhood=neighborhood,
        place=place,
        point=on_plane(line["lat"], line["lon"], latitude) if located else None,
        blur=blur_of(line.get("accuracy_m"), is_place=place is not None),
        text=words(line.get("text") or ""),
        names=names(line.get("text") or "", neighborhood),
        language=line.get("language") or "",
    )


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of reports: of one incident, brought together, and both."""

    true: int
    found: int
    right: int

    def __add__(self, other: "Pairs") -> "Pairs":
        return Pairs(self.true + other.true, self.found + other.found, self.right + other.right)

    @property
    def precision(self) -> float:
        """Of those brought together, the share that is of one incident."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of those of one incident, the share that was brought together."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Both in one."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def _pairs(labels: Iterable[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(labels).values())


def compare(truth: Truth, found: Sequence[int]) -> Pairs:
    """How what was found agrees with the truth."""
    together = zip(truth.incidents, found, strict=True)
    return Pairs(_pairs(truth.incidents), _pairs(found), _pairs(together))


@dataclass(frozen=True, slots=True)
class Played:
    """Which incident each report came to, and how long all of them took in seconds of one core."""

    found: Sequence[int]
    took: float


def play(sightings: Sequence[Sighting], known: Known) -> Played:
    """Let the reports come one after the other."""
    started = time.process_time()
    taken = [known.take(one)[0] for one in sightings]
    known.settle()
    took = time.process_time() - started
    return Played([known.holds(one) for one in taken], took)


def crowded(sightings: Sequence[Sighting], size: int) -> tuple[Known, Sequence[Sighting]]:
    """So many open incidents around where the reports are, none of them forgotten yet, and the reports right after."""
    chance, known = random.Random(size), Known()
    points = [one.point for one in sightings if one.point is not None] or [(0.0, 0.0), (CROWD_M, CROWD_M)]
    homes = sorted({one.neighborhood for one in sightings if one.neighborhood is not None}) or ["somewhere"]
    (west, east), (south, north) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
    start = min(one.told for one in sightings)
    for number in range(1, size + 1):
        seen = start + chance.uniform(0, SILENT)
        point = chance.uniform(west, east), chance.uniform(south, north)
        blur = blur_of(chance.choice((10, 30, 65)), is_place=False)
        activity, home = chance.choice(list(Activity)), chance.choice(homes)
        known.follow(number, [Sighting(f"crowd {number}", seen, seen, activity, home, None, point, blur)])
    first = start + SILENT
    step = BUSY / len(sightings)
    moved = [
        replace(one, told=first + step * number, seen=first + step * number + one.seen - one.told)
        for number, one in enumerate(sightings)
    ]
    return known, moved


def _file(path: Path) -> Truth:
    try:
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return read(lines)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Failed(f"{path.name} is no file of reports: {type(error).__name__} {error}") from error


async def measure(given: Namespace) -> Result:
    """The reports of the file, or those of our own hard cases."""
    cases = {given.file.name: _file(given.file)} if given.file else _hard(given.seeds)
    if not all(truth.sightings for truth in cases.values()):
        raise Failed("there are no reports")
    total, by_case, found, took = Pairs(0, 0, 0), dict[str, list[float]](), 0, 0.0
    for name, truth in cases.items():
        played = play(truth.sightings, Known())
        pairs = compare(truth, played.found)
        total += pairs
        by_case[name] = [round(pairs.precision, 4), round(pairs.recall, 4)]
        found += len(set(played.found))
        took += played.took
    reports = sum(len(truth.sightings) for truth in cases.values())
    rate = _rate_in_a_crowd(cases, given.open) if given.open else reports / max(took, 1e-9)
    numbers: dict[str, Any] = {
        "reports": reports,
        "incidents": sum(len(set(truth.incidents)) for truth in cases.values()),
        "found": found,
        "precision": round(total.precision, 4),
        "recall": round(total.recall, 4),
        "f1": round(total.f1, 4),
        "reports_per_second": round(rate),
    }
    return Result(numbers if given.file else numbers | {"cases": by_case}, _broken(total))


def _hard(seeds: int) -> dict[str, Truth]:
    return {
        f"{name} {seed}": read(hard_cases.made(case, seed))
        for name, case in hard_cases.CASES.items()
        for seed in range(1, seeds + 1)
    }


def _rate_in_a_crowd(cases: Mapping[str, Truth], size: int) -> float:
    """Reports a second of one core with so many incidents open, for the largest of the cases."""
    truth = max(cases.values(), key=lambda one: len(one.sightings))
    known, sightings = crowded(truth.sightings, size)
    return len(sightings) / max(play(sightings, known).took, 1e-9)


def _broken(pairs: Pairs) -> str | None:
    if pairs.precision < PRECISION:
        return f"of the pairs brought together {pairs.precision:.2%} belong together, {PRECISION:.0%} is promised"
    if pairs.recall < RECALL:
        return f"of the pairs that belong together {pairs.recall:.1%} were brought together, {RECALL:.1%} is promised"
    return None


def ask(parser: ArgumentParser) -> None:
    """The flags."""
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE.jsonl", help="reports; without it, our hard cases")
    parser.add_argument(
        "--open", type=count, default=0, metavar="N", help="measure the speed with so many incidents open"
    )
    parser.add_argument("--seeds", type=count, default=2, help="how many of each of our hard cases")


DUPLICATES = Benchmark(
    name="duplicates",
    says="Pairs of reports that come together by themselves, rightly and wrongly.",
    promised=PROMISED,
    ask=ask,
    measure=measure,
    small=("--seeds", "1", "--open", "1000"),
)
