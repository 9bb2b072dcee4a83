"""What becomes of a report, and why: as a volunteer reads it."""

from dataclasses import dataclass
from enum import StrEnum


class Alike(StrEnum):
    """How two activities compare."""

    SAME = "same"
    CONFUSED = "confused"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a report may belong to an incident, as a volunteer can check it."""

    metres: float | None
    """From where the incident should be by now; none when one of them has no point."""
    minutes: float
    """From the nearest in time of its sightings."""
    activity: Alike
    same_place: bool
    """The same place was chosen or named."""
    other_place: bool
    """Another place was chosen or named."""


@dataclass(frozen=True, slots=True)
class Join:
    """It belongs to this incident."""

    incident: int
    chance: float
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class Suggest:
    """It may belong to this incident: someone should look."""

    incident: int
    chance: float
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class New:
    """Nothing like it is known."""


Decision = Join | Suggest | New
