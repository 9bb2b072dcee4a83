"""The one city that is here, and what every city's words need."""

import json
from collections import Counter
from itertools import combinations
from math import cos, radians
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

import cities
from bot.domain.buttons import Around, At, Button, read
from bot.domain.ids import Language, PlaceId
from bot.domain.policy import Policy
from bot.domain.text import utf16_length
from bot.render.reporting import PAGE
from cities import CrossingKind, OrderLine, Outline, PlaceKind, Reach, load, metres, nearest
from cities.city import PARTS
from cities.coverage import coverage
from locales import LANGUAGES, Translator
from locales.catalog import read as read_catalog

BOSTON = load("boston")
LATEST_DRAFT = 10**18 - 1
KEYS = read_catalog(Language("en")).entries


def _land(drawn: Outline) -> MultiPolygon:
    """The land, without its holes: nothing lies in them."""
    return MultiPolygon([Polygon([(lon, lat) for lat, lon in outer]) for outer, *_ in drawn.polygons])


def in_metres(degrees: Any) -> Any:
    """Longitudes and latitudes around here, on a plane."""
    return degrees * [111_320 * cos(radians(42.32)), 111_132]


def test_boston_is_whole() -> None:
    assert (BOSTON.name, len(BOSTON.neighborhoods)) == ("Boston", 26)
    assert len(BOSTON.places) >= 500
    assert BOSTON.policy == Policy()
    assert BOSTON.hotline == "617-370-5023"


def test_every_library_and_community_center_is_there() -> None:
    kinds = Counter(place.kind for place in BOSTON.places.values())

    assert set(kinds) == set(PlaceKind)
    assert (kinds[PlaceKind.LIBRARY], kinds[PlaceKind.COMMUNITY_CENTER], kinds[PlaceKind.CITY_HALL]) == (26, 30, 1)


def test_a_neighborhood_has_three_places_unless_the_city_owns_fewer_there() -> None:
    counts = {one: len(BOSTON.places_in(one)) for one in BOSTON.neighborhoods}

    assert {one: count for one, count in counts.items() if count < 3} == {"leather_district": 0}


def test_every_place_and_neighborhood_fits_in_a_button() -> None:
    buttons: list[Button] = [At(LATEST_DRAFT, one) for one in BOSTON.places]
    buttons += [Around(LATEST_DRAFT, one) for one in BOSTON.neighborhoods]

    assert [read(button.pack()) for button in buttons] == buttons


def test_the_places_of_one_kind_in_a_neighborhood_are_two_pages_at_most() -> None:
    counts = Counter((one, place.kind) for one in BOSTON.neighborhoods for place in BOSTON.places_in(one))

    assert max(counts.values()) <= 2 * PAGE


@pytest.mark.parametrize(
    ("lat", "lon", "park"),
    [
        (42.3026, -71.0866, "franklin_park"),
        (42.3560, -71.0640, "boston_common"),
        (42.3262, -71.0500, "moakley_park"),
        (42.3000, -71.1220, "arnold_arboretum"),
        (42.3180, -71.1230, "jamaica_pond"),
    ],
    ids=["at the zoo", "by the State House", "on the fields", "on Bussey Hill", "on the water"],
)
def test_whoever_stands_in_a_large_park_is_in_it(lat: float, lon: float, park: str) -> None:
    [first, *_] = nearest(BOSTON, lat, lon, BOSTON.policy.snap_m)

    assert (first.place.id, first.metres) == (park, 0.0)


@pytest.mark.parametrize(
    ("one", "others"),
    [
        ("harbor_islands", ()),
        ("east_boston", ()),
        ("charlestown", ("downtown", "north_end")),
        ("longwood", ("fenway", "mission_hill")),
        ("south_boston_waterfront", ("chinatown", "downtown", "south_boston")),
    ],
)
def test_who_lives_within_three_hundred_metres_of_a_border_is_told(one: str, others: tuple[str, ...]) -> None:
    [neighborhood] = [known for known in BOSTON.neighborhoods if known == one]

    assert BOSTON.nearby(neighborhood) == others


def test_a_well_known_place_is_where_it_is() -> None:
    common = next(place for place in BOSTON.places.values() if place.id == "boston_common")

    assert metres(common.lat, common.lon, 42.355, -71.0656) < 150
    assert BOSTON.order_line(common.id) is OrderLine.CLOSED_WITHOUT_COURT_ORDER


def test_the_outlines_are_one_coverage_of_few_points() -> None:
    drawn = BOSTON.outlines
    corners = [corner for land in drawn.values() for ring in land.rings() for corner in ring]

    assert drawn.keys() == BOSTON.neighborhoods.keys()
    assert coverage(BOSTON) == []
    assert max(sum(len(ring) + 1 for ring in land.rings()) for land in drawn.values()) <= 130
    assert all(round(degrees, 4) == degrees for corner in corners for degrees in corner)


