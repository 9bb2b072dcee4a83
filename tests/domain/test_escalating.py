"""Who is asked while nobody looks: a few, then everyone there, then the neighbors, then the organizers."""

from datetime import timedelta

import pytest

from bot.domain.escalating import Circle, is_asked, is_listed, widest
from bot.domain.policy import Policy

POLICY = Policy(asked_first=6)
FIRST, THERE, NEIGHBORS, ORGANIZERS = Circle


@pytest.mark.parametrize(
    ("seconds", "circle"),
    [
        (0, FIRST),
        (179, FIRST),
        (180, THERE),
        (479, THERE),
        (480, NEIGHBORS),
        (899, NEIGHBORS),
        (900, ORGANIZERS),
        (7200, ORGANIZERS),
    ],
)
def test_the_question_goes_further_at_three_eight_and_fifteen_minutes(seconds: int, circle: Circle) -> None:
    assert widest(timedelta(seconds=seconds), POLICY) is circle


@pytest.mark.parametrize(
    ("reach", "asked", "circles"),
    [
        (FIRST, 0, [FIRST]),
        (FIRST, 5, [FIRST]),
        (FIRST, 6, []),
        (FIRST, 60, []),
        (THERE, 0, [FIRST, THERE]),
        (THERE, 60, [FIRST, THERE]),
        (NEIGHBORS, 0, [FIRST, THERE, NEIGHBORS]),
        (ORGANIZERS, 60, [FIRST, THERE, NEIGHBORS, ORGANIZERS]),
    ],
)
def test_each_circle_is_asked_beside_those_before_it(reach: Circle, asked: int, circles: list[Circle]) -> None:
    assert [one for one in Circle if is_asked(one, reach, asked=asked, policy=POLICY)] == circles


@pytest.mark.parametrize(("asked", "circles"), [(0, [FIRST, THERE]), (1, [FIRST, THERE, ORGANIZERS])])
def test_what_has_no_room_stands_on_the_list_of_those_there(asked: int, circles: list[Circle]) -> None:
    assert [one for one in Circle if is_listed(one, asked=asked)] == circles
