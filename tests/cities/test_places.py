"""What may be wrong in places.csv: one line that says which row, and what."""

import pytest

from tests.cities.conftest import Write, complaints

KINDS = (
    "library, school, park, playground, community_center, senior_center, pool, city_building, city_hall, "
    "police_station, fire_station, parking_lot, garage, cemetery"
)
ID = "1 to 32 letters A to Z, digits, _ or -"
HIDDEN = "hidden characters, accents not composed (NFC), or space around it"
LIBRARY, HALL = "line 2 (upper_library)", "line 3 (town_hall)"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("id,name", "name,id", "line 1: the header must be id,name,kind,neighborhood,lat,lon,address,aliases,source"),
        (
            "upper_library,Upper",
            "upper library,Upper",
            f"line 2 (upper library): id must be {ID}, and is upper library",
        ),
        ("upper_library,Upper", f"{'u' * 33},Upper", f"line 2 ({'u' * 33}): id must be {ID}, and is {'u' * 33}"),
        ("upper_library,Upper", ",Upper", "line 2 (): id must be a text"),
        ("town_hall,", "upper_library,", "line 3 (upper_library): the id upper_library is taken by an earlier line"),
        (
            'town_hall,"Town Hall, Market",city_hall,market',
            "town_hall,upper library,city_hall,upper_town",
            f"{HALL}: upper library is also the name of another place in upper_town",
        ),
        (",Upper Library,", ",,", f"{LIBRARY}: name must be a text"),
        (",Upper Library,", ",Upper  Library ,", f"{LIBRARY}: name has {HIDDEN}"),
        (",library,", ",libary,", f"{LIBRARY}: kind must be one of {KINDS}, and is libary"),
        (",library,", ",pool,", f"{LIBRARY}: the order in city.toml has no line for a pool"),
        (",upper_town,", ",lower_town,", f"{LIBRARY}: neighborhood lower_town is not in neighborhoods.toml"),
        (",42.51,", ",-70.9,", f"{LIBRARY}: -70.9, -70.9 is outside the city's box"),
        (",42.51,", ",42.601,", f"{LIBRARY}: 42.601, -70.9 is outside the city's box"),
        (",42.51,", ",nan,", f"{LIBRARY}: lat must be degrees with 1 to 5 decimals, and is nan"),
        (",42.51,", ",42.510001,", f"{LIBRARY}: lat must be degrees with 1 to 5 decimals, and is 42.510001"),
        (",42.51,", ",,", f"{LIBRARY}: lat must be a text"),
        (",1 Main Street,", ", 1 Main Street,", f"{LIBRARY}: address has {HIDDEN}"),
        (";The Library", ";", f"{LIBRARY}: aliases must be a text"),
        (";The Library", ";Uptown Library", f"{LIBRARY}: aliases has Uptown Library twice"),
        (",,,City dataset", ",,,", f"{HALL}: source must be a text"),
        (",,,City dataset", ",,City dataset", "line 3: 8 columns, must be 9"),
        ('"Town Hall, Market"', "Town Hall, Market", "line 3: 10 columns, must be 9"),
        ('"Town Hall, Market"', '"Town Hall"s', "line 3: this is not CSV: ',' expected after '\"'"),
    ],
)
def test_a_place_that_is_wrong_is_one_line(write: Write, old: str, new: str, complaint: str) -> None:
    assert f"places.csv: {complaint}" in complaints(write("places.csv", old, new))
