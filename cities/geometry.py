"""Points, outlines and distances on the ground, in degrees and metres: enough for a city, with nothing to import."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import asin, cos, hypot, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius. A sphere is wrong by at most 0.5 %: less than a house at the distances we ask about."""

Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84)."""

Ring = tuple[Point, ...]
"""The corners of an area in order, the first not said again at the end."""

Polygons = tuple[tuple[Ring, ...], ...]
"""Areas, each its outer ring and then its holes."""


def on_earth(lat: float, lon: float) -> bool:
    """Whether this is a point at all: a phone may send anything."""
    return -90 <= lat <= 90 and -180 <= lon <= 180


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance between two points in degrees, along a great circle (haversine)."""
    north, other_north = radians(lat), radians(other_lat)
    chord = sin((other_north - north) / 2) ** 2
    chord += cos(north) * cos(other_north) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, chord)))


@dataclass(frozen=True, slots=True)
class Box:
    """From south to north and from west to east, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether the point is inside. What is no number is not."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east

    def metres_to(self, lat: float, lon: float) -> float:
        """How far the point is from the box; 0 inside."""
        return metres(lat, lon, min(max(lat, self.south), self.north), min(max(lon, self.west), self.east))


@dataclass(frozen=True, slots=True)
class Outline:
    """The land of a neighborhood or of a large place."""

    polygons: Polygons
    box: Box
    """What holds all of it: most points are elsewhere, and this says so at once."""

    def holds(self, lat: float, lon: float) -> bool:
        """Whether the point is inside. Of outlines that meet exactly, no two hold the same point."""
        if not self.box.holds(lat, lon):
            return False
        return sum(_edges_east(ring, lat, lon) for ring in self.rings()) % 2 == 1

    def metres_to(self, lat: float, lon: float) -> float:
        """How far the point is from the land; 0 on it."""
        if self.holds(lat, lon):
            return 0.0
        return min(_metres_to_edge(ring, lat, lon) for ring in self.rings())

    def rings(self) -> Iterator[Ring]:
        """Every ring, outer ones and holes."""
        for polygon in self.polygons:
            yield from polygon


def outline(polygons: Polygons) -> Outline:
    """The outline with these areas, one at least."""
    points = [point for polygon in polygons for ring in polygon for point in ring]
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    return Outline(polygons, Box(min(lats), min(lons), max(lats), max(lons)))


def _edges_east(ring: Sequence[Point], lat: float, lon: float) -> int:
    """How many edges a line from the point to the east crosses."""
    crossed = 0
    before_lat, before_lon = ring[-1]
    for after_lat, after_lon in ring:
        if (after_lat > lat) != (before_lat > lat):
            share = (lat - before_lat) / (after_lat - before_lat)
            crossed += before_lon + share * (after_lon - before_lon) > lon
        before_lat, before_lon = after_lat, after_lon
    return crossed


def _metres_to_edge(ring: Sequence[Point], lat: float, lon: float) -> float:
    """How far the nearest edge is, on the plane that touches the earth at the point."""
    north = radians(1) * EARTH_RADIUS_M
    east = north * cos(radians(lat))
    flat = [((one_lon - lon) * east, (one_lat - lat) * north) for one_lat, one_lon in ring]
    nearest = float("inf")
    before_x, before_y = flat[-1]
    for x, y in flat:
        along_x, along_y = x - before_x, y - before_y
        length = along_x**2 + along_y**2
        share = 0.0 if length == 0 else min(1.0, max(0.0, -(before_x * along_x + before_y * along_y) / length))
        nearest = min(nearest, hypot(before_x + share * along_x, before_y + share * along_y))
        before_x, before_y = x, y
    return nearest
