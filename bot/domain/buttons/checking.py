"""What someone presses who asks whether it is true."""

from dataclasses import dataclass

from bot.domain.buttons.wire import Button
from bot.domain.ids import NeighborhoodId, PlaceId


@dataclass(frozen=True, slots=True)
class Check(Button):
    """What is known where one listens."""

    prefix = "q"


@dataclass(frozen=True, slots=True)
class CheckAt(Button):
    """What is known in one neighborhood, or in the whole city."""

    prefix = "qa"
    neighborhood: NeighborhoodId


@dataclass(frozen=True, slots=True)
class CheckPart(Button):
    """Choose a neighborhood of one part of the city, or a part."""

    prefix = "qp"
    part: str


@dataclass(frozen=True, slots=True)
class CheckPlace(Button):
    """What is known of one place."""

    prefix = "qw"
    place: PlaceId
