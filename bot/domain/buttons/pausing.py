"""What someone presses who wants to hear nothing for a while, or nothing loud at night."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.buttons.wire import Button
from bot.domain.pausing import Length


class Nights(StrEnum):
    """How alerts come at night."""

    SILENT = "silent"
    LOUD = "loud"


@dataclass(frozen=True, slots=True)
class Pause(Button):
    """No alerts for so long."""

    prefix = "p"
    length: Length


@dataclass(frozen=True, slots=True)
class Resume(Button):
    """Alerts again."""

    prefix = "pr"


@dataclass(frozen=True, slots=True)
class AtNight(Button):
    """With or without a sound at night."""

    prefix = "pn"
    nights: Nights
