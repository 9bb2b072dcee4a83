"""Whether a report tells of something known, and what a volunteer is told about why."""

from dataclasses import replace

import pytest

from bot.domain.duplicates import (
    Alike,
    Background,
    Decision,
    Join,
    New,
    Sighting,
    Suggest,
    blur_of,
    counted,
    course,
    decide,
    names,
    weigh,
    words,
)
from bot.domain.incident import Activity

NOON = 29_000_000.0
PIN = blur_of(20, is_place=False)
QUIET = counted(around=1, in_neighborhood=1)
FIRST = Sighting("first", NOON, NOON + 2, Activity.QUESTIONING, "harbor", None, (0.0, 0.0), PIN)


def later(minutes: float, metres: float = 0.0, activity: Activity = Activity.QUESTIONING, **more: object) -> Sighting:
    """Someone else sees something, so many minutes later and so far to the east."""
    moved = replace(FIRST, key="later", seen=NOON + minutes, told=NOON + minutes + 2, activity=activity)
    return replace(moved, **{"point": (metres, 0.0), **more})  # type: ignore[arg-type]


def decided(sighting: Sighting, *known: Sighting, background: Background = QUIET) -> Decision:
    """What becomes of it when each of those is an incident of its own."""
    courses = [course(number, [one]) for number, one in enumerate(known, start=1)]
    return decide(sighting, weigh(sighting, courses, lambda _: background), lambda _: background)


@pytest.mark.parametrize(
    ("sighting", "becomes"),
    [
        pytest.param(later(6, 80), Join, id="near, soon, the same"),
        pytest.param(later(0, 0, Activity.OTHER), Join, id="there and then, called otherwise"),
        pytest.param(later(-6, 80), Join, id="seen before, told after"),
        pytest.param(later(6, 80, Activity.DETENTION), Join, id="one is taken for the other"),
        pytest.param(later(20, 300, Activity.ENTRY), Suggest, id="some way off, and another activity"),
        pytest.param(later(80), Suggest, id="at the spot, more than an hour after"),
        pytest.param(later(6, 900), New, id="elsewhere"),
        pytest.param(later(95), New, id="too long after"),
        pytest.param(later(6, point=None), Join, id="no point, and nothing else in the neighborhood"),
        pytest.param(later(6, point=None, neighborhood="mill"), New, id="no point, and another neighborhood"),
        pytest.param(later(6, point=None, neighborhood=None), New, id="nowhere"),
    ],
)
def test_a_report_joins_what_it_tells_of_and_in_doubt_someone_is_asked(
    sighting: Sighting, becomes: type[Decision]
) -> None:
    assert type(decided(sighting, FIRST)) is becomes


def test_where_much_happens_less_joins() -> None:
    busy = counted(around=200, in_neighborhood=60)

    assert isinstance(decided(later(20, 120), FIRST), Join)
    assert not isinstance(decided(later(20, 120), FIRST, background=busy), Join)
    assert not isinstance(decided(later(6, point=None), FIRST, background=busy), Join)


def test_of_two_that_fit_it_joins_neither_and_of_a_better_one_that() -> None:
    east = replace(FIRST, key="east", point=(500.0, 0.0), activity=Activity.QUESTIONING)

    assert isinstance(decided(later(3, 250), FIRST, east), Suggest)
    assert decided(later(3, 450), FIRST, east).incident == 2  # type: ignore[union-attr]


def test_who_chose_another_place_is_a_suggestion_at_most() -> None:
    library, school = (replace(FIRST, place=one, blur=blur_of(None, is_place=True)) for one in ("library", "school"))

    assert isinstance(decided(replace(later(2), place="library"), library), Join)
    assert isinstance(decided(replace(later(2, 40), place="school"), library), Suggest)
    assert isinstance(decided(replace(later(2), place=None), school), Join)


def test_a_pin_says_less_than_a_choice_and_more_than_the_place_that_it_was_taken_for() -> None:
    chosen, taken = replace(FIRST, place="library"), replace(FIRST, inside="library")
    far = (700.0, 0.0)

    assert isinstance(decided(later(2, inside="library", point=far), chosen), Join)
    assert isinstance(decided(later(2, place="library", point=far), taken), Join)
    assert isinstance(decided(later(2, inside="library", point=far), taken), New)
    assert isinstance(decided(later(2, 40, inside="park"), taken), Join)


