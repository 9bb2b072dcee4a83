"""What an incident is, and the only way it changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from bot.domain.ids import IncidentId, NeighborhoodId, PersonNumber, PlaceId
from bot.domain.refusals import IllegalStep


class Activity(StrEnum):
    """What was seen: a closed list, so that an alert is exact in every language."""

    GATHERING = "gathering"
    PATROL = "patrol"
    QUESTIONING = "questioning"
    DETENTION = "detention"
    ENTRY = "entry"
    CHECKPOINT = "checkpoint"
    OTHER = "other"


class Number(StrEnum):
    """How many officers were seen, as coarse as people can tell."""

    FEW = "few"
    SEVERAL = "several"
    MANY = "many"
    UNKNOWN = "unknown"


class Status(StrEnum):
    UNVERIFIED = "unverified"
    ACTIVE = "active"
    DISMISSED = "dismissed"
    OVER = "over"
    RETRACTED = "retracted"


class Step(StrEnum):
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    ALL_CLEAR = "all_clear"
    RETRACT = "retract"


NEXT: Mapping[tuple[Status, Step], Status] = MappingProxyType(
    {
        (Status.UNVERIFIED, Step.CONFIRM): Status.ACTIVE,
        (Status.UNVERIFIED, Step.DISMISS): Status.DISMISSED,
        (Status.ACTIVE, Step.ALL_CLEAR): Status.OVER,
        (Status.ACTIVE, Step.RETRACT): Status.RETRACTED,
        (Status.OVER, Step.RETRACT): Status.RETRACTED,
    }
)


OPEN = frozenset({Status.UNVERIFIED, Status.ACTIVE})
"""A new report may still belong to an incident in one of these."""


def advance(status: Status, step: Step) -> Status:
    """Where this step leads, or IllegalStep."""
    try:
        return NEXT[status, step]
    except KeyError:
        raise IllegalStep(status, step) from None


@dataclass(frozen=True, slots=True)
class Claim:
    """A volunteer is looking, until then."""

    by: PersonNumber
    until: datetime


@dataclass(frozen=True, slots=True)
class Incident:
    """The thing happening in the world. `version` grows with every change, so that an old card shows itself as old."""

    id: IncidentId
    place: PlaceId
    neighborhood: NeighborhoodId
    activity: Activity
    number: Number
    status: Status
    observed: datetime
    opened: datetime
    version: int
    claim: Claim | None = None

    def claimed_at(self, now: datetime) -> Claim | None:
        """The claim that still holds at `now`, if any."""
        return self.claim if self.claim and self.claim.until > now else None
