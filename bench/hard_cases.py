"""Days of reports that are hard to tell apart, made up: other densities, phones, patrols, languages, latitudes.

What really happened is known. No two things begin at one place within two hours, for nobody could tell those apart.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.duplicates.sighting import DEGREE_M

START = datetime(2026, 9, 14, 6, tzinfo=UTC)
NIGHT = frozenset({22, 23, 0, 1, 2, 3, 4, 5})
HOUR = 60.0

AREAS = ("Elm Hill", "Harborside", "Millfield", "Quarry", "Saint Anne", "Lower Falls", "Tanner", "Old Ferry")
SIDES = ("", " North", " South")
KINDS = (
    "Library",
    "School",
    "Park",
    "Pool",
    "Garage",
    "Playground",
    "Senior Center",
    "Community Center",
    "Parking Lot",
)

SAID: Mapping[str, Sequence[str]] = {
    "en": (
        "ICE at {where}",
        "agents near {where}, vests",
        "{cars} vans with tinted windows by {where}",
        "is it true? {where}",
    ),
    "es": ("la migra en {where}", "hay {cars} camionetas cerca de {where}", "cuidado con {where}, están parando gente"),
    "pt": ("imigração no {where}", "{cars} carros pretos perto do {where}"),
    "ht": ("imigrasyon bò {where}", "gen {cars} machin nwa devan {where}"),
    "zh": ("{where} 附近有移民局的人", "在 {where} 看到{cars}辆黑色的车"),
    "vi": ("di trú ở {where}", "có {cars} xe đen gần {where}"),
    "ar": ("عناصر الهجرة قرب {where}", "{cars} سيارات سوداء عند {where}"),
    "ru": ("миграционная служба у {where}", "{cars} чёрные машины возле {where}"),
}
TAKEN_FOR: Mapping[str, Sequence[str]] = {
    "staging": ("patrol", "checkpoint", "entry"),
    "patrol": ("staging", "questioning"),
    "questioning": ("detention", "checkpoint"),
    "detention": ("questioning", "entry"),
    "entry": ("detention", "staging"),
    "checkpoint": ("questioning", "staging"),
    "other": ("staging", "patrol", "questioning"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """What a city is like. Distances in metres, times in minutes, shares of 1."""

    hours: float = 72
    an_hour: float = 3
    """New incidents by day, in the whole city."""
    at_night: float = 1
    """The share of them that a night hour has."""
    side: float = 13_000
    """Of the square in which the city lies."""
    latitude: float = 42.3
    longitude: float = -71.1
    standoff: float = 50
    """How far along each axis people stand from what they see."""
    accuracies: Sequence[float] = (10, 15, 30, 65)
    lost: float = 0.06
    """Reports with no point at all."""
    from_list: float = 0.3
    """Reports of what is at a place that choose it from the list."""
    at_places: float = 0.45
    """Incidents at a place with a name."""
    drift: float = 6
    """What a patrol gets on in a minute."""
    mistaken: float = 0.25
    """Reports that name another activity."""
    more: float = 2.1
    """Reports of an incident after the first, on average."""
    lasts: float = 35
    silent: float = 0.2
    """Reports without a word."""
    small_letters: bool = False
    languages: Sequence[str] = field(default=tuple(SAID))


CASES: Mapping[str, Case] = {
    "plain": Case(),
    "twice as much": Case(hours=48, an_hour=6),
    "five times as much": Case(hours=24, an_hour=15),
    "quiet": Case(hours=400, an_hour=0.5),
    "quiet nights": Case(an_hour=5, at_night=0.1),
    "small city": Case(side=5_000, an_hour=2),
    "fast patrols": Case(drift=15),
    "very fast patrols": Case(drift=30),
    "coarse phones": Case(standoff=80, accuracies=(30, 65, 150)),
    "exact phones": Case(standoff=20, accuracies=(5, 10)),
    "few points": Case(lost=0.3),
    "many mistakes": Case(mistaken=0.5),
    "from the list": Case(at_places=0.9, from_list=0.9, side=18_000),
    "long": Case(lasts=60),
    "no words": Case(silent=1),
    "small letters": Case(small_letters=True),
    "one language": Case(languages=("es",)),
    "mostly alone": Case(more=0.4, hours=120),
    "crowds tell": Case(more=6),
    "far north": Case(latitude=64.1, longitude=-21.9),
    "far south": Case(latitude=-37.8, longitude=145.0),
    "near the equator": Case(latitude=1.3, longitude=103.8),
    "dense and coarse": Case(hours=24, an_hour=8, standoff=80, accuracies=(30, 65, 150)),
    "sparse and coarse": Case(hours=400, an_hour=0.5, standoff=80, accuracies=(65, 150)),
    "two scripts": Case(languages=("zh", "ar")),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with a name, or a corner without one: then `name` is the neighborhood's."""

    id: str | None
    name: str
    area: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Happening:
    """One incident as it really is."""

    number: int
    spot: Spot
    activity: str
    begins: float
    east: float
    """Metres a minute that it gets on, to the east and to the north."""
    north: float


