"""How often organizers are shown how far a broadcast has come, and how long the rest takes."""

from datetime import timedelta

import pytest

from bot.domain.progress import apart, to_go


@pytest.mark.parametrize(("organizers", "seconds"), [(0, 5), (1, 5), (2, 5), (3, 6), (20, 40)])
def test_however_many_organizers_there_are_edits_are_at_most_one_in_two_seconds(
    organizers: int, seconds: float
) -> None:
    assert apart(organizers) == timedelta(seconds=seconds)
    assert organizers / seconds <= 0.5


@pytest.mark.parametrize(
    ("left", "told", "seconds", "takes"), [(100, 50, 5, 10), (0, 50, 5, 0), (100, 0, 5, None), (100, -1, 5, None)]
)
def test_the_rest_takes_as_long_as_what_was_told_last(left: int, told: int, seconds: int, takes: int | None) -> None:
    expected = None if takes is None else timedelta(seconds=takes)

    assert to_go(left, told, timedelta(seconds=seconds)) == expected
