"""A city place: a spot in one neighborhood that is city property."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import NeighborhoodId, PlaceId
from cities.geometry import Outline, metres


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


@dataclass(frozen=True, slots=True)
class Place:
    """A city place: a spot in one neighborhood that is city property."""

    id: PlaceId
    name: str
    """Its public name. Proper names are the same in every language."""
    kind: PlaceKind
    neighborhood: NeighborhoodId
    also: NeighborhoodId | None
    """The neighborhood next to it, where people say that the place is in both."""
    lat: float
    lon: float
    """The place's own point, in degrees (WGS 84)."""
    outline: Outline | None
    """The ground of a large place: whoever stands on it is there, however far from the point."""
    address: str | None
    aliases: tuple[str, ...]
    same_building_as: PlaceId | None
    """The place that stands for the building, where several share one: a school and a community center."""
    source: str
    """The public dataset or city page that says so."""
    checked_on: datetime.date
    """The day on which someone last compared this with the source."""

    def metres_to(self, lat: float, lon: float) -> float:
        """How far the point is from the place; 0 within its outline."""
        to_point = metres(lat, lon, self.lat, self.lon)
        return min(to_point, self.outline.metres_to(lat, lon)) if self.outline else to_point
