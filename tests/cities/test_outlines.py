"""What may be wrong in outlines.json, and what it is good for: where a point is."""

from math import inf, nan
from pathlib import Path

import pytest

from bot.domain.ids import PlaceId
from cities import City, load, nearest
from tests.cities.conftest import Write, complaints

KEYS = "source, license, checked_on, neighborhoods, places"
POINT = "a point must be [lat, lon] in degrees with at most 4 decimals, and is"
RING = "a ring must have three points at least, and none of them twice"
PARK = "[[[[42.4900, -70.8820], [42.4920, -70.8820], [42.4920, -70.8800]]]]"
CORNER = "[42.4900, -70.8820]"
MANY = ", ".join(f"[42.{4850 + number}, -70.8700]" for number in range(131))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("{\n", "[\n", "this is not JSON: Expecting"),
        ('"license"', '"licence"', f"licence is not one of {KEYS}"),
        ('"source": "City dataset",', "", "source must be a text"),
        ('"license": "Public domain",', "", "license must be a text"),
        ('"2026-03-01"', '"March"', "checked_on must be a day such as 2026-02-05, and is March"),
        ('"neighborhoods": {', '"neighborhoods": 7, "n": {', f"n is not one of {KEYS}"),
        ('"market": [', '"moon": [', "neighborhoods: market has no outline"),
        ('"neighborhoods": {', '"neighborhoods": {"moon": [],', "neighborhoods: moon is not in neighborhoods.toml"),
        ('"harbor_park": [', '"moon_park": [', "places: moon_park is not in places.csv"),
        (PARK, "[]", "places: harbor_park: an outline must be a list of areas"),
        (PARK, "7", "places: harbor_park: an outline must be a list of areas"),
        (PARK, "[[]]", "places: harbor_park: an area must be a list of rings"),
        (PARK, "[[[]]]", "places: harbor_park: a ring must be a list of points"),
        (f"{CORNER}, ", "", f"places: harbor_park: {RING}"),
        (CORNER, "[42.4920, -70.8820]", f"places: harbor_park: {RING}"),
        (CORNER, "[42.4900, 7]", f"places: harbor_park: {POINT} [42.49, 7]"),
        (CORNER, "[42.4900]", f"places: harbor_park: {POINT} [42.49]"),
        (CORNER, "[42.49001, -70.8820]", f"places: harbor_park: {POINT} [42.49001, -70.882]"),
        (CORNER, "[NaN, -70.8820]", f"places: harbor_park: {POINT} [nan, -70.882]"),
        (CORNER, "[-70.8820, 42.4900]", "places: harbor_park: -70.882, 42.49 is outside the city's box"),
        (PARK, f"[[[{MANY}]]]", "places: harbor_park: 131 points, at most 130"),
    ],
)
def test_an_outline_that_is_wrong_is_one_line(write: Write, old: str, new: str, complaint: str) -> None:
    [said, *_] = complaints(write("outlines.json", old, new))

    assert said.startswith(f"outlines.json: {complaint}")


def test_a_file_that_is_no_table_is_told(write: Write) -> None:
    folder = write()
    (Path(folder) / "outlines.json").write_text("[]")

    assert complaints(folder) == ["outlines.json: this must be a table by name"]


@pytest.fixture
def city(write: Write) -> City:
    return load(write())


@pytest.fixture
def bare(write: Write) -> City:
    """The same city without outlines."""
    folder = write()
    (Path(folder) / "outlines.json").unlink()
    return load(folder)


@pytest.mark.parametrize(
    ("lat", "lon", "where"),
    [
        (42.5100, -70.9000, "upper_town"),
        (42.5000, -70.8850, "market"),
        (42.4900, -70.8800, "harbor"),
        (42.4860, -70.8695, "harbor"),
        (42.4865, -70.8870, "harbor"),
        (42.51545, -70.9000, "upper_town"),
        (42.5156, -70.9000, None),
        (42.4700, -70.9500, None),
    ],
    ids=["inside", "in another", "in a third", "on its island", "in its basin", "off its shore", "too far off", "away"],
)
def test_a_point_is_in_the_neighborhood_that_holds_it_or_whose_shore_is_near(
    city: City, lat: float, lon: float, where: str | None
) -> None:
    assert city.neighborhood_at(lat, lon) == where


def test_the_middle_of_a_wide_basin_is_in_no_neighborhood(write: Write) -> None:
    basin = "[[42.4860, -70.8880], [42.4870, -70.8880], [42.4870, -70.8860], [42.4860, -70.8860]]"
    wide = "[[42.4855, -70.8895], [42.4900, -70.8895], [42.4900, -70.8840], [42.4855, -70.8840]]"

    assert load(write("outlines.json", basin, wide)).neighborhood_at(42.4878, -70.8868) is None


def test_without_outlines_a_point_is_where_the_nearest_place_is(bare: City) -> None:
    assert bare.neighborhood_at(42.4980, -70.8900) == "market"
    assert bare.neighborhood_at(42.4700, -70.9500) is None


@pytest.mark.parametrize(
    ("lat", "lon"), [(nan, -70.9), (42.5, nan), (inf, -70.9), (0.0, 0.0), (91.0, -70.9), (42.5, 1e308)]
)
def test_what_is_no_point_here_is_in_no_neighborhood(city: City, bare: City, lat: float, lon: float) -> None:
    assert city.neighborhood_at(lat, lon) is None
    assert bare.neighborhood_at(lat, lon) is None


def test_whoever_stands_in_a_park_is_there_however_far_from_its_point(city: City, bare: City) -> None:
    corner = (42.49195, -70.8803)

    assert [(one.place.id, one.metres) for one in nearest(city, *corner, within_m=75)] == [("harbor_park", 0)]
    assert nearest(bare, *corner, within_m=75) == ()


def test_a_place_without_an_outline_is_its_point(city: City) -> None:
    assert city.places[PlaceId("harbor_park")].outline is not None
    assert city.places[PlaceId("town_hall")].outline is None
