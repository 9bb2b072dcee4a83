"""Pauses and nights, on the city's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pausing import FURTHER_NOTICE, Length, end, is_night, next_morning

BOSTON = ZoneInfo("America/New_York")
NOON = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


def here(hour: int, minute: int = 0, *, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BOSTON)


@pytest.mark.parametrize(
    ("length", "until"),
    [
        (Length.HOUR, NOON + timedelta(hours=1)),
        (Length.EIGHT_HOURS, NOON + timedelta(hours=8)),
        (Length.MORNING, here(7, day=3)),
        (Length.FURTHER_NOTICE, FURTHER_NOTICE),
    ],
)
def test_a_pause_ends_when_it_says(length: Length, until: datetime) -> None:
    assert end(length, NOON, BOSTON) == until


def test_after_midnight_the_next_morning_is_todays() -> None:
    assert next_morning(here(2), BOSTON) == here(7)
    assert next_morning(here(7), BOSTON) == here(7, day=3)


def test_in_the_night_that_is_an_hour_short_the_morning_is_still_at_seven() -> None:
    assert next_morning(here(23, day=7), BOSTON) == datetime(2026, 3, 8, 11, 0, tzinfo=UTC)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  hypothesis adds it
def test_the_next_morning_is_within_a_day_and_at_seven(now: datetime) -> None:
    morning = next_morning(now, BOSTON)

    assert timedelta(0) < morning - now <= timedelta(hours=25)
    assert morning.astimezone(BOSTON).hour == 7


@pytest.mark.parametrize(
    ("hour", "minute", "night"),
    [(21, 59, False), (22, 0, True), (0, 0, True), (6, 59, True), (7, 0, False), (12, 0, False)],
)
def test_night_is_from_ten_to_seven_on_the_citys_clock(hour: int, minute: int, night: bool) -> None:
    assert is_night(here(hour, minute).astimezone(UTC), BOSTON) is night
