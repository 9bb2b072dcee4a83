"""A city beside public data about it: neighborhoods with their adjacency, and places, in one folder.

The folder holds `<city>-neighborhoods.geojson` (features with a name), `<city>-adjacency.json` (a name to names) and
`<city>-city-places.csv` (with the columns name, lat, lon, neighborhood); `<city>` is the name of the city's folder.
"""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

from cities.city import City, Place
from cities.nearest import metres

WITHIN_M = 150.0
ALIKE = 80.0
"""How alike, of 100, two names are that share their telling words: `JP Library` and `JP Branch Library` are 100."""


class UnreadableDataError(Exception):
    """The folder lacks a file, or a file in it is not what it should be."""


def against(city: City, folder: Path) -> list[str]:
    """Every difference, one line each; UnreadableDataError where there is nothing to compare with."""
    return [*_areas(city, folder), *_places(city, folder)]


def _areas(city: City, folder: Path) -> Iterator[str]:
    ids = {one.name: one.id for one in city.neighborhoods.values()}
    names = _names(folder / f"{city.id}-neighborhoods.geojson")
    for name in sorted(names - ids.keys()):
        yield f"{name} is a neighborhood there and not here"
    for name in sorted(ids.keys() - names):
        yield f"{name} is a neighborhood here and not there"
    for name, others in sorted(_adjacency(folder / f"{city.id}-adjacency.json").items()):
        for other in others:
            if name in ids and other in ids and ids[other] not in city.nearby(ids[name]):
                yield f"{other} is next to {name} there and not nearby here"


def _places(city: City, folder: Path) -> Iterator[str]:
    rows = _rows(folder / f"{city.id}-city-places.csv")
    for place in city.places.values():
        alike = [row for row in rows if _is_alike(place, row[0])]
        near = [row for row in alike if metres(place.lat, place.lon, row[1], row[2]) <= WITHIN_M]
        area = city.neighborhoods[place.neighborhood].name
        if not near:
            yield f"{place.id}: no place of such a name within {WITHIN_M:g} m there"
        elif all(row[3] != area for row in near):
            yield f"{place.id}: in {area} here and in {near[0][3]} there"


def _is_alike(place: Place, name: str) -> bool:
    return any(token_set_ratio(ours, name, processor=default_process) >= ALIKE for ours in (place.name, *place.aliases))


def _names(path: Path) -> set[str]:
    try:
        return {str(feature["properties"]["name"]) for feature in json.loads(_text(path))["features"]}
    except (ValueError, KeyError, TypeError):
        raise UnreadableDataError(f"{path}: not a collection of named features") from None


def _adjacency(path: Path) -> dict[str, list[str]]:
    try:
        return {str(name): [str(other) for other in others] for name, others in json.loads(_text(path)).items()}
    except (ValueError, AttributeError, TypeError):
        raise UnreadableDataError(f"{path}: not names by name") from None


def _rows(path: Path) -> list[tuple[str, float, float, str]]:
    try:
        rows = csv.DictReader(StringIO(_text(path), newline=""))
        return [(row["name"], float(row["lat"]), float(row["lon"]), row["neighborhood"]) for row in rows]
    except (ValueError, KeyError, TypeError, csv.Error):
        raise UnreadableDataError(f"{path}: not rows with name, lat, lon, neighborhood") from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as why:
        raise UnreadableDataError(f"{path}: {why.strerror}") from None
