"""Two incidents that lie together are compared once more, whichever of them something new is known of."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.duplicates import Course, New, Sighting, Suggest, blur_of, counted, course, decide, look_again, weigh
from bot.domain.incident import Activity

NOON = 29_000_000.0
QUIET = counted(around=1, in_neighborhood=1)


def at(minute: float, east: float, activity: Activity = Activity.CHECKPOINT, **more: object) -> Sighting:
    there = (east, 0.0)
    seen = NOON + minute
    sighting = Sighting(f"{minute} {east}", seen, seen, activity, "harbor", None, there, blur_of(10, is_place=False))
    return replace(sighting, **more)  # type: ignore[arg-type]


def seen_again(one: Sequence[Sighting], *others: Sequence[Sighting]) -> Suggest | None:
    known = [course(number, sightings) for number, sightings in enumerate(others, start=2)]
    return look_again(course(1, one), known, lambda _: QUIET)


def test_what_was_opened_apart_may_be_one_when_more_is_known() -> None:
    checkpoint, patrol = at(0, 0), at(5, 350, Activity.PATROL)
    weighed = weigh(patrol, [course(2, [checkpoint])], lambda _: QUIET)
    found = seen_again([patrol, at(10, 200, Activity.PATROL)], [checkpoint])

    assert decide(patrol, weighed, lambda _: QUIET) == New()
    assert found is not None
    assert (found.incident, round(found.reasons.metres or 0), round(found.reasons.minutes)) == (2, 350, 5)


@pytest.mark.parametrize(
    "other", [at(0, 3000), at(0, 0, neighborhood="mill", point=None), at(-95, 0)], ids=["far", "elsewhere", "long ago"]
)
def test_what_can_be_nothing_of_the_kind_is_not_suggested(other: Sighting) -> None:
    assert seen_again([at(0, 0), at(3, 20)], [other]) is None


def test_it_is_the_same_whichever_of_two_is_looked_at() -> None:
    small, large = [at(2, 280)], [at(0, 0), at(4, 60), at(6, 90)]
    one, other = seen_again(small, large), seen_again(large, small)

    assert one is not None
    assert other is not None
    assert one.chance == other.chance


def test_one_that_chose_another_place_is_still_suggested() -> None:
    found = seen_again([at(0, 0, place="library")], [at(3, 30, place="park")])

    assert found is not None
    assert found.reasons.other_place


@st.composite
def incidents(draw: st.DrawFn) -> list[list[Sighting]]:
    """Some incidents of some reports each, within a few blocks and half an hour."""
    count = draw(st.integers(2, 5))
    return [
        [
            at(
                draw(st.integers(0, 30)) + 0.01 * incident,
                draw(st.integers(0, 600)) + 0.1 * number,
                draw(st.sampled_from(Activity)),
                inside=draw(st.sampled_from(["library", "park"])),
            )
            for number in range(draw(st.integers(1, 4)))
        ]
        for incident in range(count)
    ]


@settings(max_examples=30)
@given(incidents(), st.randoms(use_true_random=False))
def test_in_which_order_what_is_known_was_read_changes_nothing(known: list[list[Sighting]], chance: Random) -> None:
    def mixed() -> list[Course]:
        courses = [course(number, chance.sample(one, len(one))) for number, one in enumerate(known, start=1)]
        return chance.sample(courses, len(courses))

    new, (first, *others) = at(15, 300), sorted(mixed(), key=lambda one: one.incident)
    here = [decide(new, weigh(new, mixed(), lambda _: QUIET), lambda _: QUIET) for _ in range(2)]
    looks = [look_again(first, chance.sample(others, len(others)), lambda _: QUIET) for _ in range(2)]

    assert here[0] == here[1]
    assert looks[0] == looks[1]
