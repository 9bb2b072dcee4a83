"""What `places.csv` says: the city places, one a row."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from bot.domain.buttons import WORD
from bot.domain.ids import NeighborhoodId, PlaceId
from cities.city import Box, Neighborhood, Order, Place, PlaceKind
from cities.reading import TEXT_LIMIT, CityError, Entry, each

COLUMNS = ("id", "name", "kind", "neighborhood", "lat", "lon", "address", "aliases", "source")
BETWEEN_ALIASES = ";"

DEGREES = re.compile(r"-?\d{1,3}\.\d{1,5}")
"""The fifth decimal is one metre: more are noise."""

Known = Mapping[NeighborhoodId, Neighborhood]


def places(rows: list[Entry], known: Known, order: Order, box: Box) -> Mapping[PlaceId, Place]:
    """The places in the order of the file."""
    made = each(rows, _maker(known, order, box))
    findings = list(_twice(rows, made))
    if findings:
        raise CityError(*findings)
    return MappingProxyType({place.id: place for place in made})


def _maker(known: Known, order: Order, box: Box) -> Callable[[Entry], Place]:
    def make(row: Entry) -> Place:
        neighborhood = NeighborhoodId(row.text("neighborhood"))
        if neighborhood not in known:
            raise row.wrong(f"neighborhood {neighborhood} is not in neighborhoods.toml")
        lat, lon = (float(row.shaped(key, DEGREES, "degrees with 1 to 5 decimals")) for key in ("lat", "lon"))
        if not box.holds(lat, lon):
            raise row.wrong(f"{lat}, {lon} is outside the city's box")
        return Place(
            id=PlaceId(row.shaped("id", WORD, "1 to 32 letters A to Z, digits, _ or -")),
            name=row.text("name"),
            kind=_kind(row, order),
            neighborhood=neighborhood,
            lat=lat,
            lon=lon,
            address=row.maybe_text("address"),
            aliases=_aliases(row),
            source=row.text("source", TEXT_LIMIT),
        )

    return make


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
        name = (place.neighborhood, place.name.casefold())
        if place.id in ids:
            yield f"{row.where}: the id {place.id} is taken by an earlier line"
        if name in names:
            yield f"{row.where}: {place.name} is also the name of another place in {place.neighborhood}"
        ids.add(place.id)
        names.add(name)
