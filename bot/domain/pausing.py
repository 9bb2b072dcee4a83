"""When someone wants to hear nothing, and when they want to hear it without a sound."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

EVENING, MORNING = time(22), time(7)
"""Night on the city's clock, from the one to the other."""

FURTHER_NOTICE = datetime(9999, 12, 31, tzinfo=UTC)
"""The end of a pause that has none."""


class Length(StrEnum):
    """How long a pause is to be."""

    HOUR = "hour"
    EIGHT_HOURS = "eight_hours"
    MORNING = "morning"
    FURTHER_NOTICE = "further_notice"


def end(length: Length, now: datetime, zone: ZoneInfo) -> datetime:
    """When a pause of that length ends that begins now."""
    match length:
        case Length.HOUR:
            return now + timedelta(hours=1)
        case Length.EIGHT_HOURS:
            return now + timedelta(hours=8)
        case Length.MORNING:
            return next_morning(now, zone)
        case Length.FURTHER_NOTICE:
            return FURTHER_NOTICE


def next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """The next time that it is 7 in the morning in the city: after midnight that is today."""
    here = now.astimezone(zone)
    day = here.date() if here.time() < MORNING else here.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone).astimezone(UTC)


def is_night(now: datetime, zone: ZoneInfo) -> bool:
    """Whether it is night in the city."""
    here = now.astimezone(zone).time()
    return here >= EVENING or here < MORNING