def test_who_chose_one_place_and_who_pinned_another_are_a_suggestion_whoever_came_first() -> None:
    pin, choice = replace(FIRST, inside="library"), replace(FIRST, place="park")

    assert isinstance(decided(later(2, 40, place="park"), pin), Suggest)
    assert isinstance(decided(later(2, 40, inside="library"), choice), Suggest)


def test_the_farther_off_the_less_becomes_of_it() -> None:
    becomes = [type(decided(later(5, metres), FIRST)) for metres in range(0, 900, 20)]

    assert becomes == sorted(becomes, key=[Join, Suggest, New].index)
    assert set(becomes) == {Join, Suggest, New}


def test_a_patrol_is_followed_and_what_stands_is_not() -> None:
    def walks(activity: Activity) -> Decision:
        steps = [later(10 * step, 120 * step, activity, key=f"step {step}") for step in range(4)]
        there = later(40, 480, activity)
        return decide(there, weigh(there, [course(1, steps)], lambda _: QUIET), lambda _: QUIET)

    assert isinstance(walks(Activity.PATROL), Join)
    assert not isinstance(walks(Activity.CHECKPOINT), Join)


def test_the_reasons_are_what_a_volunteer_can_check() -> None:
    found = decided(later(6, 80), FIRST)

    assert isinstance(found, Join)
    assert (round(found.reasons.metres or 0), round(found.reasons.minutes)) == (80, 6)
    assert found.reasons.activity is Alike.SAME
    assert (found.reasons.same_place, found.reasons.other_place) == (False, False)


@pytest.mark.parametrize(
    ("activity", "alike"),
    [
        (Activity.QUESTIONING, Alike.SAME),
        (Activity.DETENTION, Alike.CONFUSED),
        (Activity.ENTRY, Alike.OTHER),
    ],
)
def test_activities_are_the_same_or_easily_confused_or_others(activity: Activity, alike: Alike) -> None:
    found = decided(later(0, 0, activity), FIRST)

    assert not isinstance(found, New)
    assert found.reasons.activity is alike


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ICE at Mill Park School 2!!", ("mill park school 2",)),
        ("hay migra cuidado Harbor Pool 7", ("harbor pool 7",)),
        ("在 Harbor Pool 7 看到5辆黑色车", ("harbor pool 7",)),
        ("они у Парка Победы", ("парка победы",)),
        ("6 SUVs with tinted windows by Old Harbor", ()),
        ("ice at mill park school 2", ()),
        ("They are near Main", ()),
        ("car [plate] near Elm Garage", ("elm garage",)),
        ("", ()),
    ],
)
def test_names_are_found_in_any_language(text: str, found: tuple[str, ...]) -> None:
    assert names(text, "Old Harbor") == found


def said(text: str, language: str, **more: object) -> Sighting:
    said = later(3, text=words(text), names=names(text, "harbor"), language=language)
    return replace(said, **more)  # type: ignore[arg-type]


def test_the_same_name_in_two_languages_tells_where_and_another_one_that_it_is_elsewhere() -> None:
    known = replace(said("la migra en Mill School 2", "es"), point=None)
    busy = counted(around=9, in_neighborhood=20)
    results = [
        decided(said(text, language, point=None), known, background=busy)
        for text, language in (
            ("ICE at Mill School 2", "en"),
            ("ice at mill school 2", "en"),
            ("ICE at Mill Scool 2", "en"),
            ("ICE at Mill School 3", "en"),
            ("ICE somewhere", "en"),
        )
    ]

    assert [isinstance(one, Join) for one in results] == [True, True, True, False, False]


def test_a_text_that_was_passed_on_counts_for_a_little_and_its_language_matters() -> None:
    text = "they are stopping people by the corner"
    known, other = said(text, "en"), said("se ven agentes en la esquina de la calle", "es")
    chances = []
    for one, language in ((known, "en"), (known, "es"), (other, "en")):
        found = decided(said(f"{text} now", language, point=(200.0, 0.0)), one)
        assert not isinstance(found, New)
        chances.append(found.chance)

    assert chances[0] > chances[1] == chances[2]


def test_what_was_masked_is_no_word() -> None:
    assert words("Plate [plate] or •••, at Elm-Street’s end") == "plate or at elm-street’s end"
