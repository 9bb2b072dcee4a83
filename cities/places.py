"""What `places.csv` says: the city places, one a row."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.buttons.reading import WORD
from bot.domain.ids import NeighborhoodId, PlaceId
from cities.city import SHORE_M, Neighborhood, Order
from cities.geometry import Box, Outline, metres
from cities.place import Place, PlaceKind
from cities.reading import PUBLIC_LIMIT, TEXT_LIMIT, CityError, Entry, each

COLUMNS = ("id", "name", "kind", "neighborhood", "lat", "lon", "source", "checked_on")
OTHERS = ("also", "address", "aliases", "same_building_as")
"""Columns that a city may leave out."""

BETWEEN_ALIASES = ";"

DEGREES = re.compile(r"-?\d{1,3}\.\d{1,5}")
"""The fifth decimal is one metre: more are noise."""

ONE_BUILDING_M = 150.0
"""The farthest that the points of two places in one building may be apart: schools are large."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the other files say, and a row must agree with."""

    neighborhoods: Mapping[NeighborhoodId, Neighborhood]
    order: Order
    box: Box
    lands: Mapping[NeighborhoodId, Outline]
    grounds: Mapping[PlaceId, Outline]


def places(rows: list[Entry], known: Known) -> Mapping[PlaceId, Place]:
    """The places in the order of the file."""
    made = each(rows, lambda row: _place(row, known))
    found = {place.id: place for place in made}
    findings = [*_twice(rows, made), *_apart(rows, made, found)]
    if findings:
        raise CityError(*findings)
    return MappingProxyType(found)


def _place(row: Entry, known: Known) -> Place:
    neighborhood = _neighborhood(row, known)
    lat, lon = (float(row.shaped(key, DEGREES, "degrees with 1 to 5 decimals")) for key in ("lat", "lon"))
    if not known.box.holds(lat, lon):
        raise row.wrong(f"{lat}, {lon} is outside the city's box")
    building = row.maybe_text("same_building_as")
    place = Place(
        id=PlaceId(row.shaped("id", WORD, "1 to 32 letters A to Z, digits, _ or -")),
        name=row.text("name", PUBLIC_LIMIT),
        kind=_kind(row, known.order),
        neighborhood=neighborhood,
        also=_also(row, known.neighborhoods[neighborhood]),
        lat=lat,
        lon=lon,
        outline=known.grounds.get(PlaceId(row.text("id"))),
        address=row.maybe_text("address"),
        aliases=_aliases(row),
        same_building_as=PlaceId(building) if building else None,
        source=row.text("source", TEXT_LIMIT),
        checked_on=row.written_day("checked_on"),
    )
    _check_ground(row, place, known.lands)
    return place


def _neighborhood(row: Entry, known: Known) -> NeighborhoodId:
    neighborhood = NeighborhoodId(row.text("neighborhood"))
    if neighborhood not in known.neighborhoods:
        raise row.wrong(f"neighborhood {neighborhood} is not in neighborhoods.toml")
    return neighborhood


def _also(row: Entry, home: Neighborhood) -> NeighborhoodId | None:
    named = row.maybe_text("also")
    if named is None:
        return None
    also = NeighborhoodId(named)
    if also not in home.borders:
        raise row.wrong(f"also {also} neither touches {home.id} nor is near to it")
    return also


def _check_ground(row: Entry, place: Place, lands: Mapping[NeighborhoodId, Outline]) -> None:
    """Raise where the point is neither in the place's neighborhood nor in the other, or not on its own ground."""
    homes = [lands[one] for one in (place.neighborhood, place.also) if one is not None and one in lands]
    if homes and all(land.metres_to(place.lat, place.lon) > SHORE_M for land in homes):
        raise row.wrong(f"{place.lat}, {place.lon} is not in {place.neighborhood}")
    if place.outline is not None and place.outline.metres_to(place.lat, place.lon) > SHORE_M:
        raise row.wrong(f"{place.lat}, {place.lon} is not within the outline of {place.id}")


def _kind(row: Entry, order: Order) -> PlaceKind:
    name = row.text("kind")
    if name not in list(PlaceKind):
        raise row.wrong(f"kind must be one of {', '.join(PlaceKind)}, and is {name}")
    if name not in order.lines:
        raise row.wrong(f"the order in city.toml has no line for a {name}")
    return PlaceKind(name)


def _aliases(row: Entry) -> tuple[str, ...]:
    written = row.maybe_text("aliases", TEXT_LIMIT)
    if written is None:
        return ()
    return Entry(row.where, {"aliases": written.split(BETWEEN_ALIASES)}).texts("aliases")


def _twice(rows: list[Entry], made: list[Place]) -> Iterator[str]:
    """Ids that come twice, and names that come twice in one neighborhood: nobody could tell which was meant."""
    ids: set[PlaceId] = set()
    names: set[tuple[NeighborhoodId, str]] = set()
    for row, place in zip(rows, made, strict=True):
        if place.id in ids:
            yield f"{row.where}: the id {place.id} is taken by an earlier line"
        ids.add(place.id)
        for neighborhood in (place.neighborhood, place.also):
            if neighborhood is None:
                continue
            if (neighborhood, place.name.casefold()) in names:
                yield f"{row.where}: {place.name} is also the name of another place in {neighborhood}"
            names.add((neighborhood, place.name.casefold()))


def _apart(rows: list[Entry], made: list[Place], found: Mapping[PlaceId, Place]) -> Iterator[str]:
    """Places that are said to be in one building with what is no place, is elsewhere, or is in another's itself."""
    for row, place in zip(rows, made, strict=True):
        if place.same_building_as is None:
            continue
        building = found.get(place.same_building_as)
        if building is None or building.id == place.id or building.same_building_as is not None:
            yield f"{row.where}: same_building_as must be another place that names none itself"
        elif metres(place.lat, place.lon, building.lat, building.lon) > ONE_BUILDING_M:
            yield f"{row.where}: {building.id} is more than {ONE_BUILDING_M:g} m away, and no same building"
