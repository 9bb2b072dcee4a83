"""What a pin and what typed words come to."""

from dataclasses import replace

import pytest

from bot.domain.ids import PlaceId
from bot.domain.policy import Policy, Scope
from bot.domain.refusals import NotCityPlace, TooLong
from bot.domain.where import (
    LONGEST,
    MOST_NEAR,
    Offered,
    Taken,
    by_pin,
    by_told,
    by_words,
    is_named,
    reach,
    readable,
    shortlist,
    tells_much,
)

POLICY = Policy()
EVERYWHERE = replace(POLICY, scope=Scope.EVERYWHERE)
PARK, POOL, HALL, YARD = (PlaceId(one) for one in ("park", "pool", "hall", "yard"))


@pytest.mark.parametrize(
    ("near", "comes_to"),
    [
        ([(PARK, 0.0)], Taken(PARK)),
        ([(PARK, 75.0), (POOL, 75.5)], Taken(PARK)),
        ([(PARK, 0.0), (POOL, 0.0)], Taken(PARK)),
        ([(PARK, 75.1)], Offered((PARK,))),
        ([(PARK, 80.0), (POOL, 90.0), (HALL, 200.0), (YARD, 249.0)], Offered((PARK, POOL, HALL))),
    ],
)
def test_a_pin_is_taken_at_a_place_and_next_to_it_and_otherwise_there_is_a_choice(
    near: list[tuple[PlaceId, float]], comes_to: Taken | Offered
) -> None:
    assert by_pin(near, POLICY) == comes_to


def test_a_pin_near_nothing_is_refused() -> None:
    with pytest.raises(NotCityPlace):
        by_pin([], POLICY)


def test_a_city_that_covers_every_spot_looks_further() -> None:
    assert (reach(POLICY), reach(EVERYWHERE), reach(replace(EVERYWHERE, offer_m=2000.0))) == (250.0, 1000.0, 2000.0)


@pytest.mark.parametrize(
    ("found", "comes_to"),
    [
        ([], None),
        ([(PARK, 44.9)], None),
        ([(PARK, 45.0)], Offered((PARK,))),
        ([(PARK, 100.0), (POOL, 60.0), (HALL, 59.9)], Offered((PARK, POOL))),
        ([(PARK, 90.0), (POOL, 89.0), (HALL, 88.0), (YARD, 87.0)], Offered((PARK, POOL, HALL))),
    ],
)
def test_words_come_to_the_few_places_that_are_likely(
    found: list[tuple[PlaceId, float]], comes_to: Offered | None
) -> None:
    assert by_words(found) == comes_to


@pytest.mark.parametrize(("found", "named"), [([], False), ([(PARK, 91.0)], False), ([(PARK, 100.0)], True)])
def test_a_place_is_named_by_its_own_name(found: list[tuple[PlaceId, float]], *, named: bool) -> None:
    assert is_named(found) is named


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\u2060\ufeff", "\u202e", "\x00\ud800", "\u3164"])
def test_of_what_cannot_be_seen_nothing_is_left(text: str) -> None:
    assert readable(text) == ""


@pytest.mark.parametrize("text", ["x" * 500, " " + "x" * 500 + "\n", "\u200b" * 900 + "park", "🚓" * 250])
def test_five_hundred_units_that_can_be_seen_are_read(text: str) -> None:
    assert 0 < len(readable(text)) <= LONGEST


@pytest.mark.parametrize("text", ["x" * 501, "🚓" * 251, "x" * 4096])
def test_more_is_refused_with_the_limit(text: str) -> None:
    with pytest.raises(TooLong) as refused:
        readable(text)

    assert refused.value.limit == 500


@pytest.mark.parametrize(
    ("around", "first", "one_tap_away"),
    [
        ([], [PARK], ()),
        ([[PARK, POOL, HALL]], [], (PARK, POOL, HALL)),
        ([[PARK, POOL, HALL], [YARD]], [], (PARK, YARD, POOL, HALL)),
        ([[PARK, POOL], [POOL, HALL]], [], (PARK, POOL, HALL)),
        ([[PARK, POOL], [HALL]], [POOL, YARD], (POOL, PARK, HALL)),
    ],
)
def test_of_every_neighborhood_the_best_known_places_are_one_tap_away(
    around: list[list[PlaceId]], first: list[PlaceId], one_tap_away: tuple[PlaceId, ...]
) -> None:
    assert shortlist(around, first) == one_tap_away


@pytest.mark.parametrize(
    ("found", "comes_to"),
    [
        ([], None),
        ([(PARK, 44.9)], None),
        ([(PARK, 50.0), (POOL, 60.0), (HALL, 47.9)], Offered((PARK, POOL))),
        ([(PARK, 70.0), (POOL, 70.0), (HALL, 70.0), (YARD, 70.0)], Offered((PARK, POOL, HALL))),
    ],
)
def test_a_long_text_offers_what_it_tells_of_about_as_clearly_as_of_the_clearest(
    found: list[tuple[PlaceId, float]], comes_to: Offered | None
) -> None:
    assert by_told(found) == comes_to


@pytest.mark.parametrize(("text", "much"), [("Mattapan library", False), ("x" * 60, False), ("x" * 61, True)])
def test_what_is_longer_than_any_places_name_tells_more(text: str, *, much: bool) -> None:
    assert tells_much(text) is much


def test_many_places_leave_no_neighborhood_out() -> None:
    many = [[PlaceId(f"{where}{at}") for at in range(MOST_NEAR)] for where in "abc"]

    assert {one[0] for one in shortlist(many)} == set("abc")
    assert len(shortlist(many)) == MOST_NEAR
