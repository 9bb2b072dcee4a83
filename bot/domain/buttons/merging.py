"""What is pressed to make two incidents one, or one two. `version` is the incident's, as its card was drawn."""

from dataclasses import dataclass

from bot.domain.buttons.wire import Button
from bot.domain.ids import IncidentId


@dataclass(frozen=True, slots=True)
class SameAs(Button):
    """Show which other incidents it may be."""

    prefix = "im"
    incident: IncidentId
    version: int


@dataclass(frozen=True, slots=True)
class Merge(Button):
    """It is the same as that one."""

    prefix = "ij"
    incident: IncidentId
    version: int
    into: IncidentId


@dataclass(frozen=True, slots=True)
class KeepApart(Button):
    """It is not the same as that one."""

    prefix = "ik"
    incident: IncidentId
    version: int
    other: IncidentId


@dataclass(frozen=True, slots=True)
class TakeOut(Button):
    """Show which reports may tell of something else."""

    prefix = "it"
    incident: IncidentId
    version: int


@dataclass(frozen=True, slots=True)
class Split(Button):
    """So many of its newest reports tell of something else."""

    prefix = "is"
    incident: IncidentId
    version: int
    newest: int


@dataclass(frozen=True, slots=True)
class Undo(Button):
    """Undo the merge or the split that made this incident what it is."""

    prefix = "iu"
    incident: IncidentId
    version: int
