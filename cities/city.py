"""What a city is to the bot: neighborhoods, city places, the order that protects them, contacts, a policy."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.ids import Language, NeighborhoodId, PlaceId
from bot.domain.policy import Policy
from cities.geometry import Box, Outline, on_earth
from cities.place import Place, PlaceKind

SHORE_M = 60.0
"""How far from all outlines a point may be and still belong to the nearest: piers, beaches, a pin that is a bit off."""

REACH_M = 1000.0
"""In a city without outlines, how far the nearest place may be for a point to be in that place's neighborhood."""

PARTS = ("downtown", "north", "east", "south", "west", "center")
"""Parts that a city can have: each has words in every language under `part.<id>`."""


class OrderLine(StrEnum):
    """What the city's order says of a kind of place. Each has words in every language under `order.<line>`."""

    CLOSED_WITHOUT_COURT_ORDER = "closed_without_court_order"
    NONPUBLIC_AREAS_NEED_JUDICIAL_WARRANT = "nonpublic_areas_need_judicial_warrant"


class Reach(StrEnum):
    """What a city's order leaves as it is. Each has words in every language under `order.<reach>`."""

    CITY_PROPERTY_ONLY = "city_property_only"


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """An area that a subscriber can choose."""

    id: NeighborhoodId
    name: str
    part: str
    """One of the city's parts, under which a menu shows it."""
    aliases: tuple[str, ...]
    """What people also call it: Eastie, JP."""
    borders: Mapping[NeighborhoodId, float]
    """Metres from its border to those of others, as far as they were measured: 0 where they touch."""


class CrossingKind(StrEnum):
    """What leads people over or under what parts two neighborhoods."""

    BRIDGE = "bridge"
    TUNNEL = "tunnel"


@dataclass(frozen=True, slots=True)
class Crossing:
    """A bridge or tunnel that people use between two neighborhoods, however far their borders are apart."""

    id: str
    name: str
    kind: CrossingKind
    joins: tuple[NeighborhoodId, NeighborhoodId]


@dataclass(frozen=True, slots=True)
class Order:
    """The city's order about its property, as far as alerts and rights cards speak of it."""

    title: str
    date: datetime.date
    source: str
    checked_on: datetime.date
    """The day on which someone last compared this with the source."""
    lines: Mapping[PlaceKind, OrderLine]
    reach: Reach


@dataclass(frozen=True, slots=True)
class Contact:
    """A number or a link that people are given."""

    id: str
    name: str
    phone: str | None
    link: str | None
    source: str
    checked_on: datetime.date
    """The day on which someone last compared this with the source."""
    agreed_on: datetime.date | None
    """The day on which it was agreed that people are given it: with the partner, or, for a public service, within the
    network. None in an example."""

    @property
    def is_example(self) -> bool:
        """Whether nobody has agreed yet that people are given it."""
        return self.agreed_on is None


