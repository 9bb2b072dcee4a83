"""Two incidents that were one, and one that was two: what may be put together, and for how long that can be undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.duplicates import Alike
from bot.domain.ids import IncidentId, PlaceId
from bot.domain.incident import OPEN, Incident, Status

SAME_WITHIN = timedelta(hours=3)
"""Seen further apart than that, two things are two."""

MOST = 3
"""So many are suggested at a time, and so many of the newest reports can be taken out."""

UNDO = timedelta(minutes=10)
"""For so long a merge and a split can be undone."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An open incident that may be the same."""

    incident: IncidentId
    place: PlaceId
    observed: datetime
    metres: float
    """How far its place is."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """An open incident that this one may be the same as, and why that was thought of."""

    incident: IncidentId
    place: PlaceId
    observed: datetime
    metres: int | None
    minutes: int
    """Between the two reports of them that are nearest in time."""
    activity: Alike


@dataclass(frozen=True, slots=True)
class Moved:
    """What one incident brought into another, by number: what goes back when that is undone."""

    reports: tuple[int, ...]
    findings: tuple[int, ...]


def may_merge(one: Incident, into: Incident) -> bool:
    """Whether `one` may be merged into `into`: nothing that was published disappears in something else."""
    return (
        one.id != into.id
        and one.exercise is into.exercise
        and one.status is Status.UNVERIFIED
        and into.status in OPEN
        and abs(one.observed - into.observed) <= SAME_WITHIN
    )


def offered(one: Incident, other: Incident) -> tuple[IncidentId, IncidentId] | None:
    """Of two that may be the same, which may be merged into which: the newer into the older, unless that cannot be.
    None when neither can: both were published, or they are hours apart."""
    older, newer = sorted((one, other), key=lambda incident: incident.id)
    for small, into in ((newer, older), (older, newer)):
        if may_merge(small, into):
            return small.id, into.id
    return None


def suggestions(one: Incident, others: Iterable[tuple[Incident, float]]) -> tuple[Suggestion, ...]:
    """The incidents that `one` may be merged into, the nearest first; `others` come with their distance in metres."""
    possible = [
        (metres, abs(one.observed - other.observed), other.id, other)
        for other, metres in others
        if may_merge(one, other)
    ]
    near = sorted(possible, key=lambda found: found[:3])[:MOST]
    return tuple(Suggestion(other.id, other.place, other.observed, metres) for metres, _, _, other in near)


def may_undo(incident: Incident, now: datetime) -> bool:
    """Whether the merge or split that made this incident what it is can still be undone."""
    if incident.regrouped is None or now - incident.regrouped > UNDO:
        return False
    if incident.status is Status.MERGED:
        return True
    return incident.status is Status.UNVERIFIED and incident.split_from is not None
