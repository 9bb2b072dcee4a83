"""How much is reported, how much of it is confirmed and how long that takes, by neighborhood and week: counts alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import NeighborhoodId

FIRST_MONDAY = datetime.fromisoformat("1970-01-05T00:00:00+00:00")
WEEK = timedelta(weeks=1)

WEEKS, ROWS = 8, 12
"""So many can be read on a phone."""

FEW = 3
"""A smaller number is not shown: who knows of one report would find out whether there was another."""


def monday(at: datetime) -> datetime:
    """When its week began."""
    return FIRST_MONDAY + (at - FIRST_MONDAY) // WEEK * WEEK


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in one neighborhood, of what was opened in one week."""

    week: datetime
    neighborhood: NeighborhoodId
    reports: int = 0
    confirmed: int = 0
    dismissed: int = 0
    minutes: int = 0
    """From its first report to the verdict, of all that were confirmed or dismissed together."""


@dataclass(frozen=True, slots=True)
class Row:
    """One neighborhood: as it is drawn, in digits alone."""

    neighborhood: NeighborhoodId
    cells: tuple[str, ...]
    """Reports of each week; nothing for none."""
    confirmed: int | None
    """Of a hundred incidents with a verdict; none when there were too few."""
    minutes: int | None
    """To the verdict, on average."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn."""

    weeks: tuple[str, ...]
    """The Mondays, as 03-02."""
    rows: tuple[Row, ...]
    """Most reports first."""


def first_week(now: datetime) -> datetime:
    """When the first of the weeks began that are shown."""
    return monday(now) - WEEK * (WEEKS - 1)


def picture(tallies: Iterable[Tally], *, now: datetime) -> Picture:
    """The last weeks, in the neighborhoods with the most reports."""
    weeks = [first_week(now) + WEEK * at for at in range(WEEKS)]
    counted: dict[NeighborhoodId, list[Tally]] = {}
    for one in tallies:
        if one.week in weeks:
            counted.setdefault(one.neighborhood, []).append(one)
    most = sorted(counted, key=lambda where: (-sum(one.reports for one in counted[where]), where))
    rows = tuple(_row(where, counted[where], weeks) for where in most[:ROWS])
    return Picture(tuple(f"{one:%m-%d}" for one in weeks), rows)


def _row(where: NeighborhoodId, found: Sequence[Tally], weeks: Sequence[datetime]) -> Row:
    by_week = [sum(one.reports for one in found if one.week == week) for week in weeks]
    confirmed = sum(one.confirmed for one in found)
    judged = confirmed + sum(one.dismissed for one in found)
    enough = judged >= FEW
    return Row(
        where,
        tuple(_digits(count) for count in by_week),
        round(100 * confirmed / judged) if enough else None,
        round(sum(one.minutes for one in found) / judged) if enough else None,
    )


def _digits(count: int) -> str:
    if not count:
        return ""
    return str(count) if count >= FEW else f"<{FEW}"
