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
    MERGED = "merged"
    """It was the same as another, which has its reports and findings now."""
    EXPIRED = "expired"
    """Its time ran out, and nobody has looked again: nothing is known of it any more, and least that it is over."""
    LAPSED = "lapsed"
    """Nobody could confirm or dismiss it in time: it is no news any more, and nobody was told."""


class Reason(StrEnum):
    """Why an alert was wrong; `wrong.<value>` in the catalogs."""

    NOT_ICE = "not_ice"
    WRONG_PLACE = "wrong_place"
    WRONG_TIME = "wrong_time"
    HOAX = "hoax"


class Step(StrEnum):
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    ALL_CLEAR = "all_clear"
    RETRACT = "retract"
    MERGE = "merge"
    UNMERGE = "unmerge"
    FOLLOW_UP = "follow_up"
    """It is still going on."""
    REINSTATE = "reinstate"
    """It was ended or taken back by mistake."""
    EXPIRE = "expire"
    LAPSE = "lapse"
    """These two are the clock's own."""


NEXT: Mapping[tuple[Status, Step], Status] = MappingProxyType(
    {
        (Status.UNVERIFIED, Step.CONFIRM): Status.ACTIVE,
        (Status.UNVERIFIED, Step.DISMISS): Status.DISMISSED,
        (Status.UNVERIFIED, Step.MERGE): Status.MERGED,
        (Status.UNVERIFIED, Step.LAPSE): Status.LAPSED,
        (Status.MERGED, Step.UNMERGE): Status.UNVERIFIED,
        (Status.ACTIVE, Step.FOLLOW_UP): Status.ACTIVE,
        (Status.ACTIVE, Step.ALL_CLEAR): Status.OVER,
        (Status.ACTIVE, Step.RETRACT): Status.RETRACTED,
        (Status.ACTIVE, Step.EXPIRE): Status.EXPIRED,
        (Status.OVER, Step.RETRACT): Status.RETRACTED,
        (Status.OVER, Step.REINSTATE): Status.ACTIVE,
        (Status.RETRACTED, Step.REINSTATE): Status.ACTIVE,
        (Status.EXPIRED, Step.RETRACT): Status.RETRACTED,
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
    expires: datetime | None = None
    """When its alert does, unless there is a follow-up; none while no alert stands."""
    merged_into: IncidentId | None = None
    """The incident that has its reports and findings, while it is merged."""
    split_from: IncidentId | None = None
    """The incident that its reports were taken out of, if any."""
    regrouped: datetime | None = None
    """When it was merged or split off."""
    exercise: bool = False
    """It is played, for those who take part in exercises."""
    edition: int = 1
    """Grows with every change too, and with what is only worth drawing the cards again: buttons still hold."""

    def claimed_at(self, now: datetime) -> Claim | None:
        """The claim that still holds at `now`, if any."""
        return self.claim if self.claim and self.claim.until > now else None