def test_the_outlines_name_their_source_and_license() -> None:
    written = json.loads((Path(cities.__file__).parent / "boston" / "outlines.json").read_text(encoding="utf-8"))

    assert "Analyze Boston" in written["source"]
    assert "PDDL" in written["license"]


def test_the_outlines_are_as_far_apart_as_the_borders_are_said_to_be() -> None:
    shapes = {one: shapely.transform(_land(land), in_metres) for one, land in BOSTON.outlines.items()}
    apart = {(one, other): shapes[one].distance(shapes[other]) for one, other in combinations(shapes, 2)}
    said = {(one, other): BOSTON.neighborhoods[one].borders.get(other, 600) for one, other in apart}

    assert [pair for pair, found in apart.items() if abs(min(found, 600) - said[pair]) > 30] == []


@pytest.mark.parametrize(
    ("lat", "lon", "where"),
    [
        (42.3601, -71.0589, "downtown"),
        (42.3732, -71.0346, "east_boston"),
        (42.3097, -71.1151, "jamaica_plain"),
        (42.3302, -71.0892, "roxbury"),
        (42.3519, -71.0457, "south_boston_waterfront"),
        (42.3210, -70.9666, "harbor_islands"),
        (42.3736, -71.1097, None),
        (42.3467, -71.0000, None),
    ],
    ids=["City Hall", "Eastie", "JP", "Roxbury Crossing", "Seaport", "Long Island", "Cambridge", "the harbor"],
)
def test_a_point_is_in_the_neighborhood_that_people_know(lat: float, lon: float, where: str | None) -> None:
    assert BOSTON.neighborhood_at(lat, lon) == where


@pytest.mark.parametrize(
    ("place", "homes"),
    [
        ("boston_common", ("beacon_hill", "downtown")),
        ("franklin_park", ("mattapan", "roxbury")),
        ("grove_hall_library", ("roxbury", "dorchester")),
        ("egleston_library", ("roxbury", "jamaica_plain")),
        ("chinatown_library", ("downtown", "chinatown")),
        ("east_boston_library", ("east_boston",)),
    ],
)
def test_places_are_in_every_neighborhood_that_people_say(place: str, homes: tuple[str, ...]) -> None:
    assert BOSTON.neighborhoods_of(PlaceId(place)) == homes


def test_the_harbor_is_crossed_by_tunnel() -> None:
    east = next(one for one in BOSTON.neighborhoods if one == "east_boston")

    assert BOSTON.adjacent(east) == ("downtown", "north_end", "south_boston_waterfront")
    assert {one.kind for one in BOSTON.crossings.values() if east in one.joins} == {CrossingKind.TUNNEL}


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("JP", "Jamaica Plain"),
        ("Eastie", "East Boston"),
        ("Southie", "South Boston"),
        ("Dot", "Dorchester"),
        ("Rozzie", "Roslindale"),
        ("Seaport", "South Boston Waterfront"),
        ("Fields Corner", "Dorchester"),
        ("Nubian", "Roxbury"),
    ],
)
def test_neighborhoods_are_known_by_what_people_call_them(alias: str, name: str) -> None:
    assert [one.name for one in BOSTON.neighborhoods.values() if alias in one.aliases] == [name]


def test_nobody_has_agreed_to_any_contact_yet() -> None:
    assert BOSTON.examples == tuple(BOSTON.contacts.values())


def test_the_orders_lines_are_short_in_english() -> None:
    lines = [form for line in OrderLine for form in KEYS[f"order.{line}"].forms]

    assert len(lines) == len(OrderLine)
    assert max(map(utf16_length, lines)) <= 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_orders_lines_are_short_in_every_language(language: Language) -> None:
    words = Translator(language)

    assert max(utf16_length(words.plain(f"order.{line}")) for line in OrderLine) <= 120


@pytest.mark.parametrize("alias", ["JP Library", "Town Field", "Franklin Field", "Eastie Library", "1010 Mass Ave"])
def test_places_are_known_by_what_people_call_them(alias: str) -> None:
    assert any(alias in (place.name, *place.aliases) for place in BOSTON.places.values())


def test_boston_speaks_no_language_that_the_catalogs_lack() -> None:
    assert set(BOSTON.languages) <= set(LANGUAGES)


def test_there_are_words_for_every_kind_part_and_line() -> None:
    assert {key for key in KEYS if key.startswith("kind.")} == {f"kind.{one}" for one in PlaceKind}
    assert {key for key in KEYS if key.startswith("part.")} == {f"part.{one}" for one in PARTS}
    assert {f"order.{one}" for one in (*OrderLine, *Reach)} <= set(KEYS)


def test_the_code_knows_no_city() -> None:
    folder = Path(cities.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py")).casefold()

    assert [city.parent.name for city in folder.glob("*/city.toml") if city.parent.name in code] == []
