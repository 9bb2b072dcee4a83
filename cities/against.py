"""A city beside public data about it, scored: neighborhoods and how they touch, random points, places.

The folder holds `<city>-neighborhoods.geojson` (features with a name and, to score outlines, their polygons),
`<city>-adjacency.json` (a name to names) and `<city>-city-places.csv` (with the columns name, lat, lon, neighborhood);
`<city>` is the name of the city's folder.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

from cities.city import City
from cities.geometry import Outline, Polygons, outline
from cities.place import Place

WITHIN_M = 150.0
ALIKE = 80.0
"""How alike, of 100, two names are that share their telling words: `JP Library` and `JP Branch Library` are 100."""

POINTS = 5000
SEED = 20260205
"""The same points every time, so that a score that changed is a city that changed."""

POINTS_RIGHT, THEIR_PLACES_RIGHT, OUR_PLACES_KNOWN = 98.5, 99.0, 95.0
"""Of 100. Lines are simplified, piers lie off the shore, and no list of places is complete: ours is not theirs."""


class UnreadableDataError(Exception):
    """The folder lacks a file, or a file in it is not what it should be."""


@dataclass(frozen=True, slots=True)
class Score:
    """How much of something agrees."""

    what: str
    of: int
    misses: tuple[str, ...]
    """Whatever does not agree, one line each."""
    least: float = 100.0
    """Of 100, how much must agree for the city to be whole."""

    @property
    def percent(self) -> float:
        """How much agrees, of 100; all of nothing."""
        return 100.0 * (self.of - len(self.misses)) / self.of if self.of else 100.0

    @property
    def is_whole(self) -> bool:
        """Whether as much agrees as must."""
        return self.percent >= self.least

    def __str__(self) -> str:
        wanted = "" if self.least == 100 else f", at least {self.least:g} %"
        return f"{self.what}: {self.of - len(self.misses)} of {self.of} ({self.percent:.1f} %{wanted})"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the data."""

    name: str
    lat: float
    lon: float
    neighborhood: str


def against(city: City, folder: Path) -> list[Score]:
    """Every score; UnreadableDataError where there is nothing to compare with."""
    lands = _lands(folder / f"{city.id}-neighborhoods.geojson")
    adjacency = _adjacency(folder / f"{city.id}-adjacency.json")
    spots = _spots(folder / f"{city.id}-city-places.csv")
    scores = [_neighborhoods(city, set(lands)), _neighbors(city, adjacency)]
    drawn = {name: land for name, land in lands.items() if land is not None}
    if city.outlines and drawn:
        scores.append(_points(city, drawn))
    return [*scores, _their_places(city, spots), *_our_places(city, spots)]


def _neighborhoods(city: City, there: set[str]) -> Score:
    here = {one.name for one in city.neighborhoods.values()}
    misses = [f"{name} is a neighborhood there and not here" for name in sorted(there - here)]
    misses += [f"{name} is a neighborhood here and not there" for name in sorted(here - there)]
    return Score("neighborhoods", len(here | there), tuple(misses))


def _neighbors(city: City, adjacency: Mapping[str, Iterable[str]]) -> Score:
    ids = {one.name: one.id for one in city.neighborhoods.values()}
    pairs = [
        (ids[one], ids[other]) for one, others in adjacency.items() for other in others if {one, other} <= ids.keys()
    ]
    misses = (
        f"{city.neighborhoods[other].name} is next to {city.neighborhoods[one].name} there and not nearby here"
        for one, other in pairs
        if other not in (*city.nearby(one), *city.adjacent(one))
    )
    return Score("what is adjacent there is adjacent or nearby here", len(pairs), tuple(sorted(misses)))


def _points(city: City, lands: Mapping[str, Outline]) -> Score:
    """Points at random on their land, and the neighborhood that we say."""
    misses = []
    for lat, lon in _on_land(list(lands.values())):
        said = _said(city, lat, lon)
        right = [name for name, land in lands.items() if land.holds(lat, lon)]
        if said not in right:
            misses.append(f"{lat:.5f}, {lon:.5f}: in {said} here and in {' and '.join(right)} there")
    return Score("random points on land in the right neighborhood", POINTS, tuple(misses), POINTS_RIGHT)


