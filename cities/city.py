"""What a city is to the bot: neighborhoods, city places, the order that protects them, contacts, a policy."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.ids import Language, NeighborhoodId, PlaceId
from bot.domain.policy import Policy

PARTS = ("downtown", "north", "east", "south", "west", "center")
"""Parts that a city can have: each has words in every language under `part.<id>`."""


class PlaceKind(StrEnum):
    """What a city place is. Each has words in every language under `kind.<kind>`."""

    LIBRARY = "library"
    SCHOOL = "school"
    PARK = "park"
    PLAYGROUND = "playground"
    COMMUNITY_CENTER = "community_center"
    SENIOR_CENTER = "senior_center"
    POOL = "pool"
    CITY_BUILDING = "city_building"
    CITY_HALL = "city_hall"
    POLICE_STATION = "police_station"
    FIRE_STATION = "fire_station"
    PARKING_LOT = "parking_lot"
    GARAGE = "garage"
    CEMETERY = "cemetery"


class OrderLine(StrEnum):
    """What the city's order says of a kind of place. Each has words in every language under `order.<line>`."""

    CLOSED_WITHOUT_COURT_ORDER = "closed_without_court_order"
    NONPUBLIC_AREAS_NEED_JUDICIAL_WARRANT = "nonpublic_areas_need_judicial_warrant"


@dataclass(frozen=True, slots=True)
class Box:
    """Where the city lies, in degrees: nothing in the city is outside. It holds water and neighbors' land too."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether the point is inside. What is no number is not."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


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


@dataclass(frozen=True, slots=True)
class Place:
    """A city place: a spot in one neighborhood that is city property."""

    id: PlaceId
    name: str
    """Its public name. Proper names are the same in every language."""
    kind: PlaceKind
    neighborhood: NeighborhoodId
    lat: float
    lon: float
    """The place's own point, in degrees (WGS 84)."""
    address: str | None
    aliases: tuple[str, ...]
    source: str
    """The public dataset or city page that says so."""


@dataclass(frozen=True, slots=True)
class Order:
    """The city's order about its property, as far as an alert speaks of it."""

    title: str
    date: datetime.date
    source: str
    checked_on: datetime.date
    """The day on which someone last compared this with the source."""
    lines: Mapping[PlaceKind, OrderLine]


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


@dataclass(frozen=True, slots=True)
class City:
    """One city, whole: whatever an entry names is there."""

    id: str
    """The name of its folder."""
    name: str
    zone: ZoneInfo
    box: Box
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
    places: Mapping[PlaceId, Place]
    """In menu order within each neighborhood."""

    def order_line(self, place: PlaceId) -> OrderLine:
        """What the city's order says of this place."""
        return self.order.lines[self.places[place].kind]

    def nearby(self, neighborhood: NeighborhoodId) -> tuple[NeighborhoodId, ...]:
        """The neighborhoods whose border is within the policy's distance of this one's, in menu order."""
        borders = self.neighborhoods[neighborhood].borders
        return tuple(one for one in self.neighborhoods if borders.get(one, float("inf")) <= self.policy.border_m)
