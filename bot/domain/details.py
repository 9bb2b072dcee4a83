"""What whoever reports can tell beside the five answers: a few taps, a note and a photo, for volunteers alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.asking import Said

FRESH_FOR = timedelta(hours=1)
"""What was seen longer ago may well be over. Networks that look before they tell take an hour for a warning sign."""

MOST_SHOWN = 3
"""Notes, and photos, of one incident that are shown, the newest first: three full notes still fit on a card."""


class Vehicles(StrEnum):
    """How many vehicles; `vehicles.<value>` in the catalogs."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"
    NOT_SURE = "not_sure"


class Source(StrEnum):
    """How someone knows; `source.<value>` in the catalogs."""

    SEEN = "seen"
    HEARD = "heard"


class Still(StrEnum):
    """Whether they are still there, by what the reporter knows; `still.<value>` in the catalogs."""

    THERE = "there"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Details:
    """What was told on the optional screen; none is what was not said. Whoever sends has seen it, unless they say that
    they have not: the summary that they send says so."""

    vehicles: Vehicles | None = None
    vests: Said | None = None
    source: Source = Source.SEEN
    still: Still | None = None


NO_DETAILS = Details()


@dataclass(frozen=True, slots=True)
class Photo:
    """A compressed photo that came: Telegram's own name for the file, by which it can be shown again."""

    file: str
    album: str | None = None
    """Telegram's number for the album that it came in, if it did."""


def is_sound(source: Source, observed: datetime, received: datetime) -> bool:
    """Whether a report is worth a sound, also at night: seen by whoever made it, and less than an hour ago."""
    return source is Source.SEEN and received - observed < FRESH_FOR


@dataclass(frozen=True, slots=True)
class Reported:
    """What all reports of an incident say beside the facts, each with how many say so."""

    vehicles: tuple[tuple[Vehicles, int], ...] = ()
    vests: tuple[tuple[Said, int], ...] = ()
    still: tuple[tuple[Still, int], ...] = ()
    heard: bool = False
    """Nobody who reported it has seen it."""
    old: bool = False
    """Those who have seen it, or else all of them, told of something more than an hour old."""
    notes: tuple[str, ...] = ()
    """What reporters wrote, the newest first."""
    photos: int = 0

    @property
    def sound(self) -> bool:
        """Whether one of the reports was worth a sound."""
        return not (self.heard or self.old)


NOTHING_REPORTED = Reported()
