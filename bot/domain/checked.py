"""What can be said to someone who asks whether it is true. Nothing that nobody has looked at is said with its place."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.broadcast import AlertFacts
from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.incident import Status


@dataclass(frozen=True, slots=True)
class Closed:
    """What was looked at and came to an end: nothing found, over, not looked at again, or taken back."""

    place: PlaceId
    neighborhood: NeighborhoodId
    status: Status
    observed: datetime
    closed: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """All that is known in some neighborhoods."""

    asked: tuple[NeighborhoodId, ...]
    """Where it was asked for, in menu order; empty for the whole city."""
    listens: tuple[NeighborhoodId, ...]
    """The neighborhoods that the person listens to, in menu order, to be looked at one by one."""
    confirmed: tuple[AlertFacts, ...]
    """As their alerts say it, the newest first."""
    being_checked: int
    """So many incidents nobody has confirmed yet. Where they are is not said."""
    never_checked: int
    """So many of the last day that nobody could look at in time."""
    closed: tuple[Closed, ...]
    """Of the last day, the newest first."""
