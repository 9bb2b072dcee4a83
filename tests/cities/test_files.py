"""What may be wrong with a city's files as files."""

from pathlib import Path

import pytest

from cities import CityError, load
from tests.cities.conftest import FILES, PLACES, Write, complaints

NEEDED = [file for file in FILES if file != "outlines.json"]


@pytest.mark.parametrize("file", NEEDED)
def test_a_file_that_is_missing_is_named(write: Write, file: str) -> None:
    folder = write()
    (Path(folder) / file).unlink()

    assert complaints(folder) == [f"{file}: the file is missing"]


def test_a_city_may_do_without_outlines(write: Write) -> None:
    folder = write()
    (Path(folder) / "outlines.json").unlink()

    assert load(folder).outlines == {}


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_not_utf_8_is_named(write: Write, file: str) -> None:
    folder = write()
    (Path(folder) / file).write_bytes(b"name = \xff")

    [complaint] = complaints(folder)

    assert complaint.startswith(f"{file}: the file cannot be read: 'utf-8'")


@pytest.mark.parametrize("file", ["city.toml", "neighborhoods.toml"])
def test_a_file_that_is_not_toml_is_told_where(write: Write, file: str) -> None:
    folder = write()
    (Path(folder) / file).write_text("name = \n")

    [complaint] = complaints(folder)

    assert complaint.startswith(f"{file}: this is not TOML: ")
    assert "at line 1" in complaint


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("", "line 1: the header must have id,name,kind,neighborhood,lat,lon,source,checked_on, and lacks id"),
        (PLACES.splitlines()[0], "there is no row below the header"),
    ],
)
def test_a_city_without_places_is_none(write: Write, body: str, complaint: str) -> None:
    folder = write()
    (Path(folder) / "places.csv").write_text(body)

    assert complaints(folder) == [f"places.csv: {complaint}"]


def test_everything_wrong_in_one_file_is_found_at_once(write: Write) -> None:
    folder = write("places.csv", "upper_library,Upper Library,library", "upper library,Upper Library,library")
    path = Path(folder) / "places.csv"
    path.write_text(path.read_text().replace(",park,", ",prak,"))

    assert [complaint.split(": ")[1] for complaint in complaints(folder)] == [
        "line 2 (upper library)",
        "line 5 (harbor_park)",
    ]


def test_several_findings_are_told_in_one_line(write: Write) -> None:
    folder = write("neighborhoods.toml", 'touches = ["market"]\nnear_m = { harbor = 310 }', "")

    with pytest.raises(CityError) as refused:
        load(folder)

    first, _ = refused.value.findings
    assert str(refused.value) == f"{first} (and 1 more)"


@pytest.mark.parametrize("name", ["atlantis", "", "../atlantis", "boston/city.toml"])
def test_an_unknown_city_is_told_which_are_known(name: str) -> None:
    with pytest.raises(CityError, match=r"neither one of cities/ \(boston\) nor a folder") as refused:
        load(name)
    assert "\n" not in str(refused.value)
