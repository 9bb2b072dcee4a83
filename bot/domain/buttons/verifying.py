"""What volunteers and organizers press. `version` is the incident's, as its card was drawn."""

from dataclasses import dataclass

from bot.domain.buttons.wire import Button
from bot.domain.ids import IncidentId
from bot.domain.incident import Step
from bot.domain.verification import Answer, Where


@dataclass(frozen=True, slots=True)
class OnDuty(Button):
    """Start or end duty in the neighborhoods one listens to."""

    prefix = "du"
    hours: int


@dataclass(frozen=True, slots=True)
class Claimed(Button):
    """A volunteer takes an incident to look at, as its card stood at that version."""

    prefix = "c"
    incident: IncidentId
    version: int


@dataclass(frozen=True, slots=True)
class Found(Button):
    """A volunteer's finding, as the incident's card stood at that version."""

    prefix = "f"
    incident: IncidentId
    version: int
    answer: Answer
    where: Where


@dataclass(frozen=True, slots=True)
class Decide(Button):
    """An organizer decides a dispute, or ends or takes back an alert, as its card stood at that version."""

    prefix = "x"
    incident: IncidentId
    version: int
    step: Step