def _on_land(lands: list[Outline]) -> Iterator[tuple[float, float]]:
    dice = Random(SEED)  # noqa: S311  a sample, no secret
    south, west = min(land.box.south for land in lands), min(land.box.west for land in lands)
    north, east = max(land.box.north for land in lands), max(land.box.east for land in lands)
    found = 0
    while found < POINTS:
        lat, lon = dice.uniform(south, north), dice.uniform(west, east)
        if any(land.holds(lat, lon) for land in lands):
            found += 1
            yield lat, lon


def _said(city: City, lat: float, lon: float) -> str:
    found = city.neighborhood_at(lat, lon)
    return "no neighborhood" if found is None else city.neighborhoods[found].name


def _their_places(city: City, spots: list[Spot]) -> Score:
    misses = (
        f"{spot.name}: in {said} here and in {spot.neighborhood} there"
        for spot in spots
        if (said := _said(city, spot.lat, spot.lon)) != spot.neighborhood
    )
    return Score("places there in the right neighborhood", len(spots), tuple(misses), THEIR_PLACES_RIGHT)


def _our_places(city: City, spots: list[Spot]) -> Iterator[Score]:
    near = {place.id: _like(place, spots) for place in city.places.values()}
    unknown = [
        f"{one}: no place of such a name within {WITHIN_M:g} m there" for one, there in near.items() if not there
    ]
    yield Score("places here that are known there", len(near), tuple(unknown), OUR_PLACES_KNOWN)
    elsewhere = []
    for one, there in near.items():
        ours = {city.neighborhoods[home].name for home in city.neighborhoods_of(one)}
        theirs = [spot.neighborhood for spot in there]
        if theirs and not ours & set(theirs):
            elsewhere.append(f"{one}: in {' and '.join(sorted(ours))} here and in {theirs[0]} there")
    yield Score("of these, in the neighborhood that is said there", len(near) - len(unknown), tuple(elsewhere))


def _like(place: Place, spots: list[Spot]) -> list[Spot]:
    return [spot for spot in spots if place.metres_to(spot.lat, spot.lon) <= WITHIN_M and _is_alike(place, spot.name)]


def _is_alike(place: Place, name: str) -> bool:
    return any(token_set_ratio(ours, name, processor=default_process) >= ALIKE for ours in (place.name, *place.aliases))


def _lands(path: Path) -> dict[str, Outline | None]:
    try:
        features = json.loads(_text(path))["features"]
        return {str(one["properties"]["name"]): _land(one.get("geometry")) for one in features}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UnreadableDataError(f"{path}: not a collection of named features") from None


def _land(geometry: dict[str, Any] | None) -> Outline | None:
    if geometry is None:
        return None
    areas = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    polygons: Polygons = tuple(
        tuple(tuple((float(lat), float(lon)) for lon, lat, *_ in ring) for ring in area) for area in areas
    )
    return outline(polygons)


def _adjacency(path: Path) -> dict[str, list[str]]:
    try:
        return {str(name): [str(other) for other in others] for name, others in json.loads(_text(path)).items()}
    except (ValueError, AttributeError, TypeError):
        raise UnreadableDataError(f"{path}: not names by name") from None


def _spots(path: Path) -> list[Spot]:
    try:
        rows = csv.DictReader(StringIO(_text(path), newline=""))
        return [Spot(row["name"], float(row["lat"]), float(row["lon"]), row["neighborhood"]) for row in rows]
    except (ValueError, KeyError, TypeError, csv.Error):
        raise UnreadableDataError(f"{path}: not rows with name, lat, lon, neighborhood") from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as why:
        raise UnreadableDataError(f"{path}: {why.strerror}") from None
