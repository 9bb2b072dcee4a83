"""Open incidents, found by where they are: of thousands, only a few are ever weighed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.duplicates.following import Course
from bot.domain.duplicates.sighting import Point, Sighting
from bot.domain.duplicates.weighing import WITHIN

CELL_M = 400.0
"""The grid's step: in a cell and those around it everything is found up to so far away. Nothing joins from farther, but
what follows a patrol, which is in every cell where it was seen."""

TOO_MANY = 40
"""Incidents of one neighborhood among which a report without a point could be of any."""

SILENT = 4 * WITHIN
"""Minutes after which nobody tells of an incident any more: a phone may have had no signal for hours."""

Cell = tuple[int, int]


@dataclass(slots=True)
class Nearby:
    """The courses of the open incidents by number, and the grid over them."""

    courses: dict[int, Course] = field(default_factory=dict)
    _cells: defaultdict[Cell, set[int]] = field(default_factory=lambda: defaultdict(set))
    _homes: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _lost: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Those of a neighborhood of which nobody has sent a point."""

    def put(self, known: Course) -> None:
        """Note where it was seen, beside where it was before."""
        self.courses[known.incident] = known
        for one in known.located:
            self._cells[cell(one.point, CELL_M)].add(known.incident)
        for home in known.neighborhoods:
            self._homes[home].add(known.incident)
            if known.located:
                self._lost[home].discard(known.incident)
            else:
                self._lost[home].add(known.incident)

    def drop(self, incident: int, sightings: Iterable[Sighting]) -> None:
        """Take it out, which was seen so."""
        for one in sightings:
            if one.point is not None:
                self._cells[cell(one.point, CELL_M)].discard(incident)
            if one.neighborhood is not None:
                self._homes[one.neighborhood].discard(incident)
                self._lost[one.neighborhood].discard(incident)
        del self.courses[incident]

    def candidates(self, sighting: Sighting, now: float) -> tuple[Sequence[Course], Sequence[Course]]:
        """The incidents that it may tell of, and those in the way of which nobody has told for long: those near it,
        and where one of both has no point, those of the neighborhood. Of very many there, nobody could tell which."""
        since, silent = sighting.seen - WITHIN, now - SILENT
        point, seen, blur = sighting.point, sighting.seen, sighting.blur
        found, gone = list[Course](), list[Course]()
        for number in self._near(sighting):
            one = self.courses[number]
            if one.told < silent:
                gone.append(one)
            elif one.seen >= since and (point is None or one.may_be_at(point, seen, blur)):
                found.append(one)
                if point is None and len(found) > TOO_MANY:
                    return [], gone
        return found, gone

    def _near(self, sighting: Sighting) -> Collection[int]:
        home = sighting.neighborhood or ""
        if sighting.point is None:
            return self._homes.get(home, ())
        cells = (self._cells[one] for one in with_neighbors(cell(sighting.point, CELL_M)) if one in self._cells)
        return set(self._lost.get(home, ())).union(*cells)


def cell(point: Point | None, step: float) -> Cell:
    """The square of a grid with this step that a point lies in."""
    assert point is not None  # noqa: S101  only those with a point are asked
    return int(point[0] // step), int(point[1] // step)


def with_neighbors(middle: Cell) -> Sequence[Cell]:
    """A cell and the eight around it."""
    east, north = middle
    return [(east + x, north + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
