"""What the picture of the counts shows: the last weeks, and nothing of a few."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import NeighborhoodId
from bot.domain.stats import ROWS, WEEK, WEEKS, Tally, monday, picture

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HARBOR, MILL = NeighborhoodId("harbor"), NeighborhoodId("mill")


def of(where: NeighborhoodId, reports: int, *, weeks_ago: int = 0, **more: int) -> Tally:
    return Tally(monday(NOW) - WEEK * weeks_ago, where, reports, **more)


@pytest.mark.parametrize(
    ("at", "began"),
    [
        (datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)),
        (datetime(2026, 3, 1, 23, 59, tzinfo=UTC), datetime(2026, 2, 23, tzinfo=UTC)),
    ],
)
def test_a_week_begins_on_its_monday(at: datetime, began: datetime) -> None:
    assert monday(at) == began


def test_it_is_the_last_weeks_by_their_mondays() -> None:
    weeks = picture([], now=NOW).weeks

    assert (len(weeks), weeks[0], weeks[-1]) == (WEEKS, "01-12", "03-02")


def test_where_most_is_reported_comes_first_and_what_is_older_not_at_all() -> None:
    drawn = picture([of(HARBOR, 3), of(MILL, 4), of(HARBOR, 99, weeks_ago=WEEKS)], now=NOW)

    assert [(row.neighborhood, row.cells[-1]) for row in drawn.rows] == [(MILL, "4"), (HARBOR, "3")]


@pytest.mark.parametrize(("reports", "shown"), [(0, ""), (1, "<3"), (2, "<3"), (3, "3")])
def test_one_or_two_reports_are_not_told_apart(reports: int, shown: str) -> None:
    [row] = picture([of(HARBOR, reports)], now=NOW).rows

    assert row.cells[-1] == shown


@pytest.mark.parametrize(
    ("confirmed", "dismissed", "shown"), [(1, 1, (None, None)), (1, 2, (33, 20)), (3, 0, (100, 20))]
)
def test_shares_and_minutes_are_of_at_least_three_verdicts(
    confirmed: int, dismissed: int, shown: tuple[int | None, int | None]
) -> None:
    found = of(HARBOR, 9, confirmed=confirmed, dismissed=dismissed, minutes=60)
    [row] = picture([found], now=NOW).rows

    assert (row.confirmed, row.minutes) == shown


def test_there_are_no_more_rows_than_can_be_read() -> None:
    many = [of(NeighborhoodId(f"n{at}"), at) for at in range(ROWS + 5)]

    assert len(picture(many, now=NOW + timedelta(hours=1)).rows) == ROWS
