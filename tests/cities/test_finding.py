"""Which place someone means who types it, in twelve languages and with slips, over Boston's own places."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import NeighborhoodId
from cities import City, PlaceKind, load
from cities.finding import area, find
from cities.index import Kinds
from locales import LANGUAGES, Translator

BOSTON = load("boston")
KINDS: Kinds = {kind: [Translator(one).plain(f"kind.{kind}") for one in LANGUAGES] for kind in PlaceKind}

TYPED = [
    # English: names, nicknames, slips, addresses, sentences
    ("franklin prk zoo", "franklin_park"),
    ("JP library", "jp_library"),
    ("eastie libary", "east_boston_library"),
    ("matapan libary", "mattapan_library"),
    ("hyde prk library", "hyde_park_library"),
    ("codman sq library", "codman_square_library"),
    ("fields corner libary", "fields_corner_library"),
    ("Nubian library", "roxbury_library"),
    ("the common", "boston_common"),
    ("Jamaica pond", "jamaica_pond"),
    ("franklinpark", "franklin_park"),
    ("eastboston library", "east_boston_library"),
    ("lo presti", "lopresti_park"),
    ("obryant", "obryant_school"),
    ("mt hope cementery", "mount_hope_cemetery"),
    ("365 Bremen st", "east_boston_library"),
    ("1010 mass ave", "mass_ave_offices"),
    ("D-14", "police_d14"),
    ("district 14", "police_d14"),
    ("police station in brighton", "police_d14"),
    ("A street park", "a_street_park"),
    ("M street park", "medal_of_honor_park"),
    ("ICE is at the maverick fire house", "maverick_firehouse"),
    ("I saw two vans at franklin park near the zoo", "franklin_park"),
    # Spanish
    ("biblioteca de East Boston", "east_boston_library"),
    ("la piscina de Roslindale", "flaherty_pool"),
    ("estacion de policia de Roxbury", "police_b2"),
    ("estacionamiento Porter Street", "porter_street_lot"),
    ("centro comunitario paris street", "paris_street_center"),
    ("la alcaldía", "city_hall"),
    # Haitian Creole
    ("bibliyotèk Mattapan", "mattapan_library"),
    ("lekòl Curley", "curley_school"),
    ("pak Franklin nan", "franklin_park"),
    # Portuguese
    ("escola Umana", "umana_academy"),
    ("piscina na Paris Street", "paris_street_pool"),
    ("bombeiros Maverick", "maverick_firehouse"),
    # Chinese
    ("Mattapan的圖書館", "mattapan_library"),
    ("Franklin 公園", "franklin_park"),
    ("Mattapan图书馆", "mattapan_library"),
    ("Paris Street 游泳池", "paris_street_pool"),
    # Vietnamese
    ("thư viện Fields Corner", "fields_corner_library"),
    ("công viên Ronan", "ronan_park"),
    ("ho boi Paris Street", "paris_street_pool"),
    # Cabo Verdean
    ("biblioteka di Roxbury", "roxbury_library"),
    ("skola Murphy", "murphy_school"),
    # French
    ("bibliothèque de Codman Square", "codman_square_library"),
    ("cimetière Mount Hope", "mount_hope_cemetery"),
    ("l'école Curley", "curley_school"),
    # Arabic, with Boston's names in Arabic letters
    ("مكتبة ماتابان", "mattapan_library"),
    ("المكتبة في روكسبري", "roxbury_library"),
    ("حديقة فرانكلين", "franklin_park"),
    # Russian, with Boston's names in Russian letters
    ("библиотека Маттапан", "mattapan_library"),
    ("в парке Франклин", "franklin_park"),
    ("школа Карли", "curley_school"),
    ("полиция в Роксбери", "police_b2"),
    # whole sentences: who came, how many, how long ago
    ("Hola, vi 3 camionetas de ICE en la biblioteca de East Boston hace 10 minutos", "east_boston_library"),
    ("There are two unmarked vans and 5 agents with vests outside the Curley school in JP", "curley_school"),
    ("Gen twa machin ICE devan bibliyotèk Mattapan lan, yo ap kanpe moun", "mattapan_library"),
    ("我看到三辆车和五个移民局的人在唐人街图书馆门口", "chinatown_library"),
    ("Я видел две машины и пять агентов возле библиотеки в Брайтоне", "brighton_library"),
    ("رأيت سيارتين وخمسة عملاء أمام مكتبة ماتابان", "mattapan_library"),
    ("policía de inmigración en la biblioteca de Mattapan", "mattapan_library"),
    # by ear, in signs and in other people's spelling
    ("富蘭克林公園", "franklin_park"),
    ("布莱顿警察局", "police_d14"),
    ("科普利图书馆", "copley_library"),
    ("مسبح شارع باريس", "paris_street_pool"),
    ("parki klifor", "clifford_playground"),
    # translated
    ("東波士頓圖書館", "east_boston_library"),
    ("唐人街圖書館", "chinatown_library"),
    ("восточный Бостон библиотека", "east_boston_library"),
    ("thư viện Nam Boston", "south_boston_library"),
    ("la piscina de Mattapan", "mildred_center"),
    # Somali
    ("maktabadda Mattapan", "mattapan_library"),
    ("dugsiga Umana", "umana_academy"),
]


def offered(text: str, city: City = BOSTON) -> list[str]:
    return [one.place.id for one in find(city, text, KINDS)]


@pytest.mark.parametrize(("text", "place"), TYPED, ids=[text for text, _ in TYPED])
def test_the_place_that_is_meant_is_among_three(text: str, place: str) -> None:
    assert place in offered(text)


def test_mostly_it_is_the_first_of_them() -> None:
    first = [offered(text)[:1] == [place] for text, place in TYPED]

    assert sum(first) >= 0.95 * len(TYPED)


@pytest.mark.parametrize("text", ["la piscina de Mattapan", "水泳池 游泳池", "pool", "Бассейн"])
def test_a_kind_of_place_offers_places_of_that_kind(text: str) -> None:
    found = [one.place for one in find(BOSTON, text, KINDS)]

    assert len(found) == 3
    assert all("Pool" in " ".join((one.name, *one.aliases)) for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "???",
        "de la",
        "\u200b\u200b",
        "asdfgh",
        "stop & shop",
        "🚓🚓🚓",
        "x" * 500,
        "한국어",
        "a",
        "١٢٣",
        "0",
    ],
)
def test_words_that_fit_no_place_find_none(text: str) -> None:
    assert offered(text) == []


def test_a_number_alone_says_nothing_about_where() -> None:
    assert offered("7 agents at the library in East Boston")[:1] == ["east_boston_library"]
    assert "police_b3" not in offered("3 cars at the mattapan library")
    assert offered("365 Bremen Street")[:1] == ["east_boston_library"]


def test_what_is_near_to_the_place_counts_less_than_the_place() -> None:
    found = find(BOSTON, "fields corner library near the town field", KINDS)

    assert found[0].place.id == "fields_corner_library"


def test_what_is_near_counts_when_nothing_else_was_said() -> None:
    assert offered("near the JP library") == offered("the JP library")


def test_immigration_police_is_no_police_station() -> None:
    kinds = {one.place.kind for one in find(BOSTON, "policía de inmigración, parque Franklin", KINDS)}

    assert PlaceKind.POLICE_STATION not in kinds


def test_a_place_where_one_listens_comes_before_one_that_is_as_likely() -> None:
    plain, near = (
        find(BOSTON, "library", KINDS),
        find(BOSTON, "library", KINDS, near={NeighborhoodId("jamaica_plain")}),
    )

    assert plain[0].place.neighborhood != "jamaica_plain"
    assert near[0].place.neighborhood == "jamaica_plain"


def test_where_one_listens_hides_no_place_elsewhere_that_was_named() -> None:
    near = set(BOSTON.neighborhoods) - {NeighborhoodId("mattapan")}

    assert find(BOSTON, "mattapan library", KINDS, near=near)[0].place.id == "mattapan_library"


def test_a_place_that_people_count_to_two_neighborhoods_is_found_in_both() -> None:
    both = [one for one in BOSTON.places.values() if one.also is not None]
    assert both

    missed = [
        one.id
        for one in both
        if one.id not in offered(f"{one.name} {BOSTON.neighborhoods[one.also or one.neighborhood].name}")
    ]

    assert missed == []


def every_name() -> Iterator[tuple[str, str]]:
    for place in BOSTON.places.values():
        for name in (place.name, *place.aliases):
            yield name, place.id


def test_every_place_is_found_by_each_of_its_names_and_by_name_and_neighborhood() -> None:
    missed = [name for name, place in every_name() if place not in offered(name)]
    apart = [
        one.id
        for one in BOSTON.places.values()
        if offered(f"{one.name}, {BOSTON.neighborhoods[one.neighborhood].name}")[:1] != [one.id]
    ]

    assert (missed, apart) == ([], [])


@pytest.mark.parametrize(
    ("text", "neighborhood"),
    [("Eastie", "east_boston"), ("JP", "jamaica_plain"), ("mattapan", "mattapan"), ("Dot.", "dorchester")],
)
def test_a_neighborhood_alone_is_a_neighborhood(text: str, neighborhood: str) -> None:
    assert area(BOSTON, text) == neighborhood


@pytest.mark.parametrize("text", ["", "Eastie library", "Springfield", "the"])
def test_anything_else_is_no_neighborhood(text: str) -> None:
    assert area(BOSTON, text) is None


@given(st.text(max_size=120))
def test_any_text_has_an_answer_and_scores_are_of_a_hundred(text: str) -> None:
    found = find(BOSTON, text, KINDS)

    assert len(found) <= 3
    assert all(0 < one.score <= 100 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(st.permutations(["franklin", "park", "mattapan"]))
def test_the_order_of_the_words_does_not_matter(typed: list[str]) -> None:
    assert offered(" ".join(typed)) == offered("franklin park mattapan")


def test_another_city_has_other_places() -> None:
    smaller = replace(BOSTON, places={one: BOSTON.places[one] for one in list(BOSTON.places)[:5]})

    assert offered("mattapan library", smaller)[:1] != ["mattapan_library"]
    assert offered("mattapan library") != offered("mattapan library", smaller)
