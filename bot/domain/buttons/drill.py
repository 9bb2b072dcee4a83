"""What organizers press who want an exercise, and whoever takes part in one."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.buttons.wire import Button


class Taking(StrEnum):
    """Whether someone takes part."""

    PART = "part"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Exercises(Button):
    """Take part in exercises, or no more."""

    prefix = "px"
    taking: Taking


@dataclass(frozen=True, slots=True)
class Drill(Button):
    """Agree to begin an exercise. It begins once two organizers have."""

    prefix = "xb"
