"""Reports as they come, one after the other: what is found does not hang on chance."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duplicates import Known, Sighting, Suggest, blur_of
from bot.domain.incident import Activity

NOON = 29_000_000.0


@st.composite
def sightings(draw: st.DrawFn) -> list[Sighting]:
    """Reports of some minutes from a few blocks, in the order of their minutes."""
    count = draw(st.integers(2, 14))
    made = []
    for number in range(count):
        told = NOON + draw(st.integers(0, 3)) + draw(st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.8]))
        point = draw(st.none() | st.tuples(st.floats(0, 900), st.floats(0, 300)))
        made.append(
            Sighting(
                f"r{number}",
                told - draw(st.floats(-3, 30)),
                told,
                draw(st.sampled_from(Activity)),
                draw(st.sampled_from(["harbor", "mill", None])),
                draw(st.sampled_from(["library", "park", None])),
                point,
                blur_of(draw(st.sampled_from([5, 30, 100])), is_place=False),
            )
        )
    return sorted(made, key=lambda one: one.told)


def groups(reports: Sequence[Sighting]) -> set[frozenset[str]]:
    """Which of the reports come together."""
    known, found = Known(), defaultdict[int, set[str]](set)
    taken = [(one.key, known.take(one)[0]) for one in reports]
    known.settle()
    for key, incident in taken:
        found[known.holds(incident)].add(key)
    return {frozenset(keys) for keys in found.values()}


@given(sightings(), st.randoms(use_true_random=False))
def test_in_which_order_they_come_within_a_minute_changes_nothing(reports: list[Sighting], chance: object) -> None:
    shuffled = list(reports)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    shuffled.sort(key=lambda one: one.told // 1)

    assert groups(shuffled) == groups(reports)


def test_a_patrol_finds_one_who_stands_in_its_way_whichever_of_both_is_told_first() -> None:
    patrol = Sighting(
        "patrol", NOON - 25, NOON, Activity.PATROL, "mill", "park", (0.0, 135.0), blur_of(5, is_place=False)
    )
    stands = replace(patrol, key="stands", seen=NOON, activity=Activity.DETENTION, point=(292.0, 0.0))

    assert groups([patrol, stands]) == groups([stands, patrol])


def at(minute: float, east: float, key: str = "", **more: object) -> Sighting:
    sighting = Sighting(
        key or f"{minute} {east}",
        NOON + minute,
        NOON + minute,
        Activity.CHECKPOINT,
        "harbor",
        None,
        (east, 0.0),
        blur_of(10, is_place=False),
    )
    return replace(sighting, **more)  # type: ignore[arg-type]


def test_reports_of_one_thing_come_together_and_of_another_apart() -> None:
    assert groups([at(0, 0), at(4, 60), at(5, 3000), at(9, 2950), at(11, 20)]) == {
        frozenset({"0 0", "4 60", "11 20"}),
        frozenset({"5 3000", "9 2950"}),
    }


def test_two_of_the_same_minute_find_each_other() -> None:
    assert groups([at(0.1, 0), at(0.2, 30), at(0.3, 60)]) == {frozenset({"0.1 0", "0.2 30", "0.3 60"})}


def test_one_in_between_shows_that_two_of_the_same_minute_are_one() -> None:
    apart = [at(0.1, 0), at(0.2, 300)]

    assert len(groups(apart)) == 2
    assert len(groups([*apart, at(0.3, 150)])) == 1


def test_what_is_learned_later_brings_a_small_one_home() -> None:
    known = Known()
    first, _ = known.take(at(0, 0))
    second, decision = known.take(at(5, 280))
    known.settle()
    was_apart = known.holds(first) != known.holds(second)
    known.take(at(7, 140))
    known.settle()

    assert isinstance(decision, Suggest)
    assert was_apart
    assert known.holds(first) == known.holds(second)


def test_a_patrol_is_followed_from_cell_to_cell_though_it_ends_a_kilometre_away() -> None:
    walk = [at(5 * step, 60 * step, activity=Activity.PATROL) for step in range(18)]

    assert len(groups(walk)) == 1


def test_what_has_been_silent_for_hours_is_forgotten() -> None:
    known = Known()
    known.take(at(0, 0))
    known.take(at(300, 3000))
    open_then = set(known.courses)
    known.take(at(600, 0))

    assert (open_then, set(known.courses)) == ({1}, {2})


def test_a_report_that_arrives_hours_late_joins_nothing_of_now() -> None:
    known = Known()
    first, _ = known.take(at(300, 0))
    late, _ = known.take(at(301, 0, seen=NOON))

    assert first != late


@pytest.mark.parametrize("many", [3, 60])
def test_among_very_many_nobody_can_tell_which_a_report_without_a_point_is_of(many: int) -> None:
    known = Known()
    for number in range(1, many + 1):
        known.follow(number, [at(0, 1000 * number)])
    report = at(1, 0, point=None)

    assert len(known.candidates(report)) == (many if many == 3 else 0)
