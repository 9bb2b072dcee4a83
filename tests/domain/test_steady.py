"""Whether the clock on the wall can be believed."""

from datetime import datetime, timedelta

import pytest

from bot.domain.steady import Steady

NOON = datetime.fromisoformat("2026-03-02T12:00:00+00:00")
HOUR = 3600.0
DAYS = timedelta(days=20_000)


def believed(*readings: tuple[timedelta, float]) -> list[bool]:
    """At each reading: how far the wall is from noon, and how many seconds have passed since."""
    steady = Steady(NOON, 0.0)
    return [steady.is_believed(NOON + wall, passed) for wall, passed in readings]


def test_time_that_passes_as_it_should_is_believed() -> None:
    assert believed(*((timedelta(hours=n), n * HOUR) for n in range(100))) == [True] * 100


def test_a_clock_that_is_set_by_some_minutes_is_believed() -> None:
    assert believed((timedelta(minutes=9), 1.0), (timedelta(minutes=-9), 2.0)) == [True, True]


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-25), -DAYS, DAYS])
def test_a_jump_is_doubted_for_an_hour(jump: timedelta) -> None:
    later = [1.0, HOUR / 2, HOUR, HOUR + 1.0]

    assert believed(*((jump + timedelta(seconds=one), one) for one in later)) == [False, False, False, True]


def test_a_clock_that_jumps_back_is_doubted_again() -> None:
    there, back = (timedelta(days=1), 1.0), (timedelta(seconds=HOUR), HOUR)

    assert believed(there, back, (timedelta(seconds=HOUR + 2), HOUR + 2)) == [False, False, False]
