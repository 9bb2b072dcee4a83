"""How often something new begins, as what began in the last day tells it."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.duplicates.following import Course
from bot.domain.duplicates.nearby import Cell, cell, with_neighbors
from bot.domain.duplicates.sighting import Sighting
from bot.domain.duplicates.weighing import Background

AROUND_M = 1000.0
"""The step of the grid in which new incidents are counted: a cell and those around it are "around here", 3 km by 3 km,
a neighborhood and its neighbors."""

DAY = 24 * 60.0
"""Minutes over which new incidents are counted: a whole day, so that each hour of it counts once."""

AT_LEAST = 6 * 60.0
"""Minutes that are taken to have passed when less has: one incident in the first ten minutes is no flood."""


@dataclass(slots=True)
class Begun:
    """Where and when incidents began, as far as that still counts."""

    since: float | None = None
    """The minute from which on everything is known."""
    now: float = 0.0
    _opened: defaultdict[Cell | str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _backgrounds: dict[tuple[Cell | None, str | None], Background] = field(default_factory=dict)
    """Those of the running minute."""

    def turn(self, minute: float) -> None:
        """Count from this minute on."""
        if self.since is None:
            self.since = minute
        self.now = minute
        self._backgrounds.clear()

    def count(self, known: Course) -> None:
        """Note that this one is new."""
        told = known.sightings[0].told
        self._backgrounds.clear()
        for first in known.located[:1]:
            self._opened[cell(first.point, AROUND_M)].append(told)
        for home in known.neighborhoods:
            self._opened[home].append(told)

    def background(self, sighting: Sighting) -> Background:
        """How often something new begins around here."""
        here = None if sighting.point is None else cell(sighting.point, AROUND_M)
        key = here, sighting.neighborhood
        if key not in self._backgrounds:
            density = self._begins(with_neighbors(here)) / (3 * AROUND_M) ** 2 if here is not None else 0.0
            self._backgrounds[key] = Background(density, self._begins([sighting.neighborhood]))
        return self._backgrounds[key]

    def _begins(self, where: Sequence[Cell | str | None]) -> float:
        """New incidents a minute in all of these; one at least, for nowhere is nothing to be expected."""
        count = 0
        for one in where:
            opened = self._opened.get(one) if one is not None else None
            if opened:
                while opened and opened[0] < self.now - DAY:
                    opened.popleft()
                count += len(opened)
        passed = self.now - (self.now if self.since is None else self.since)
        return max(count, 1) / min(DAY, max(AT_LEAST, passed))


def counted(around: int, in_neighborhood: int) -> Background:
    """The background where so many incidents began in a day within `AROUND_M` and half as much again, and in the
    neighborhood."""
    return Background(max(around, 1) / DAY / (3 * AROUND_M) ** 2, max(in_neighborhood, 1) / DAY)
