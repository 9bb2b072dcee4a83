"""What someone presses who practises."""

from dataclasses import dataclass

from bot.domain.buttons.wire import Button
from bot.domain.training import Scene


@dataclass(frozen=True, slots=True)
class Rehearse(Button):
    """Go on with a rehearsal, from as far as `bot.domain.training` packed."""

    prefix = "tr"
    scene: Scene
    at: str
