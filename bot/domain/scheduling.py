"""When a notice goes out: at once, at a time, or every week; in the evening and at night only when it is urgent."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.notice import NoticeFacts

EVENING, MORNING = time(21), time(8)
"""From the one to the other, on the city's clock, only urgent notices go out."""

HOURS = (MORNING, time(12), time(18))
DAYS = 7
"""What an organizer chooses from: these hours of today and of so many days after it."""

WEEK = timedelta(days=7)

LATE = timedelta(hours=24)
"""What could not go out within so long after its time was written for another day."""


def choices(now: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The times to choose from, the nearest first."""
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=one) for one in range(DAYS + 1)]
    offered = [_at(datetime.combine(day, hour), zone) for day in days for hour in HOURS]
    return tuple(one for one in offered if one > now)


def _at(here: datetime, zone: ZoneInfo) -> datetime:
    return here.replace(tzinfo=zone).astimezone(UTC)


def is_quiet(at: datetime, zone: ZoneInfo) -> bool:
    """Whether only urgent notices go out at that moment."""
    here = at.astimezone(zone).time()
    return here >= EVENING or here < MORNING


def goes_out(facts: NoticeFacts, *, now: datetime, zone: ZoneInfo) -> datetime:
    """When a notice that is approved now goes out: not before its time, and not in quiet hours unless it is urgent."""
    at = now if facts.at is None else max(now, facts.at)
    return at if facts.urgent else after_quiet(at, zone)


def after_quiet(at: datetime, zone: ZoneInfo) -> datetime:
    """That moment, or the morning after it when it is quiet then."""
    if not is_quiet(at, zone):
        return at
    here = at.astimezone(zone)
    day = here.date() if here.time() < MORNING else here.date() + timedelta(days=1)
    return _at(datetime.combine(day, MORNING), zone)


def next_week(first: datetime, *, after: datetime, zone: ZoneInfo) -> datetime:
    """The same weekday and hour as the first time, on the city's clock, the next time after that moment."""
    here = first.astimezone(zone).replace(tzinfo=None)
    passed = max(0, (after.astimezone(zone).replace(tzinfo=None) - here) // WEEK)
    return next(at for more in range(3) if (at := _at(here + WEEK * (passed + more), zone)) > after)
