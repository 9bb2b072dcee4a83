"""The page on adding a city says what is so."""

import re
from pathlib import Path

import cities
from bot.domain.ids import NeighborhoodId
from bot.domain.policy import Policy
from cities import PlaceKind, load
from cities.city import PARTS

PAGE = (Path(cities.__file__).parents[1] / "docs" / "cities.md").read_text(encoding="utf-8")
FILE = re.compile(r"^## `(?P<name>[a-z.]+)`.*?^```[a-z]+\n(?P<body>.*?)^```", re.DOTALL | re.MULTILINE)


def test_the_city_on_the_page_loads(tmp_path: Path) -> None:
    for found in FILE.finditer(PAGE):
        (tmp_path / found["name"]).write_text(found["body"], encoding="utf-8")

    city = load(str(tmp_path))

    assert (city.name, len(city.neighborhoods), len(city.places)) == ("Lynn", 3, 4)
    assert city.nearby(NeighborhoodId("diamond_district")) == ("downtown", "west_lynn")


def test_the_page_names_every_kind_and_part() -> None:
    assert [one for one in (*PlaceKind, *PARTS) if f"`{one}`" not in PAGE] == []


def test_the_page_says_the_projects_distance() -> None:
    assert f"`border_m` ({Policy().border_m:g})" in PAGE
