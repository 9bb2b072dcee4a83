"""What may be one, which is suggested first, and for how long it can be undone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import IncidentId, NeighborhoodId, PlaceId
from bot.domain.incident import OPEN, Activity, Incident, Number, Status
from bot.domain.merging import MOST, SAME_WITHIN, UNDO, may_merge, may_undo, suggestions

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def incident(number: int, *, minute: int = 0, status: Status = Status.UNVERIFIED) -> Incident:
    seen = NOON + timedelta(minutes=minute)
    return Incident(
        IncidentId(number),
        PlaceId("pier_library"),
        NeighborhoodId("harbor"),
        Activity.PATROL,
        Number.FEW,
        status,
        seen,
        seen,
        version=1,
    )


@pytest.mark.parametrize("one", list(Status))
@pytest.mark.parametrize("into", list(Status))
def test_only_the_unverified_goes_into_something_open(one: Status, into: Status) -> None:
    allowed = one is Status.UNVERIFIED and into in (Status.UNVERIFIED, Status.ACTIVE)

    assert may_merge(incident(1, status=one), incident(2, status=into)) is allowed


def test_nothing_goes_into_itself() -> None:
    assert not may_merge(incident(1), incident(1))


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize(("apart", "allowed"), [(SAME_WITHIN, True), (SAME_WITHIN + MOMENT, False)])
def test_three_hours_apart_are_two(sign: int, apart: timedelta, allowed: bool) -> None:
    other = replace(incident(2), observed=NOON + sign * apart)

    assert may_merge(incident(1), other) is allowed


def test_the_nearest_come_first_then_those_nearest_in_time() -> None:
    others = [(incident(2, minute=5), 90.0), (incident(3), 40.0), (incident(4, minute=-1), 90.0)]

    assert [one.incident for one in suggestions(incident(1), others)] == [3, 4, 2]


@given(st.lists(st.tuples(st.sampled_from(Status), st.floats(0, 5000), st.integers(-400, 400)), max_size=12))
def test_at_most_three_are_suggested_and_each_may_be_merged(found: list[tuple[Status, float, int]]) -> None:
    one = incident(0)
    others = [
        (incident(number, status=status, minute=minute), metres)
        for number, (status, metres, minute) in enumerate(found, start=1)
    ]
    by_number = {other.id: other for other, _ in others}

    said = suggestions(one, others)

    assert len(said) == min(MOST, sum(may_merge(one, other) for other, _ in others))
    assert all(by_number[each.incident].status in OPEN for each in said)
    assert [each.metres for each in said] == sorted(each.metres for each in said)


@pytest.mark.parametrize(("late", "allowed"), [(UNDO, True), (UNDO + MOMENT, False)])
@pytest.mark.parametrize("made", ["merged", "split"])
def test_for_ten_minutes_either_can_be_undone(made: str, late: timedelta, allowed: bool) -> None:
    merged = replace(incident(1, status=Status.MERGED), merged_into=IncidentId(2), regrouped=NOON)
    split = replace(incident(1), split_from=IncidentId(2), regrouped=NOON)

    assert may_undo(merged if made == "merged" else split, NOON + late) is allowed


def test_what_was_decided_since_is_not_undone() -> None:
    split = replace(incident(1, status=Status.ACTIVE), split_from=IncidentId(2), regrouped=NOON)

    assert not may_undo(split, NOON)
    assert not may_undo(incident(1), NOON)
