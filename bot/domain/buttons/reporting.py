"""What someone presses who tells what they saw. `draft` tells the buttons of one draft from those of another."""

from dataclasses import dataclass

from bot.domain.asking import Said
from bot.domain.buttons.wire import Button
from bot.domain.details import Source, Still, Vehicles
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


@dataclass(frozen=True, slots=True)
class More(Button):
    """Show the optional screen of a whole draft."""

    prefix = "rm"
    draft: int


@dataclass(frozen=True, slots=True)
class HasVehicles(Button):
    """How many vehicles: to say so, or with 0 to take it back, so that a double tap is one."""

    prefix = "rv"
    draft: int
    vehicles: Vehicles
    on: int


@dataclass(frozen=True, slots=True)
class OnVests(Button):
    """What the vests say: to say so, or with 0 to take it back."""

    prefix = "rg"
    draft: int
    vests: Said
    on: int


@dataclass(frozen=True, slots=True)
class KnownBy(Button):
    """Seen, or heard from someone: one of them always holds."""

    prefix = "ro"
    draft: int
    source: Source


@dataclass(frozen=True, slots=True)
class AreStill(Button):
    """Still there, or gone: to say so, or with 0 to take it back."""

    prefix = "rl"
    draft: int
    still: Still
    on: int


@dataclass(frozen=True, slots=True)
class Enough(Button):
    """Back from the optional screen to where it is sent."""

    prefix = "rf"
    draft: int


@dataclass(frozen=True, slots=True)
class Bare(Button):
    """Take the note and the photo out of the draft."""

    prefix = "rz"
    draft: int
