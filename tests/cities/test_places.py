"""What may be wrong in places.csv: one line that says which row, and what."""

import pytest

from bot.domain.ids import PlaceId
from cities import load
from tests.cities.conftest import PLACES, Write, complaints

KINDS = (
    "library, school, park, playground, community_center, senior_center, pool, city_building, city_hall, "
    "police_station, fire_station, parking_lot, garage, cemetery"
)
COLUMNS = "id,name,kind,neighborhood,lat,lon,source,checked_on"
ALL = "id, name, kind, neighborhood, lat, lon, source, checked_on, also, address, aliases, same_building_as"
ID = "1 to 32 letters A to Z, digits, _ or -"
HIDDEN = "hidden characters, accents not composed (NFC), or space around it"
LIBRARY, HALL, ROOM = "line 2 (upper_library)", "line 3 (town_hall)", "line 4 (reading_room)"
BUILDING = "same_building_as must be another place that names none itself"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("id,name", "number,name", f"line 1: the header must have {COLUMNS}, and lacks id"),
        (",checked_on", ",checked", f"line 1: the header must have {COLUMNS}, and lacks checked_on"),
        (",also,", ",als,", f"line 1: als is not one of {ALL}"),
        (",also,", ",kind,", "line 1: there are two columns kind"),
        (
            "upper_library,Upper",
            "upper library,Upper",
            f"line 2 (upper library): id must be {ID}, and is upper library",
        ),
        ("upper_library,Upper", f"{'u' * 33},Upper", f"line 2 ({'u' * 33}): id must be {ID}, and is {'u' * 33}"),
        ("upper_library,Upper", ",Upper", "line 2 (): id must be a text"),
        ("town_hall,", "upper_library,", "line 3 (upper_library): the id upper_library is taken by an earlier line"),
        (
            '"Town Hall, Market"',
            "upper library",
            f"{HALL}: upper library is also the name of another place in market",
        ),
        (",Upper Library,", ",,", f"{LIBRARY}: name must be a text"),
        (",Upper Library,", ",Upper  Library ,", f"{LIBRARY}: name has {HIDDEN}"),
        (",Upper Library,", f",{'U' * 41},", f"{LIBRARY}: name is 41 long, at most 40"),
        (",Upper Library,", f",{'𝕌' * 21},", f"{LIBRARY}: name is 42 long, at most 40"),
        (",library,", ",libary,", f"{LIBRARY}: kind must be one of {KINDS}, and is libary"),
        (",library,", ",pool,", f"{LIBRARY}: the order in city.toml has no line for a pool"),
        (",upper_town,", ",lower_town,", f"{LIBRARY}: neighborhood lower_town is not in neighborhoods.toml"),
        (
            ",upper_town,market,",
            ",upper_town,moon,",
            f"{LIBRARY}: also moon neither touches upper_town nor is near to it",
        ),
        (
            ",upper_town,market,",
            ",upper_town,upper_town,",
            f"{LIBRARY}: also upper_town neither touches upper_town nor is near to it",
        ),
        (",42.51,", ",-70.9,", f"{LIBRARY}: -70.9, -70.9 is outside the city's box"),
        (",42.51,", ",42.601,", f"{LIBRARY}: 42.601, -70.9 is outside the city's box"),
        (",42.51,", ",nan,", f"{LIBRARY}: lat must be degrees with 1 to 5 decimals, and is nan"),
        (",42.51,", ",42.510001,", f"{LIBRARY}: lat must be degrees with 1 to 5 decimals, and is 42.510001"),
        (",42.51,", ",,", f"{LIBRARY}: lat must be a text"),
        (",42.51,", ",42.51600,", f"{LIBRARY}: 42.516, -70.9 is not in upper_town"),
        (
            ",42.49123,",
            ",42.48900,",
            "line 5 (harbor_park): 42.489, -70.88123 is not within the outline of harbor_park",
        ),
        (",1 Main Street,", ", 1 Main Street,", f"{LIBRARY}: address has {HIDDEN}"),
        (";Books", ";", f"{LIBRARY}: aliases must be a text"),
        (";Books", ";Uptown Library", f"{LIBRARY}: aliases has Uptown Library twice"),
        (",,town_hall,", ",,town_hell,", f"{ROOM}: {BUILDING}"),
        (",,town_hall,", ",,reading_room,", f"{ROOM}: {BUILDING}"),
        (",,town_hall,", ",,upper_library,", f"{ROOM}: upper_library is more than 150 m away, and no same building"),
        (",,,,City data,", ",,,reading_room,City data,", f"{ROOM}: {BUILDING}"),
        (",,,,City data,", ",,,,,", f"{HALL}: source must be a text"),
        (",,,,City data,", ",,,City data,", "line 3: 11 columns, must be 12"),
        (",2026-03-01\ntown", ",\ntown", f"{LIBRARY}: checked_on must be a text"),
        (
            ",2026-03-01\ntown",
            ",March 1\ntown",
            f"{LIBRARY}: checked_on must be a day such as 2026-02-05, and is March 1",
        ),
        ('"Town Hall, Market"', "Town Hall, Market", "line 3: 13 columns, must be 12"),
        ('"Town Hall, Market"', '"Town Hall"s', "line 3: this is not CSV: ',' expected after '\"'"),
    ],
)
def test_a_place_that_is_wrong_is_one_line(write: Write, old: str, new: str, complaint: str) -> None:
    assert f"places.csv: {complaint}" in complaints(write("places.csv", old, new))


def test_a_point_may_be_in_the_second_neighborhood_alone(write: Write) -> None:
    city = load(write("places.csv", ",upper_town,market,42.51,", ",upper_town,market,42.50400,"))

    assert city.neighborhood_at(42.504, -70.9) == city.places[PlaceId("upper_library")].also == "market"


def test_the_city_to_be_spoiled_has_every_column() -> None:
    assert set(PLACES.splitlines()[0].split(",")) == set(ALL.split(", "))
