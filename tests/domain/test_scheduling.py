"""When a notice goes out, on the city's clock."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import NoticeId
from bot.domain.notice import NoticeFacts
from bot.domain.scheduling import WEEK, after_quiet, choices, goes_out, is_quiet, next_week

BOSTON = ZoneInfo("America/New_York")
FACTS = NoticeFacts(NoticeId(7), (), {})


def here(day: int, hour: int, minute: int = 0, month: int = 2) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BOSTON).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (here(5, 8), here(5, 8)),
        (here(5, 20, 59), here(5, 20, 59)),
        (here(5, 21), here(6, 8)),
        (here(6, 0, 30), here(6, 8)),
        (here(6, 7, 59), here(6, 8)),
        (here(7, 23, month=3), here(8, 8, month=3)),
    ],
)
def test_what_is_not_urgent_waits_for_the_morning(at: datetime, goes: datetime) -> None:
    assert after_quiet(at, BOSTON) == goes
    assert is_quiet(at, BOSTON) == (at != goes)


def test_it_goes_out_not_before_its_time_and_at_night_only_when_it_is_urgent() -> None:
    noon, evening = here(5, 12), here(5, 22)
    planned, urgent = NoticeFacts(NoticeId(7), (), {}, at=here(5, 18)), NoticeFacts(NoticeId(7), (), {}, urgent=True)

    assert goes_out(FACTS, now=noon, zone=BOSTON) == noon
    assert goes_out(FACTS, now=evening, zone=BOSTON) == here(6, 8)
    assert goes_out(planned, now=noon, zone=BOSTON) == here(5, 18)
    assert goes_out(planned, now=here(5, 19), zone=BOSTON) == here(5, 19)
    assert goes_out(urgent, now=evening, zone=BOSTON) == evening


def test_every_week_is_the_same_weekday_and_hour_also_when_the_clocks_change() -> None:
    first = here(5, 18)
    times = [first]
    while len(times) < 6:
        times.append(next_week(first, after=times[-1], zone=BOSTON))

    local = [one.astimezone(BOSTON) for one in times]
    assert {(one.weekday(), one.hour, one.minute) for one in local} == {(3, 18, 0)}
    assert [later.date() - one.date() for one, later in pairwise(local)] == [WEEK] * 5
    assert times[5] - times[4] == WEEK - timedelta(hours=1)


@given(st.integers(-400, 4000), st.integers(0, 23))
def test_the_next_time_is_after_now_and_within_a_week(days: int, hour: int) -> None:
    first, now = here(5, 18), here(5, hour) + timedelta(days=days)

    following = next_week(first, after=now, zone=BOSTON)

    assert following > now
    assert following == first or following - now <= WEEK + timedelta(hours=1)


def test_the_times_to_choose_from_lie_ahead_and_are_never_quiet() -> None:
    now = here(5, 12)
    offered = choices(now, BOSTON)

    assert offered[:3] == (here(5, 18), here(6, 8), here(6, 12))
    assert offered[-1] == here(12, 18)
    assert not any(is_quiet(one, BOSTON) for one in offered)
    assert list(offered) == sorted(offered)
