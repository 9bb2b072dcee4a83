"""What volunteers and organizers press. `version` is the incident's, as its card was drawn."""

from dataclasses import dataclass

from bot.domain.buttons.wire import Button
from bot.domain.details import Still
from bot.domain.duty import Rest
from bot.domain.ids import IncidentId
from bot.domain.incident import Activity, Number, Reason, Step
from bot.domain.verification import Agency, Answer, Where


@dataclass(frozen=True, slots=True)
class OnDuty(Button):
    """Start duty in the neighborhoods that `bot.domain.duty` packed, or end it with no hours."""

    prefix = "du"
    hours: int
    where: str


@dataclass(frozen=True, slots=True)
class Covering(Button):
    """Choose otherwise where to be on duty: this is what is chosen now."""

    prefix = "dw"
    where: str


@dataclass(frozen=True, slots=True)
class Standing(Button):
    """Show where one is on duty, and until when."""

    prefix = "ds"


@dataclass(frozen=True, slots=True)
class Resting(Button):
    """Be left in peace for a while, or no more."""

    prefix = "dr"
    rest: Rest


@dataclass(frozen=True, slots=True)
class Claimed(Button):
    """A volunteer takes an incident to look at, as its card stood at that version."""

    prefix = "c"
    incident: IncidentId
    version: int


@dataclass(frozen=True, slots=True)
class HandBack(Button):
    """The volunteer who is looking cannot go."""

    prefix = "ch"
    incident: IncidentId


@dataclass(frozen=True, slots=True)
class ShowCard(Button):
    """Show the incident's card again, in place of a question."""

    prefix = "ic"
    incident: IncidentId


@dataclass(frozen=True, slots=True)
class ShowWaiting(Button):
    """A volunteer wants the card of what stands on their list."""

    prefix = "iw"
    incident: IncidentId


@dataclass(frozen=True, slots=True)
class ShowPhotos(Button):
    """Show whoever looks the photos that came with the reports."""

    prefix = "cp"
    incident: IncidentId


@dataclass(frozen=True, slots=True)
class Found(Button):
    """A volunteer's finding, as the incident's card stood at that version."""

    prefix = "f"
    incident: IncidentId
    version: int
    answer: Answer
    where: Where


@dataclass(frozen=True, slots=True)
class OfAgency(Button):
    """A volunteer who saw it tells which agency."""

    prefix = "fa"
    incident: IncidentId
    agency: Agency


@dataclass(frozen=True, slots=True)
class OfActivity(Button):
    """A volunteer who saw it tells what they are doing."""

    prefix = "fv"
    incident: IncidentId
    activity: Activity


@dataclass(frozen=True, slots=True)
class OfNumber(Button):
    """A volunteer who saw it tells how many they are."""

    prefix = "fn"
    incident: IncidentId
    number: Number


@dataclass(frozen=True, slots=True)
class Decide(Button):
    """An organizer decides a dispute, or ends or takes back an alert, as its card stood at that version."""

    prefix = "x"
    incident: IncidentId
    version: int
    step: Step


@dataclass(frozen=True, slots=True)
class TakeBack(Button):
    """An organizer wants to take an alert back, as its card stood at that version: why?"""

    prefix = "xt"
    incident: IncidentId
    version: int


@dataclass(frozen=True, slots=True)
class Retract(Button):
    """An organizer takes an alert back, for that reason."""

    prefix = "xr"
    incident: IncidentId
    version: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Reinstate(Button):
    """Someone else says that an alert stands which was ended or taken back."""

    prefix = "xu"
    incident: IncidentId


@dataclass(frozen=True, slots=True)
class Readmit(Button):
    """An organizer says that the one who was suspended at that moment may act again."""

    prefix = "xo"
    mark: int


@dataclass(frozen=True, slots=True)
class Rechecked(Button):
    """Whoever looked after an alert says whether they are still there."""

    prefix = "xs"
    incident: IncidentId
    still: Still
