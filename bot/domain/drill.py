"""An exercise: everything from the first report to the all-clear, for those who take part, and for nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import IncidentId, PlaceId


def place(places: Mapping[PlaceId, object], now: datetime) -> PlaceId:
    """Where it is played: at another place of the city every minute."""
    every = sorted(places)
    return every[int(now.timestamp()) // 60 % len(every)]


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands, as one organizer sees it."""

    running: IncidentId | None
    takes_part: int
    """How many people would hear of one."""
    wished: bool
    """The reader has agreed to begin one."""
    asked: bool
    """Another organizer has."""


@dataclass(frozen=True, slots=True)
class Times:
    """When each step of an exercise was done; none for what was not."""

    drill: IncidentId
    reported: datetime
    claimed: datetime | None
    found: datetime | None
    """The first answer."""
    alerted: datetime | None
    over: datetime
    heard: int
    """How many got its alert."""
