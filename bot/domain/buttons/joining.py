"""What someone presses who begins to listen, or leaves."""

from dataclasses import dataclass

from bot.domain.buttons.wire import Button
from bot.domain.ids import Language, NeighborhoodId


@dataclass(frozen=True, slots=True)
class Speak(Button):
    """Use this language from now on."""

    prefix = "l"
    language: Language


@dataclass(frozen=True, slots=True)
class Languages(Button):
    """Show the languages again."""

    prefix = "ll"


@dataclass(frozen=True, slots=True)
class Part(Button):
    """Show the neighborhoods of one part of the city."""

    prefix = "ap"
    part: str


@dataclass(frozen=True, slots=True)
class Listen(Button):
    """Start or stop listening in a neighborhood."""

    prefix = "a"
    neighborhood: NeighborhoodId


@dataclass(frozen=True, slots=True)
class Settled(Button):
    """The neighborhoods are chosen."""

    prefix = "ad"


@dataclass(frozen=True, slots=True)
class Forget(Button):
    """Yes, forget everything about me."""

    prefix = "g"


@dataclass(frozen=True, slots=True)
class Keep(Button):
    """No, do not forget me."""

    prefix = "gn"
