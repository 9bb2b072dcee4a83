"""When a volunteer can be reached, and for where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import EVERYWHERE, NeighborhoodId

Neighborhoods = frozenset[NeighborhoodId]


@dataclass(frozen=True, slots=True)
class Duty:
    """A volunteer is available for these neighborhoods until then."""

    where: Neighborhoods
    until: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """What a volunteer can be on duty for, in menu order, and what of it is chosen so far."""

    offered: tuple[NeighborhoodId, ...]
    chosen: Neighborhoods
    now: Duty | None
    """The duty that holds at this moment, if any."""


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
