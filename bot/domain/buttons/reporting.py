"""What someone presses who tells what they saw. `draft` tells the buttons of one draft from those of another."""

from dataclasses import dataclass

from bot.domain.buttons.wire import Button
from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number
from bot.domain.report import When


@dataclass(frozen=True, slots=True)
class What(Button):
    """A draft's answer: what was seen."""

    prefix = "rw"
    draft: int
    activity: Activity


@dataclass(frozen=True, slots=True)
class Around(Button):
    """A draft's answer: in which neighborhood."""

    prefix = "rn"
    draft: int
    neighborhood: NeighborhoodId


@dataclass(frozen=True, slots=True)
class Elsewhere(Button):
    """Show the neighborhoods again."""

    prefix = "re"
    draft: int


@dataclass(frozen=True, slots=True)
class Among(Button):
    """Show a page of the places of one kind in the draft's neighborhood; pages count from 0."""

    prefix = "rk"
    draft: int
    kind: str
    page: int


@dataclass(frozen=True, slots=True)
class At(Button):
    """A draft's answer: at which place."""

    prefix = "rp"
    draft: int
    place: PlaceId


@dataclass(frozen=True, slots=True)
class Seen(Button):
    """A draft's answer: when."""

    prefix = "rt"
    draft: int
    when: When


@dataclass(frozen=True, slots=True)
class HowMany(Button):
    """A draft's answer: how many."""

    prefix = "rh"
    draft: int
    number: Number


@dataclass(frozen=True, slots=True)
class Back(Button):
    """One question back in a draft."""

    prefix = "rb"
    draft: int


@dataclass(frozen=True, slots=True)
class Cancel(Button):
    """Throw the draft away."""

    prefix = "rx"
    draft: int


@dataclass(frozen=True, slots=True)
class Send(Button):
    """Submit the draft."""

    prefix = "rs"
    draft: int