@dataclass(frozen=True, slots=True)
class City:
    """One city, whole: whatever an entry names is there."""

    id: str
    """The name of its folder."""
    name: str
    zone: ZoneInfo
    box: Box
    """Nothing in the city is outside. It holds water and neighbors' land too."""
    languages: tuple[Language, ...]
    """In menu order."""
    parts: tuple[str, ...]
    """In menu order."""
    policy: Policy
    order: Order
    contacts: Mapping[str, Contact]
    hotline: str
    """The phone of the contact `hotline`, such as 617-370-5023."""
    neighborhoods: Mapping[NeighborhoodId, Neighborhood]
    """In menu order."""
    crossings: Mapping[str, Crossing]
    outlines: Mapping[NeighborhoodId, Outline]
    """Of every neighborhood, or of none: a city may do without."""
    places: Mapping[PlaceId, Place]
    """In menu order within each neighborhood."""
    cards: Mapping[str, Path]
    """The rights cards as pictures and pages, by the names of their files; none that say other things than the city."""
    _in: Mapping[NeighborhoodId, tuple[Place, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the places by neighborhood once: every screen that offers some asks for them."""
        found: dict[NeighborhoodId, list[Place]] = {}
        for one in self.places.values():
            for home in dict.fromkeys((one.neighborhood, one.also)):
                if home is not None:
                    found.setdefault(home, []).append(one)
        object.__setattr__(self, "_in", {home: tuple(there) for home, there in found.items()})

    @property
    def examples(self) -> tuple[Contact, ...]:
        """The contacts that nobody has agreed to yet."""
        return tuple(one for one in self.contacts.values() if one.is_example)

    def place_name(self, place: PlaceId) -> str:
        """The place's public name. What was said of a place outlives it in the file: then this is its id, as words."""
        known = self.places.get(place)
        return _as_words(place) if known is None else known.name

    def neighborhood_name(self, neighborhood: NeighborhoodId) -> str:
        """The neighborhood's name; of one that is no longer in the file, its id as words."""
        known = self.neighborhoods.get(neighborhood)
        return _as_words(neighborhood) if known is None else known.name

    def order_line(self, place: PlaceId) -> OrderLine | None:
        """What the city's order says of this place; none of one that is no longer listed."""
        known = self.places.get(place)
        return None if known is None else self.order.lines[known.kind]

    def has_children(self, place: PlaceId) -> bool:
        """Whether the place is a school, or in one building with one; one that is no longer listed may be."""
        if place not in self.places:
            return True
        return any(self.places[one].kind is PlaceKind.SCHOOL for one in (place, *self.same_building(place)))

    def nearby(self, neighborhood: NeighborhoodId) -> tuple[NeighborhoodId, ...]:
        """The neighborhoods whose border is within the policy's distance of this one's, in menu order."""
        borders = self._borders(neighborhood)
        return tuple(one for one in self.neighborhoods if borders.get(one, float("inf")) <= self.policy.border_m)

    def adjacent(self, neighborhood: NeighborhoodId) -> tuple[NeighborhoodId, ...]:
        """The neighborhoods that touch this one, or to which a bridge or tunnel leads, in menu order."""
        borders = self._borders(neighborhood)
        across = {end for one in self.crossings.values() if neighborhood in one.joins for end in one.joins}
        found = across - {neighborhood} | {one for one, apart in borders.items() if apart == 0}
        return tuple(one for one in self.neighborhoods if one in found)

    def _borders(self, neighborhood: NeighborhoodId) -> Mapping[NeighborhoodId, float]:
        known = self.neighborhoods.get(neighborhood)
        return {} if known is None else known.borders

    def homes(self, place: PlaceId, neighborhood: NeighborhoodId) -> tuple[NeighborhoodId, ...]:
        """The neighborhoods of a place that was last known in that one: it, for a place that is no longer listed."""
        return self.neighborhoods_of(place) if place in self.places else (neighborhood,)

    def neighborhoods_of(self, place: PlaceId) -> tuple[NeighborhoodId, ...]:
        """The neighborhood of the place, and the one of which people say that the place is in it too."""
        there = self.places[place]
        return (there.neighborhood,) if there.also is None else (there.neighborhood, there.also)

    def around(self, homes: Collection[NeighborhoodId]) -> tuple[NeighborhoodId, ...]:
        """The neighborhoods near to these, without them, in menu order."""
        near = {other for home in homes for other in self.nearby(home)} - {*homes}
        return tuple(one for one in self.neighborhoods if one in near)

    def places_in(self, neighborhood: NeighborhoodId) -> tuple[Place, ...]:
        """The places of a neighborhood in menu order, with those of which people say that they are in it too."""
        return self._in.get(neighborhood, ())

    def same_building(self, place: PlaceId) -> tuple[PlaceId, ...]:
        """The other places in the same building."""
        building = self.places[place].same_building_as or place
        there = (one.id for one in self.places.values() if building in (one.id, one.same_building_as))
        return tuple(one for one in there if one != place)

    def neighborhood_at(self, lat: float, lon: float) -> NeighborhoodId | None:
        """The neighborhood in which a point lies, or from whose shore it is a few steps; none elsewhere."""
        if not on_earth(lat, lon):
            return None
        if not self.outlines:
            return self._neighborhood_of_the_nearest_place(lat, lon)
        for one, land in self.outlines.items():
            if land.holds(lat, lon):
                return one
        return self._neighborhood_ashore(lat, lon)

    def _neighborhood_ashore(self, lat: float, lon: float) -> NeighborhoodId | None:
        close = [one for one, land in self.outlines.items() if land.box.metres_to(lat, lon) <= SHORE_M]
        apart = {one: self.outlines[one].metres_to(lat, lon) for one in close}
        return min((one for one in close if apart[one] <= SHORE_M), key=apart.__getitem__, default=None)

    def _neighborhood_of_the_nearest_place(self, lat: float, lon: float) -> NeighborhoodId | None:
        apart, nearest = min((one.metres_to(lat, lon), one.id) for one in self.places.values())
        return self.places[nearest].neighborhood if apart <= REACH_M else None


def _as_words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").title()
