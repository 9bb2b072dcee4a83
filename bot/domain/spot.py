"""Where a report was pinned, as coarse as it is kept: enough to tell one block from the next."""

from dataclasses import dataclass
from math import cos, radians

from bot.domain.duplicates.sighting import DEGREE_M

GRID_M = 25.0
"""Metres between two points that are told apart: half of how far people stand from what they see."""

LEAST_ACCURATE_M = 1500.0
"""The largest radius that Telegram tells."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the grid, in degrees, and the radius in metres that the phone gave for the pin, if it gave one."""

    lat: float
    lon: float
    accuracy_m: int | None = None


def rounded(lat: float, lon: float, accuracy_m: float | None = None) -> Spot:
    """The point of the grid that is nearest to a pin in a city. An accuracy that no phone tells is none."""
    step = GRID_M / DEGREE_M
    south = round(lat / step) * step
    across = step / cos(radians(south))
    if accuracy_m is not None and not 0 <= accuracy_m <= LEAST_ACCURATE_M:
        accuracy_m = None
    told = None if accuracy_m is None else round(accuracy_m)
    return Spot(round(south, 6), round(round(lon / across) * across, 6), told)
