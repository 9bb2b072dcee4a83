"""What organizers press who stop all sending to the public, let it go on, or look at what was done."""

from dataclasses import dataclass

from bot.domain.buttons.wire import Button
from bot.domain.freezing import Wish
from bot.domain.record import Span


@dataclass(frozen=True, slots=True)
class Standstill(Button):
    """Show whether all sending is stopped, and what can be done."""

    prefix = "zs"


@dataclass(frozen=True, slots=True)
class Stop(Button):
    """Stop all sending to the public."""

    prefix = "zf"


@dataclass(frozen=True, slots=True)
class Agree(Button):
    """Agree to the end of this freeze, or to asking people to ignore this broadcast. Done once two have."""

    prefix = "za"
    wish: Wish
    about: int


@dataclass(frozen=True, slots=True)
class Acts(Button):
    """Show what was done, the newest first, from this page on."""

    prefix = "zl"
    page: int


@dataclass(frozen=True, slots=True)
class Record(Button):
    """Hand over the confirmed incidents of this span of time."""

    prefix = "zr"
    span: Span
