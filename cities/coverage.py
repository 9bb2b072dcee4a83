"""Whether the outlines of a city meet exactly: no two of them overlap, and none is twisted.

Only `python -m cities check` asks. What answers takes longer to import than the bot to start.
"""

from collections.abc import Iterator

import shapely
from shapely.geometry import MultiPolygon, Polygon

from cities.city import City
from cities.geometry import Outline


def coverage(city: City) -> list[str]:
    """What is wrong with the outlines, one line each."""
    shapes = {str(one): _shape(land) for one, land in city.outlines.items()}
    grounds = {str(one.id): _shape(one.outline) for one in city.places.values() if one.outline is not None}
    findings = [*_twisted(shapes), *_twisted(grounds)]
    if findings or not shapes or shapely.coverage_is_valid(list(shapes.values())):
        return findings
    wrong = zip(shapes, shapely.coverage_invalid_edges(list(shapes.values())), strict=True)
    return [
        f"outlines.json: {one} overlaps another, or does not meet it exactly, {_at(edge)}"
        for one, edge in wrong
        if not edge.is_empty
    ]


def _shape(drawn: Outline) -> MultiPolygon:
    return MultiPolygon([Polygon(_flat(outer), [_flat(hole) for hole in holes]) for outer, *holes in drawn.polygons])


def _flat(ring: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    return [(lon, lat) for lat, lon in ring]


def _twisted(shapes: dict[str, MultiPolygon]) -> Iterator[str]:
    for one, shape in shapes.items():
        if not shape.is_valid:
            yield f"outlines.json: {one}: {shapely.is_valid_reason(shape)}"


def _at(edge: shapely.Geometry) -> str:
    lon, lat = shapely.get_coordinates(edge)[0]
    return f"near {lat:.4f}, {lon:.4f}"
