"""A legal hold: for a while, what the table of `bot.domain.retention` says may be held is not removed by the clock.

A lawyer decides on one, never the program. It holds facts without people: no link to anyone, no text of a person's, no
key of a day lives longer for it. It changes nothing that the public is shown, and it ends by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.retention import RETENTION

HELD = frozenset(kept for kept, window in RETENTION.items() if window.may_be_held)
"""What is held. All of it, as nobody is to choose what a court will not see."""

LONGEST = timedelta(days=90)
"""Whoever needs it for longer says so again."""

LONGEST_REASON = 80
"""Characters: the number of a file, and no names."""


class NoHold(Exception):
    """It cannot be, and the message says why."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Until when, and why: by which file the lawyer finds it again."""

    until: datetime
    reason: str


def hold(until: datetime, reason: str, *, now: datetime) -> Hold:
    """A hold as it was asked for. NoHold when it would end at once or too late, or gives no reason or a long one."""
    if not now < until <= now + LONGEST:
        raise NoHold(f"a hold ends in the future, and within {LONGEST.days} days (--until)")
    if not reason.isprintable() or not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise NoHold(f"a hold needs a reason of at most {LONGEST_REASON} characters, such as a file number (--reason)")
    return Hold(until, reason.strip())
