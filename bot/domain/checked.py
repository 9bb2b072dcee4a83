"""What can be said to someone who asks whether it is true.

Nothing that nobody has looked at is said with its place, but to those who name that place themselves: whoever asks
whether a rumor is true should hear that it is being checked, and learns no place from it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that nobody has confirmed yet."""

    place: PlaceId
    observed: datetime


class Known(StrEnum):
    """What is known of a place."""

    CONFIRMED = "confirmed"
    BEING_CHECKED = "being_checked"
    CLOSED = "closed"
    NEVER_CHECKED = "never_checked"
    """Told of, and nobody could look in time."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class AtPlace:
    """What is known of one place that somebody asks about."""

    place: PlaceId
    neighborhood: NeighborhoodId
    known: Known
    observed: datetime | None = None
    """When it was seen; none when nothing is known."""
    settled: datetime | None = None
    """When it was confirmed, or came to an end."""
    status: Status | None = None
    """How it came to an end."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody may have asked about: places, or else neighborhoods; neither where nothing was found."""

    places: tuple[AtPlace, ...] = ()
    neighborhoods: tuple[NeighborhoodId, ...] = ()


def at_place(
    place: PlaceId,
    neighborhood: NeighborhoodId,
    *,
    building: Collection[PlaceId] = (),
    confirmed: Sequence[AlertFacts],
    waiting: Sequence[Waiting],
    closed: Sequence[Closed],
    since: datetime,
) -> AtPlace:
    """What matters most of what is known there, or at another place in the same building; of each, the newest counts.
    What was seen before `since` is too old to be confirmed any more."""
    there = {place, *building}
    for alert in confirmed:
        if alert.place in there:
            return AtPlace(place, neighborhood, Known.CONFIRMED, alert.observed, alert.corrected or alert.confirmed)
    here = max((one.observed for one in waiting if one.place in there), default=None)
    if here is not None and here >= since:
        return AtPlace(place, neighborhood, Known.BEING_CHECKED, here)
    for one in closed:
        if one.place in there:
            return AtPlace(place, neighborhood, Known.CLOSED, one.observed, one.closed, one.status)
    if here is not None:
        return AtPlace(place, neighborhood, Known.NEVER_CHECKED, here)
    return AtPlace(place, neighborhood, Known.NOTHING)
