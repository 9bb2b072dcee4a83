"""A city beside public data about it, scored."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from cities import load
from cities.against import POINTS, Score, UnreadableDataError, against
from tests.cities.conftest import OUTLINES, Write

NAMES = {"Upper Town": "upper_town", "Market": "market", "Harbor": "harbor"}
ADJACENCY = {"Upper Town": ["Market", "Harbor"], "Market": ["Upper Town"], "Harbor": []}
ROWS = [
    "Salem Upper Branch Library,42.5101,-70.9,Upper Town",
    "Town Hall (Market Square),42.5,-70.89,Market",
    "The Reading Room,42.5,-70.89,Market",
    "Harbor Park,42.49123,-70.88123,Harbor",
]
ADJACENT = "what is adjacent there is adjacent or nearby here"
ON_LAND = "random points on land in the right neighborhood"
THEIRS = "places there in the right neighborhood"
KNOWN = "places here that are known there"
AS_SAID = "of these, in the neighborhood that is said there"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of public data that agrees with the city."""
    folder = tmp_path / "data"
    folder.mkdir()
    describe(folder)
    return folder


def describe(
    folder: Path,
    names: Mapping[str, str] = NAMES,
    adjacency: dict[str, list[str]] = ADJACENCY,
    rows: list[str] = ROWS,
) -> None:
    """Write the data: each name with the land of one of our neighborhoods."""
    drawn = json.loads(OUTLINES)["neighborhoods"]
    features = [{"properties": {"name": name}, "geometry": _land(drawn.get(one))} for name, one in names.items()]
    (folder / "salem-neighborhoods.geojson").write_text(json.dumps({"features": features}))
    (folder / "salem-adjacency.json").write_text(json.dumps(adjacency))
    (folder / "salem-city-places.csv").write_text("\n".join(["name,lat,lon,neighborhood", *rows]))


def _land(areas: list[list[list[list[float]]]] | None) -> dict[str, object] | None:
    if areas is None:
        return None
    turned = [[[[lon, lat] for lat, lon in [*ring, ring[0]]] for ring in area] for area in areas]
    if len(turned) == 1:
        return {"type": "Polygon", "coordinates": turned[0]}
    return {"type": "MultiPolygon", "coordinates": turned}


def short(folder: str, data: Path) -> dict[str, tuple[str, ...]]:
    """What each score lacks, by what it is about."""
    return {score.what: score.misses for score in against(load(folder), data) if score.misses}


def test_a_city_that_agrees_with_the_data_lacks_nothing(write: Write, data: Path) -> None:
    scores = against(load(write()), data)

    assert [str(score) for score in scores] == [
        "neighborhoods: 3 of 3 (100.0 %)",
        f"{ADJACENT}: 3 of 3 (100.0 %)",
        f"{ON_LAND}: {POINTS} of {POINTS} (100.0 %, at least 98.5 %)",
        f"{THEIRS}: 4 of 4 (100.0 %, at least 99 %)",
        f"{KNOWN}: 4 of 4 (100.0 %, at least 95 %)",
        f"{AS_SAID}: 4 of 4 (100.0 %)",
    ]
    assert all(score.is_whole for score in scores)


@pytest.mark.parametrize(
    ("names", "miss"),
    [
        ({**NAMES, "Old Town": ""}, "Old Town is a neighborhood there and not here"),
        ({"Upper Town": "upper_town", "Market": "market"}, "Harbor is a neighborhood here and not there"),
    ],
)
def test_the_neighborhoods_are_those_of_the_data(write: Write, data: Path, names: dict[str, str], miss: str) -> None:
    describe(data, names=names)

    assert short(write(), data) == {"neighborhoods": (miss,)}


def test_what_is_adjacent_in_the_data_must_be_adjacent_or_nearby(write: Write, data: Path) -> None:
    folder = write("neighborhoods.toml", 'joins = ["upper_town", "harbor"]', 'joins = ["market", "harbor"]')

    assert short(folder, data) == {ADJACENT: ("Harbor is next to Upper Town there and not nearby here",)}


def test_points_on_land_that_we_have_in_another_neighborhood_are_counted(write: Write, data: Path) -> None:
    describe(data, names={"Upper Town": "market", "Market": "upper_town", "Harbor": "harbor"})

    [score] = [one for one in against(load(write()), data) if one.what == ON_LAND]

    assert score.percent < 50
    assert not score.is_whole
    assert score.misses[0].split(": ")[1] in {
        "in Market here and in Upper Town there",
        "in Upper Town here and in Market there",
    }


def test_the_points_are_the_same_every_time(write: Write, data: Path) -> None:
    describe(data, names={"Upper Town": "market", "Market": "upper_town", "Harbor": "harbor"})

    assert short(write(), data) == short(write(), data)


def test_data_without_lands_scores_no_points(write: Write, data: Path) -> None:
    describe(data, names=dict.fromkeys(NAMES, ""))

    assert ON_LAND not in [score.what for score in against(load(write()), data)]


@pytest.mark.parametrize(
    ("row", "miss"),
    [
        (
            "Salem Upper Branch Library,42.5114,-70.9,Upper Town",
            "upper_library: no place of such a name within 150 m there",
        ),
        ("Courthouse,42.51,-70.9,Upper Town", "upper_library: no place of such a name within 150 m there"),
    ],
)
def test_a_place_without_its_like_nearby_is_reported(write: Write, data: Path, row: str, miss: str) -> None:
    describe(data, rows=[row, *ROWS[1:]])

    assert short(write(), data) == {KNOWN: (miss,)}


def test_a_place_that_they_have_in_a_third_neighborhood_is_reported(write: Write, data: Path) -> None:
    describe(data, rows=["Upper Library,42.51,-70.9,Harbor", *ROWS[1:]])

    assert short(write(), data) == {
        THEIRS: ("Upper Library: in Upper Town here and in Harbor there",),
        AS_SAID: ("upper_library: in Market and Upper Town here and in Harbor there",),
    }


def test_they_may_have_a_place_in_either_of_its_two_neighborhoods(write: Write, data: Path) -> None:
    describe(data, rows=["Upper Library,42.51,-70.9,Market", *ROWS[1:]])

    assert AS_SAID not in short(write(), data)


def test_a_place_may_be_known_there_by_an_alias(write: Write, data: Path) -> None:
    describe(data, rows=["UPTOWN Branch Library,42.51,-70.9,Upper Town", *ROWS[1:]])

    assert short(write(), data) == {}


@pytest.mark.parametrize(("misses", "whole"), [(0, True), (1, True), (2, False)])
def test_a_score_is_whole_when_enough_agrees(misses: int, whole: bool) -> None:
    score = Score("places", 100, ("here",) * misses, least=99.0)

    assert score.is_whole is whole
    assert str(score) == f"places: {100 - misses} of 100 ({100 - misses}.0 %, at least 99 %)"


def test_of_nothing_all_agrees() -> None:
    assert Score("places", 0, ()).is_whole


@pytest.mark.parametrize(
    ("file", "body", "complaint"),
    [
        ("neighborhoods.geojson", "[]", "not a collection of named features"),
        ("neighborhoods.geojson", "{", "not a collection of named features"),
        (
            "neighborhoods.geojson",
            '{"features": [{"properties": {"name": "X"}, "geometry": {"type": "Polygon"}}]}',
            "not",
        ),
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
