"""The page on adding a city says what is so."""

import re
from pathlib import Path

import cities
from bot.domain.ids import NeighborhoodId
from bot.domain.policy import Policy
from cities import PlaceKind, load
from cities.against import OUR_PLACES_KNOWN, POINTS, POINTS_RIGHT, THEIR_PLACES_RIGHT, WITHIN_M
from cities.city import PARTS, REACH_M, SHORE_M
from cities.coverage import coverage
from cities.outlines import MOST_POINTS
from cities.reading import PUBLIC_LIMIT

PAGE = (Path(cities.__file__).parents[1] / "docs" / "cities.md").read_text(encoding="utf-8")
FILE = re.compile(r"^## `(?P<name>[a-z.]+)`.*?^```[a-z]+\n(?P<body>.*?)^```", re.DOTALL | re.MULTILINE)


def test_the_city_on_the_page_loads(tmp_path: Path) -> None:
    for found in FILE.finditer(PAGE):
        (tmp_path / found["name"]).write_text(found["body"], encoding="utf-8")

    city = load(str(tmp_path))

    assert (city.name, len(city.neighborhoods), len(city.places)) == ("Lynn", 3, 4)
    assert city.nearby(NeighborhoodId("diamond_district")) == ("downtown", "west_lynn")
    assert city.adjacent(NeighborhoodId("west_lynn")) == ("downtown",)
    assert city.neighborhood_at(42.4650, -70.9450) == "downtown"
    assert city.examples == ()
    assert coverage(city) == []


def test_the_page_says_every_number_of_the_comparison() -> None:
    said = PAGE.partition("## Public data to compare with")[2]

    assert f"{POINTS:,} random points" in said
    assert all(f"{share:g} %" in said for share in (POINTS_RIGHT, THEIR_PLACES_RIGHT, OUR_PLACES_KNOWN))
    assert f"within {WITHIN_M:g} m" in said


def test_the_page_says_every_number_of_outlines_and_names() -> None:
    assert f"At most {MOST_POINTS} points" in PAGE
    assert f"at most {SHORE_M:g} m away" in PAGE
    assert f"within {REACH_M / 1000:g} km" in PAGE
    assert f"at most {PUBLIC_LIMIT} characters" in PAGE


def test_the_page_names_every_kind_and_part() -> None:
    assert [one for one in (*PlaceKind, *PARTS) if f"`{one}`" not in PAGE] == []


def test_the_page_says_the_projects_distance() -> None:
    assert f"`border_m` ({Policy().border_m:g})" in PAGE
