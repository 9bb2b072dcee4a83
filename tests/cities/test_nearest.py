"""How far apart points are, and which city places are near one."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities import City, load, metres, nearest
from tests.cities.conftest import Write

CITY = load("boston")
LATS, LONS = st.floats(-90, 90), st.floats(-180, 180)
HALF_AROUND = 20_015_115
AROUND_HERE = (st.floats(CITY.box.south, CITY.box.north), st.floats(CITY.box.west, CITY.box.east))


@pytest.fixture
def city(write: Write) -> City:
    return load(write())


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((42.36, -71.06), (42.36, -71.06), 0),
        ((0.0, 0.0), (1.0, 0.0), 111_195),
        ((0.0, 179.5), (0.0, -179.5), 111_195),
        ((60.0, 0.0), (60.0, 1.0), 55_597),
        ((90.0, 0.0), (-90.0, 0.0), HALF_AROUND),
        ((51.5007, -0.1246), (40.6892, -74.0445), 5_574_840),
    ],
)
def test_the_distance_is_along_a_great_circle(
    one: tuple[float, float], other: tuple[float, float], apart: float
) -> None:
    assert metres(*one, *other) == pytest.approx(apart, rel=1e-4)


@given(LATS, LONS, LATS, LONS)
def test_the_distance_is_the_same_both_ways_and_never_more_than_half_around(
    lat: float, lon: float, other_lat: float, other_lon: float
) -> None:
    there, back = metres(lat, lon, other_lat, other_lon), metres(other_lat, other_lon, lat, lon)

    assert there == pytest.approx(back, abs=1e-3)
    assert 0 <= there <= HALF_AROUND + 1


def test_the_nearest_place_comes_first_with_its_distance(city: City) -> None:
    found = nearest(city, 42.5, -70.8905, within_m=5000)

    assert [one.place.id for one in found] == ["town_hall", "reading_room", "harbor_park"]
    assert found[0].metres == pytest.approx(41, abs=0.5)


def test_places_beyond_the_distance_are_not_near(city: City) -> None:
    assert [one.place.id for one in nearest(city, 42.5, -70.8905, within_m=41.3)] == ["town_hall"]
    assert nearest(city, 42.5, -70.8905, within_m=40) == ()


def test_no_more_are_given_than_asked_for(city: City) -> None:
    assert [one.place.id for one in nearest(city, 42.5, -70.8905, within_m=5000, most=1)] == ["town_hall"]


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(nan, -71.0), (inf, -71.0), (-inf, -71.0), (90.001, -71.0), (1e308, -71.0), (42.5, nan), (42.5, inf), (42.5, 181)],
)
def test_nothing_is_near_to_what_is_no_point_on_earth(city: City, lat: float, lon: float) -> None:
    assert nearest(city, lat, lon, within_m=inf) == ()


def test_nothing_is_near_to_null_island(city: City) -> None:
    assert nearest(city, 0.0, 0.0, within_m=250) == ()


@given(*AROUND_HERE, st.floats(0, 5000), st.integers(0, 9))
def test_what_is_near_is_sorted_and_nothing_nearer_is_left_out(
    lat: float, lon: float, within_m: float, most: int
) -> None:
    found = [one.metres for one in nearest(CITY, lat, lon, within_m, most)]
    every = sorted(place.metres_to(lat, lon) for place in CITY.places.values())

    assert found == [one for one in every if one <= within_m][:most]


def test_a_stadium_comes_before_the_park_around_it() -> None:
    found = nearest(CITY, 42.3096, -71.0955, within_m=75)

    assert [(one.place.id, one.metres) for one in found] == [("white_stadium", 0), ("franklin_park", 0)]
