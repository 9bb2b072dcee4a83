"""Areas and distances on the ground, beside a library that knows them."""

from math import cos, radians

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from cities import metres
from cities.geometry import Outline, outline

SQUARE = outline(((((42.0, -71.0), (42.0, -70.9), (42.1, -70.9), (42.1, -71.0)),),))
COORDINATES = st.tuples(st.integers(0, 60), st.integers(0, 60))
A_DEGREE_M = 111_195.08


def drawn(corners: list[tuple[int, int]]) -> Outline:
    """An outline some kilometers wide with these corners."""
    return outline(((tuple((42 + north / 1000, -71 + east / 1000) for north, east in corners),),))


@pytest.mark.parametrize(
    ("lat", "lon", "holds"),
    [(42.05, -70.95, True), (42.11, -70.95, False), (42.05, -70.89, False), (41.99, -70.95, False)],
)
def test_a_square_holds_what_is_inside(lat: float, lon: float, holds: bool) -> None:
    assert SQUARE.holds(lat, lon) is holds


@given(st.lists(COORDINATES, min_size=3, max_size=9, unique=True), COORDINATES)
def test_an_outline_holds_what_its_polygon_contains(corners: list[tuple[int, int]], at: tuple[int, int]) -> None:
    polygon, point = Polygon(corners), Point(at[0] + 0.5, at[1] + 0.25)
    assume(polygon.is_valid and polygon.exterior.distance(point) > 1e-9)

    assert drawn(corners).holds(42 + point.x / 1000, -71 + point.y / 1000) == polygon.contains(point)


@given(st.lists(COORDINATES, min_size=3, max_size=9, unique=True), COORDINATES)
def test_the_distance_to_an_outline_is_that_to_its_polygon(corners: list[tuple[int, int]], at: tuple[int, int]) -> None:
    north, east = A_DEGREE_M / 1000, A_DEGREE_M / 1000 * cos(radians(42 + at[0] / 1000))
    polygon = Polygon([(x * north, y * east) for x, y in corners])
    assume(polygon.is_valid)

    apart = drawn(corners).metres_to(42 + at[0] / 1000, -71 + at[1] / 1000)

    assert apart == pytest.approx(shapely.distance(polygon, Point(at[0] * north, at[1] * east)), abs=0.5)


@given(st.floats(41.8, 42.3), st.floats(-71.3, -70.7))
def test_a_box_is_never_farther_than_what_it_holds(lat: float, lon: float) -> None:
    assert SQUARE.box.metres_to(lat, lon) <= SQUARE.metres_to(lat, lon) * 1.01 + 0.01


def test_a_box_is_as_far_as_its_nearest_side() -> None:
    assert SQUARE.box.metres_to(42.2, -70.95) == pytest.approx(metres(42.2, -70.95, 42.1, -70.95))
    assert SQUARE.box.metres_to(42.05, -70.95) == 0
