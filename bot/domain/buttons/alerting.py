"""What those who got an alert press under it. Each carries the alert's number alone: the same for all who hold it."""

from dataclasses import dataclass

from bot.domain.buttons.wire import Button
from bot.domain.echo import Echo
from bot.domain.ids import IncidentId


@dataclass(frozen=True, slots=True)
class ShowMap(Button):
    """Show the alert's place on the map."""

    prefix = "m"
    incident: IncidentId


@dataclass(frozen=True, slots=True)
class Echoed(Button):
    """Tell the volunteers something about the alert."""

    prefix = "e"
    incident: IncidentId
    echo: Echo
