"""What a city's files become."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.policy import Policy, Scope
from cities import Crossing, CrossingKind, OrderLine, PlaceKind, Reach, load
from tests.cities.conftest import Write

UPPER_TOWN, MARKET, HARBOR = (NeighborhoodId(one) for one in ("upper_town", "market", "harbor"))


def test_a_city_folder_elsewhere_loads_whole(write: Write) -> None:
    city = load(write())

    assert (city.id, city.name, city.hotline) == ("salem", "Salem", "617-555-0100")
    assert city.languages == ("en", "es", "zh_Hant")
    assert city.zone == ZoneInfo("America/New_York")
    assert city.parts == ("north", "south")


def test_a_path_may_end_in_a_slash(write: Write) -> None:
    assert load(write() + "/").id == "salem"


def test_neighborhoods_stand_in_the_order_of_the_file(write: Write) -> None:
    city = load(write())

    assert list(city.neighborhoods) == [UPPER_TOWN, MARKET, HARBOR]
    assert city.neighborhoods[UPPER_TOWN].name == "Upper Town"
    assert city.neighborhoods[UPPER_TOWN].part == "north"
    assert city.neighborhoods[UPPER_TOWN].aliases == ("Uptown",)


def test_nearby_are_those_within_the_distance_of_the_policy(write: Write) -> None:
    city = load(write())

    assert city.nearby(UPPER_TOWN) == (MARKET,)
    assert city.nearby(MARKET) == (UPPER_TOWN, HARBOR)
    assert city.nearby(HARBOR) == (MARKET,)


def test_a_city_may_say_that_farther_is_nearby(write: Write) -> None:
    city = load(write("city.toml", "offer_m = 200", "border_m = 310"))

    assert city.nearby(UPPER_TOWN) == (MARKET, HARBOR)


def test_a_place_has_what_its_row_says(write: Write) -> None:
    place = load(write()).places[PlaceId("upper_library")]

    assert (place.name, place.kind, place.neighborhood) == ("Upper Library", PlaceKind.LIBRARY, UPPER_TOWN)
    assert (place.lat, place.lon) == (42.51, -70.9)
    assert (place.address, place.aliases) == ("1 Main Street", ("Uptown Library", "Books"))
    assert (place.source, place.checked_on) == ("Map", date(2026, 3, 1))


def test_an_address_and_aliases_may_be_missing(write: Write) -> None:
    place = load(write()).places[PlaceId("town_hall")]

    assert (place.name, place.address, place.aliases) == ("Town Hall, Market", None, ())


def test_the_order_says_its_line_by_the_kind_of_the_place(write: Write) -> None:
    city = load(write())

    assert city.order_line(PlaceId("upper_library")) is OrderLine.NONPUBLIC_AREAS_NEED_JUDICIAL_WARRANT
    assert city.order_line(PlaceId("harbor_park")) is OrderLine.CLOSED_WITHOUT_COURT_ORDER
    assert (city.order.title, city.order.date) == ("An order", date(2026, 2, 5))
    assert city.order.checked_on == date(2026, 3, 1)
    assert city.order.reach is Reach.CITY_PROPERTY_ONLY


def test_contacts_say_where_they_are_from_and_when_they_were_checked(write: Write) -> None:
    form = load(write()).contacts["form"]

    assert (form.name, form.phone, form.link) == ("The form", None, "https://example.org/form")
    assert (form.source, form.checked_on) == ("https://example.org/forms", date(2026, 3, 2))


def test_the_policy_is_the_projects_with_what_the_city_changes(write: Write) -> None:
    assert load(write()).policy == Policy(
        findings_remote=4, claim=timedelta(minutes=5), offer_m=200.0, scope=Scope.EVERYWHERE
    )


def test_a_city_may_be_silent_about_its_policy(write: Write) -> None:
    policy = '[policy]\nfindings_remote = 4\nclaim = "5 minutes"\noffer_m = 200\nscope = "everywhere"\n'

    assert load(write("city.toml", policy, "")).policy == Policy()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1 second", timedelta(seconds=1)),
        ("90 minutes", timedelta(minutes=90)),
        ("2 hours", timedelta(hours=2)),
        ("1 day", timedelta(days=1)),
    ],
)
def test_a_time_is_written_in_words(write: Write, written: str, meant: timedelta) -> None:
    assert load(write("city.toml", "5 minutes", written)).policy.claim == meant


def test_the_point_is_inside_the_citys_box_or_not(write: Write) -> None:
    box = load(write()).box

    assert box.holds(42.5, -70.9)
    assert not any(box.holds(lat, lon) for lat, lon in [(0, 0), (42.5, 70.9), (float("nan"), -70.9), (42.5, 1e308)])


def test_a_spreadsheets_byte_order_mark_is_no_part_of_the_header(write: Write) -> None:
    path = Path(write()) / "places.csv"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")

    assert len(load(str(path.parent)).places) == 4


def test_columns_may_stand_in_any_order_and_some_may_be_left_out(write: Write) -> None:
    path = Path(write()) / "places.csv"
    path.write_text(
        "kind,checked_on,id,name,neighborhood,lon,lat,source\nlibrary,2026-03-01,hut,The Hut,market,-70.89,42.5,A map\n"
    )
    (path.parent / "outlines.json").unlink()

    [hut] = load(str(path.parent)).places.values()

    assert (hut.id, hut.kind, hut.lat, hut.lon) == ("hut", PlaceKind.LIBRARY, 42.5, -70.89)
    assert (hut.also, hut.address, hut.aliases, hut.same_building_as) == (None, None, (), None)


def test_a_place_may_be_in_two_neighborhoods(write: Write) -> None:
    city = load(write())

    assert city.neighborhoods_of(PlaceId("upper_library")) == (UPPER_TOWN, MARKET)
    assert city.neighborhoods_of(PlaceId("town_hall")) == (MARKET,)
    assert [one.id for one in city.places_in(UPPER_TOWN)] == ["upper_library"]
    assert [one.id for one in city.places_in(MARKET)] == ["upper_library", "town_hall", "reading_room"]


def test_around_a_place_are_those_near_to_any_of_its_neighborhoods(write: Write) -> None:
    city = load(write())

    assert city.around(city.neighborhoods_of(PlaceId("upper_library"))) == (HARBOR,)
    assert city.around(city.neighborhoods_of(PlaceId("town_hall"))) == (UPPER_TOWN, HARBOR)


def test_places_in_one_building_know_each_other(write: Write) -> None:
    city = load(write())

    assert city.same_building(PlaceId("town_hall")) == ("reading_room",)
    assert city.same_building(PlaceId("reading_room")) == ("town_hall",)
    assert city.same_building(PlaceId("harbor_park")) == ()


def test_adjacent_are_those_that_touch_and_those_across_a_bridge(write: Write) -> None:
    city = load(write())

    assert city.adjacent(UPPER_TOWN) == (MARKET, HARBOR)
    assert city.adjacent(MARKET) == (UPPER_TOWN,)
    assert city.crossings["ferry_bridge"] == Crossing(
        "ferry_bridge", "Ferry Bridge", CrossingKind.BRIDGE, (UPPER_TOWN, HARBOR)
    )


def test_a_bridge_brings_nobody_within_metres(write: Write) -> None:
    assert HARBOR not in load(write()).nearby(UPPER_TOWN)


def test_a_contact_that_nobody_agreed_to_is_an_example(write: Write) -> None:
    city = load(write())

    assert not city.contacts["hotline"].is_example
    assert [one.id for one in city.examples] == ["form"]
