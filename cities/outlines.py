"""What `outlines.json` says: the land of every neighborhood, and the ground of the largest places."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import TypeVar

from bot.domain.ids import NeighborhoodId, PlaceId
from cities.geometry import Box, Outline, Point, Polygons, Ring, outline
from cities.reading import TEXT_LIMIT, Entry, each

MOST_POINTS = 130
"""In one outline. A drawing of every rock is no better to tell where someone stands, and slower."""

DECIMALS = 4
"""Of a degree: eleven metres."""

Id = TypeVar("Id", NeighborhoodId, PlaceId)


def of_neighborhoods(top: Entry, known: frozenset[NeighborhoodId], box: Box) -> Mapping[NeighborhoodId, Outline]:
    """The outlines of all neighborhoods. That they meet exactly is for `python -m cities check` to say."""
    top.only("source", "license", "checked_on", "neighborhoods", "places")
    top.text("source", TEXT_LIMIT)
    top.text("license", TEXT_LIMIT)
    top.written_day("checked_on")
    entries = top.table("neighborhoods")
    for one in sorted(known - entries.values.keys()):
        raise entries.wrong(f"{one} has no outline")
    for named in entries.values:
        if named not in known:
            raise entries.wrong(f"{named} is not in neighborhoods.toml")
    return _outlines(entries, box, NeighborhoodId)


def of_places(top: Entry, known: Collection[object], box: Box) -> Mapping[PlaceId, Outline]:
    """The outlines of places, as far as there are any."""
    if "places" not in top.values:
        return {}
    entries = top.table("places")
    for one in entries.values:
        if one not in known:
            raise entries.wrong(f"{one} is not in places.csv")
    return _outlines(entries, box, PlaceId)


def _outlines(entries: Entry, box: Box, by: Callable[[str], Id]) -> Mapping[Id, Outline]:
    drawn = [Entry(f"{entries.where}: {one}", {"polygons": found}, one) for one, found in entries.values.items()]
    made = each(drawn, lambda entry: (by(entry.id), _outline(entry, box)))
    return MappingProxyType(dict(made))


def _outline(entry: Entry, box: Box) -> Outline:
    polygons: Polygons = tuple(
        tuple(_ring(entry, ring, box) for ring in _list(entry, polygon, "an area must be a list of rings"))
        for polygon in _list(entry, entry.values["polygons"], "an outline must be a list of areas")
    )
    points = sum(len(ring) for polygon in polygons for ring in polygon)
    if points > MOST_POINTS:
        raise entry.wrong(f"{points} points, at most {MOST_POINTS}")
    return outline(polygons)


def _ring(entry: Entry, found: object, box: Box) -> Ring:
    ring = tuple(_point(entry, one, box) for one in _list(entry, found, "a ring must be a list of points"))
    if len(set(ring)) != len(ring) or len(ring) < 3:
        raise entry.wrong("a ring must have three points at least, and none of them twice")
    return ring


def _point(entry: Entry, found: object, box: Box) -> Point:
    match found:
        case [float(lat), float(lon)] if round(lat, DECIMALS) == lat and round(lon, DECIMALS) == lon:
            if box.holds(lat, lon):
                return lat, lon
            raise entry.wrong(f"{lat}, {lon} is outside the city's box")
        case _:
            raise entry.wrong(f"a point must be [lat, lon] in degrees with at most {DECIMALS} decimals, and is {found}")


def _list(entry: Entry, found: object, what: str) -> list[object]:
    if not isinstance(found, list) or not found:
        raise entry.wrong(what)
    return found
