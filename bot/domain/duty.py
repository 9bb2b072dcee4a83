"""When a volunteer can be reached, and for where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import EVERYWHERE, NeighborhoodId

Neighborhoods = frozenset[NeighborhoodId]


@dataclass(frozen=True, slots=True)
class Duty:
    """A volunteer is available for these neighborhoods until then."""

    where: Neighborhoods
    until: datetime
    muted_until: datetime | None = None
    """Cards make no sound before that."""
    busy_until: datetime | None = None
    """No cards come before that."""


class Rest(StrEnum):
    """How a volunteer on duty is left in peace for a while; `duty.<value>` in the catalogs."""

    MUTE = "mute"
    BUSY = "busy"
    BACK = "back"
    """No more."""


RESTS = {Rest.MUTE: timedelta(hours=1), Rest.BUSY: timedelta(minutes=30)}
"""How long. Whoever is busy is expected back soon: otherwise they end their duty."""

REMINDED_BEFORE = timedelta(minutes=15)
"""So long before its end whoever is on duty is asked whether they stay."""


@dataclass(frozen=True, slots=True)
class Available:
    """Someone on duty who is not busy."""

    where: Neighborhoods
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What a volunteer can be on duty for, in menu order, and what of it is chosen so far."""

    offered: tuple[NeighborhoodId, ...]
    chosen: Neighborhoods
    now: Duty | None
    """The duty that holds at this moment, if any."""
    covered: Mapping[NeighborhoodId, int] = field(default_factory=dict)
    """How many are on duty for each neighborhood that someone is on duty for, and never who."""
    on_duty: int = 0
    """How many are on duty, wherever."""


def offered(listens: Neighborhoods, menu: Sequence[NeighborhoodId]) -> tuple[NeighborhoodId, ...]:
    """What someone who listens there can be on duty for: those neighborhoods, or the whole city. Whoever listens to
    the whole city may narrow it down to any neighborhood."""
    inside = menu if EVERYWHERE in listens else [one for one in menu if one in listens]
    return (*(one for one in inside if one != EVERYWHERE), EVERYWHERE)


def packed(where: Neighborhoods, menu: Sequence[NeighborhoodId]) -> str:
    """The choice in few letters, for a button: a bit for each neighborhood of the menu, and one for the whole city."""
    return f"{sum(1 << at for at, one in enumerate((EVERYWHERE, *menu)) if one in where):x}"


def unpacked(letters: str, menu: Sequence[NeighborhoodId]) -> Neighborhoods | None:
    """The choice again, or none when no button of ours could have carried it."""
    try:
        bits = int(letters, 16)
    except ValueError:
        return None
    where = frozenset(one for at, one in enumerate((EVERYWHERE, *menu)) if bits >> at & 1)
    return where if packed(where, menu) == letters else None
