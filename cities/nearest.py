"""How far apart points are, and which city places are near one."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from cities.city import City, Place

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius. A sphere is wrong by at most 0.5 %: less than a house at the distances we ask about."""


@dataclass(frozen=True, slots=True)
class Near:
    """A city place, and how far it is in metres."""

    place: Place
    metres: float


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance between two points in degrees, along a great circle (haversine)."""
    north, other_north = radians(lat), radians(other_lat)
    chord = sin((other_north - north) / 2) ** 2
    chord += cos(north) * cos(other_north) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, chord)))


def nearest(city: City, lat: float, lon: float, within_m: float, most: int = 3) -> tuple[Near, ...]:
    """At most so many city places within so many metres of the point, the nearest first.

    None for what is no point on earth: a phone may send anything.
    """
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return ()
    near = [Near(place, metres(lat, lon, place.lat, place.lon)) for place in city.places.values()]
    return tuple(sorted((one for one in near if one.metres <= within_m), key=_by_distance)[:most])


def _by_distance(one: Near) -> tuple[float, str]:
    return one.metres, one.place.id