def made(case: Case, seed: int) -> list[dict[str, Any]]:
    """The reports of such a city in the order in which they arrive, as lines of a duplicates file; always the same."""
    chance = random.Random(f"{case} {seed}")
    places, lines = _places(case, chance), list[dict[str, Any]]()
    busy = dict[str, float]()
    minute, number = 0.0, 0
    while (minute := minute + chance.expovariate(_rate(case, minute))) < case.hours * HOUR:
        spot = _spot(case, chance, [one for one in places if busy.get(one.name, -math.inf) + 2 * HOUR < minute])
        busy[spot.name] = minute if spot.id else -math.inf
        activity = chance.choice(tuple(TAKEN_FOR))
        pace, way = (
            (case.drift * chance.uniform(0.4, 1.4) if activity == "patrol" else 0.0),
            chance.uniform(0, math.tau),
        )
        happening = Happening(number, spot, activity, minute, pace * math.cos(way), pace * math.sin(way))
        lines += _reports(case, chance, happening)
        number += 1
    lines.sort(key=lambda line: str(line["received_at"]))
    return [{"id": f"r{place:05}", **line} for place, line in enumerate(lines)]


def _rate(case: Case, minute: float) -> float:
    """New incidents a minute."""
    hour = int(START.hour + minute / HOUR) % 24
    return case.an_hour / HOUR * (case.at_night if hour in NIGHT else 1)


def _places(case: Case, chance: random.Random) -> list[Spot]:
    """Some in each neighborhood: squares of five by five."""
    found, width = list[Spot](), case.side / 5
    for cell in range(24):
        area = AREAS[cell % len(AREAS)] + SIDES[cell // len(AREAS)]
        for each in range(chance.randint(4, 9)):
            x, y = (cell % 5 + chance.random()) * width, (cell // 5 + chance.random()) * width
            found.append(Spot(f"{cell}-{each}", f"{area} {chance.choice(KINDS)} {each}", area, x, y))
    return found


def _spot(case: Case, chance: random.Random, free: Sequence[Spot]) -> Spot:
    near = chance.choice(free)
    if chance.random() < case.at_places:
        return near
    cell = int(str(near.id).split("-", maxsplit=1)[0])
    width = case.side / 5
    x, y = (cell % 5 + chance.random()) * width, (cell // 5 + chance.random()) * width
    return Spot(None, near.area, near.area, x, y)


def _reports(case: Case, chance: random.Random, happening: Happening) -> list[dict[str, Any]]:
    count, lasts = 1, min(chance.expovariate(1 / case.lasts), 80.0)
    while chance.random() < case.more / (1 + case.more) and count < 15:
        count += 1
    return [_report(case, chance, happening, after) for after in sorted(chance.uniform(0, lasts) for _ in range(count))]


def _report(case: Case, chance: random.Random, happening: Happening, after: float) -> dict[str, Any]:
    seen = START + timedelta(minutes=happening.begins + after)
    told = seen + timedelta(minutes=chance.expovariate(1 / 5) + chance.gauss(0, 1.5))
    language = chance.choice(case.languages)
    said = chance.choice(SAID[language]).format(where=happening.spot.name, cars=chance.randint(2, 6))
    text = "" if chance.random() < case.silent else said
    return {
        "incident": f"i{happening.number:04}",
        "received_at": told.isoformat(timespec="seconds"),
        "observed_at": seen.isoformat(timespec="seconds"),
        **_where(case, chance, happening, after),
        "neighborhood": happening.spot.area,
        "activity": _called(case, chance, happening.activity),
        "text": text.lower() if case.small_letters else text,
        "language": language,
    }


def _called(case: Case, chance: random.Random, activity: str) -> str:
    if chance.random() >= case.mistaken:
        return activity
    return chance.choice((*TAKEN_FOR[activity], "other"))


def _where(case: Case, chance: random.Random, happening: Happening, after: float) -> dict[str, Any]:
    if chance.random() < case.lost:
        return {"lat": None, "lon": None, "accuracy_m": None, "place": None}
    spot = happening.spot
    gone = math.hypot(happening.east, happening.north) * after
    if spot.id is not None and gone < 75 and chance.random() < case.from_list:
        return {**_degrees(case, spot.x, spot.y), "accuracy_m": 0, "place": spot.id}
    accuracy = chance.choice(tuple(case.accuracies))
    off = math.hypot(case.standoff, accuracy / 2)
    x, y = (
        spot.x + happening.east * after + chance.gauss(0, off),
        spot.y + happening.north * after + chance.gauss(0, off),
    )
    return {**_degrees(case, x, y), "accuracy_m": accuracy, "place": None}


def _degrees(case: Case, x: float, y: float) -> dict[str, float]:
    lat = case.latitude + y / DEGREE_M
    return {"lat": round(lat, 6), "lon": round(case.longitude + x / DEGREE_M / math.cos(math.radians(lat)), 6)}
