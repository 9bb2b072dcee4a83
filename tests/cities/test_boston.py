"""The one city that is here, and what every city's words need."""

from collections import Counter
from pathlib import Path

import pytest

import cities
from bot.domain.buttons import Around, At, Button, read
from bot.domain.ids import Language
from bot.domain.policy import Policy
from cities import OrderLine, PlaceKind, load, metres
from cities.city import PARTS
from locales import LANGUAGES
from locales.catalog import read as read_catalog

BOSTON = load("boston")
LATEST_DRAFT = 10**18 - 1
KEYS = read_catalog(Language("en")).entries


def test_boston_is_whole() -> None:
    assert (BOSTON.name, len(BOSTON.neighborhoods)) == ("Boston", 26)
    assert 200 <= len(BOSTON.places) <= 300
    assert BOSTON.policy == Policy()
    assert BOSTON.hotline == "617-370-5023"


def test_every_library_and_community_center_is_there() -> None:
    kinds = Counter(place.kind for place in BOSTON.places.values())

    assert set(kinds) == set(PlaceKind)
    assert (kinds[PlaceKind.LIBRARY], kinds[PlaceKind.COMMUNITY_CENTER], kinds[PlaceKind.CITY_HALL]) == (26, 30, 1)


def test_a_neighborhood_has_three_places_unless_the_city_owns_fewer_there() -> None:
    counts = Counter(place.neighborhood for place in BOSTON.places.values())
    few = {one: counts[one] for one in BOSTON.neighborhoods if counts[one] < 3}

    assert few == {"harbor_islands": 1, "leather_district": 0, "south_boston_waterfront": 2, "west_end": 1}


def test_every_place_and_neighborhood_fits_in_a_button() -> None:
    buttons: list[Button] = [At(LATEST_DRAFT, one) for one in BOSTON.places]
    buttons += [Around(LATEST_DRAFT, one) for one in BOSTON.neighborhoods]

    assert [read(button.pack()) for button in buttons] == buttons


def test_a_menu_of_one_neighborhoods_places_fits_in_one_message() -> None:
    counts = Counter(place.neighborhood for place in BOSTON.places.values())

    assert max(counts.values()) <= 90


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


@pytest.mark.parametrize("alias", ["JP Library", "Town Field", "Franklin Field", "Eastie Library", "1010 Mass Ave"])
def test_places_are_known_by_what_people_call_them(alias: str) -> None:
    assert any(alias in (place.name, *place.aliases) for place in BOSTON.places.values())


def test_boston_speaks_no_language_that_the_catalogs_lack() -> None:
    assert set(BOSTON.languages) <= set(LANGUAGES)


def test_there_are_words_for_every_kind_part_and_line() -> None:
    assert {key for key in KEYS if key.startswith("kind.")} == {f"kind.{one}" for one in PlaceKind}
    assert {key for key in KEYS if key.startswith("part.")} == {f"part.{one}" for one in PARTS}
    assert {f"order.{one}" for one in OrderLine} <= set(KEYS)


def test_the_code_knows_no_city() -> None:
    folder = Path(cities.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py")).casefold()

    assert [city.parent.name for city in folder.glob("*/city.toml") if city.parent.name in code] == []
