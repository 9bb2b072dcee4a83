"""What someone presses who wants to know their rights."""

from dataclasses import dataclass

from bot.domain.buttons.wire import Button
from bot.domain.rights import Situation


@dataclass(frozen=True, slots=True)
class Rights(Button):
    """Show the cards there are, in a message of their own: the one above the button stays as it is."""

    prefix = "k"


@dataclass(frozen=True, slots=True)
class RightsCard(Button):
    """Show one card."""

    prefix = "kc"
    situation: Situation


@dataclass(frozen=True, slots=True)
class RightsList(Button):
    """Back from a card to the cards there are, in the same message."""

    prefix = "kb"


@dataclass(frozen=True, slots=True)
class RightsPicture(Button):
    """Send one card as a picture."""

    prefix = "kp"
    situation: Situation


@dataclass(frozen=True, slots=True)
class RightsPages(Button):
    """Send all cards as pages to print."""

    prefix = "kf"
