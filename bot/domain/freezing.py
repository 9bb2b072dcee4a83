"""A freeze: nothing goes out to the public until two organizers agree that it may again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.broadcast import Broadcast

FRESH = timedelta(hours=24)
"""A notice that waited for longer goes out no more: it was written for another day. An alert says itself until when it
holds."""

COUNTED = timedelta(hours=1)
"""Within so long, alerts and notices are counted against the policy's ceiling."""


class Why(StrEnum):
    """What stopped it."""

    ORGANIZER = "organizer"
    CEILING = "ceiling"
    """More went out within an hour than the policy allows."""
    UNEXPLAINED = "unexplained"
    """Something was to go out that no row of the ledger explains."""


class Wish(StrEnum):
    """What two organizers have to agree to."""

    RESUME = "resume"
    IGNORE = "ignore"
    """Those who got the last message are asked to ignore it: the one thing that goes out while all else is frozen."""
    EXERCISE = "exercise"
    """An exercise begins. Nothing has to be frozen for that."""
    READMIT = "readmit"
    """An organizer who has ended too many alerts may act as one again. Nobody asks for it while sending is frozen."""


@dataclass(frozen=True, slots=True)
class Freeze:
    """It is frozen."""

    since: datetime
    why: Why

    @property
    def mark(self) -> int:
        """Which freeze it is: who agreed to the end of an earlier one has not agreed to the end of this one."""
        return int(self.since.timestamp())


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands, as one organizer sees it."""

    freeze: Freeze | None
    waiting: int
    """How many broadcasts wait for its end."""
    last: Broadcast | None
    """The last message that people got, if they can still be asked to ignore it."""
    wished: tuple[Wish, ...]
    """What this organizer has agreed to, and waits for a second one."""
