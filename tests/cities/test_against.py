"""A city beside public data about it."""

import json
from pathlib import Path

import pytest

from cities import load
from cities.against import UnreadableDataError, against
from tests.cities.conftest import Write

NAMES = ["Upper Town", "Market", "Harbor"]
ADJACENCY = {"Upper Town": ["Market"], "Market": ["Upper Town"], "Harbor": []}
ROWS = [
    "Salem Upper Branch Library,42.5101,-70.9,Upper Town",
    "Town Hall (Market Square),42.5,-70.89,Market",
    "Harbor Park,42.49123,-70.88123,Harbor",
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of public data that agrees with the city."""
    folder = tmp_path / "data"
    folder.mkdir()
    describe(folder)
    return folder


def describe(
    folder: Path,
    names: list[str] = NAMES,
    adjacency: dict[str, list[str]] = ADJACENCY,
    rows: list[str] = ROWS,
) -> None:
    features = [{"type": "Feature", "properties": {"name": name}, "geometry": None} for name in names]
    (folder / "salem-neighborhoods.geojson").write_text(json.dumps({"features": features}))
    (folder / "salem-adjacency.json").write_text(json.dumps(adjacency))
    (folder / "salem-city-places.csv").write_text("\n".join(["name,lat,lon,neighborhood", *rows]))


def test_a_city_that_agrees_with_the_data_has_no_finding(write: Write, data: Path) -> None:
    assert against(load(write()), data) == []


@pytest.mark.parametrize(
    ("names", "finding"),
    [
        ([*NAMES, "Old Town"], "Old Town is a neighborhood there and not here"),
        (NAMES[:2], "Harbor is a neighborhood here and not there"),
    ],
)
def test_the_neighborhoods_are_those_of_the_data(write: Write, data: Path, names: list[str], finding: str) -> None:
    describe(data, names=names)

    assert against(load(write()), data) == [finding]


def test_what_is_adjacent_in_the_data_must_be_nearby(write: Write, data: Path) -> None:
    describe(data, adjacency={"Upper Town": ["Market", "Harbor"]})

    assert against(load(write()), data) == ["Harbor is next to Upper Town there and not nearby here"]


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        (
            "Salem Upper Branch Library,42.5114,-70.9,Upper Town",
            "upper_library: no place of such a name within 150 m there",
        ),
        ("Courthouse,42.51,-70.9,Upper Town", "upper_library: no place of such a name within 150 m there"),
        ("Upper Library,42.51,-70.9,Market", "upper_library: in Upper Town here and in Market there"),
    ],
)
def test_a_place_without_its_like_nearby_is_reported(write: Write, data: Path, row: str, finding: str) -> None:
    describe(data, rows=[row, *ROWS[1:]])

    assert against(load(write()), data) == [finding]


def test_a_place_may_be_known_there_by_an_alias(write: Write, data: Path) -> None:
    describe(data, rows=["UPTOWN Branch Library,42.51,-70.9,Upper Town", *ROWS[1:]])

    assert against(load(write()), data) == []


@pytest.mark.parametrize(
    ("file", "body", "complaint"),
    [
        ("neighborhoods.geojson", "[]", "not a collection of named features"),
        ("neighborhoods.geojson", "{", "not a collection of named features"),
        ("adjacency.json", "[]", "not names by name"),
        ("adjacency.json", '{"Harbor": 7}', "not names by name"),
        ("city-places.csv", "name,lat,lon,neighborhood\nHarbor Park,x,y,Harbor", "not rows with name, lat, lon"),
        ("city-places.csv", "name,lat\nHarbor Park,42.5", "not rows with name, lat, lon"),
        ("city-places.csv", None, "No such file or directory"),
    ],
)
def test_data_that_cannot_be_read_is_named(
    write: Write, data: Path, file: str, body: str | None, complaint: str
) -> None:
    path = data / f"salem-{file}"
    path.unlink()
    if body is not None:
        path.write_text(body)

    with pytest.raises(UnreadableDataError, match=f"{path}: {complaint}"):
        against(load(write()), data)
