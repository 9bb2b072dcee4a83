"""All incidents that a report may tell of, found by where they are, and each followed as it goes on."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import log

from bot.domain.duplicates.decision import Decision, Join
from bot.domain.duplicates.following import Course, course
from bot.domain.duplicates.sighting import Point, Sighting
from bot.domain.duplicates.weighing import (
    SURE,
    WITHIN,
    Background,
    decide,
    odds_of,
    reasons_for,
    weigh,
)

CELL_M = 400.0
"""The grid's step: in a cell and those around it everything is found up to so far away. Nothing joins from farther, but
what follows a patrol, which is in every cell where it was seen."""

AROUND_M = 1000.0
"""The step of the grid in which new incidents are counted: a cell and those around it are "around here", 3 km by 3 km,
a neighborhood and its neighbors."""

DAY = 24 * 60.0
"""Minutes over which new incidents are counted: a whole day, so that each hour of it counts once."""

AT_LEAST = 6 * 60.0
"""Minutes that are taken to have passed when less has: one incident in the first ten minutes is no flood."""

SMALL = 3
"""An incident of so few reports may turn out to be part of another when more is known of that."""

TOO_MANY = 40
"""Incidents of one neighborhood among which a report without a point could be of any."""

SILENT = 4 * WITHIN
"""Minutes after which nobody tells of an incident any more: a phone may have had no signal for hours."""

Cell = tuple[int, int]


@dataclass(slots=True)
class Known:
    """The open incidents, while reports come in the order in which they arrive.

    Everything is weighed against what was known when the running minute began, and against each report of this minute
    by itself: so the order within a minute of the clock changes nothing. Courses and counts move on between minutes.
    """

    courses: dict[int, Course] = field(default_factory=dict)
    _minute: float | None = None
    _begun: float = 0.0
    _fresh: list[tuple[Sighting, int]] = field(default_factory=list)
    """What came in the running minute, and where it went."""
    _newcomers: list[tuple[Course, int]] = field(default_factory=list)
    """Those of them that joined nothing older, each by itself."""
    _fits: dict[str, Sequence[int]] = field(default_factory=dict)
    """What each of them might tell of: it may show that two are one."""
    _part_of: dict[int, int] = field(default_factory=dict)
    """Incidents that were found to be part of another."""
    _cells: defaultdict[Cell, set[int]] = field(default_factory=lambda: defaultdict(set))
    _homes: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _lost: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Those of a neighborhood of which nobody has sent a point."""
    _sightings: dict[int, list[Sighting]] = field(default_factory=dict)
    _opened: defaultdict[Cell | str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _backgrounds: dict[tuple[Cell | None, str | None], Background] = field(default_factory=dict)
    """Those of the running minute."""
    _next: int = 0

    def take(self, sighting: Sighting) -> tuple[int, Decision]:
        """The incident of a report, which it opens unless it joins one, and why."""
        self._turn(sighting.told)
        weighed = weigh(sighting, self.candidates(sighting), self.background)
        decision = decide(sighting, weighed, self.background)
        if isinstance(decision, Join):
            incident = decision.incident
        else:
            incident, decision = self._among_fresh(sighting, decision)
        self._fresh.append((sighting, incident))
        self._fits[sighting.key] = [one.incident for odds, one in weighed if odds > 1]
        return incident, decision

    def holds(self, incident: int) -> int:
        """The incident that this one turned out to be part of, or itself."""
        while incident in self._part_of:
            incident = self._part_of[incident]
        return incident

    def _turn(self, now: float) -> None:
        """Let the next minute begin, if it does."""
        minute = now // 1
        if self._minute is None:
            self._begun = minute
        if self._minute is None or minute > self._minute:
            self._minute = minute
            self.settle()

    def settle(self) -> None:
        """Let what came in the running minute be known from now on."""
        changed: defaultdict[int, list[Sighting]] = defaultdict(list)
        for sighting, incident in self._fresh:
            changed[self.holds(incident)].append(sighting)
        fits, self._fits, self._fresh = self._fits, {}, []
        self._newcomers = []
        self._backgrounds.clear()
        for incident, sightings in changed.items():
            self.follow(incident, sightings)
        for one in sorted((self.courses[incident] for incident in changed), key=lambda one: one.opened):
            near = {other for sighting in changed[one.incident] for other in fits[sighting.key]}
            self._look_again(one.incident, near)

    def follow(self, incident: int, sightings: Iterable[Sighting]) -> None:
        """Note that these sightings are of that incident, which they open when it is not known yet."""
        self._next = max(self._next, incident)
        first = incident not in self._sightings
        everything = self._sightings.setdefault(incident, [])
        everything.extend(sightings)
        known = self.courses[incident] = course(incident, everything)
        self._index(known)
        if first:
            self._count(known)

    def _index(self, known: Course) -> None:
        for one in known.located:
            self._cells[_cell(one.point, CELL_M)].add(known.incident)
        for home in known.neighborhoods:
            self._homes[home].add(known.incident)
            if known.located:
                self._lost[home].discard(known.incident)
            else:
                self._lost[home].add(known.incident)

    def _count(self, known: Course) -> None:
        told = known.sightings[0].told
        for key in ({_cell(one.point, AROUND_M) for one in known.located[:1]}, known.neighborhoods):
            for one in key:
                self._opened[one].append(told)

    def background(self, sighting: Sighting) -> Background:
        """How often something new begins around here, from what has in the last day."""
        cell = None if sighting.point is None else _cell(sighting.point, AROUND_M)
        key = cell, sighting.neighborhood
        if key not in self._backgrounds:
            around = self._begins(_around(cell)) / (3 * AROUND_M) ** 2 if cell is not None else 0.0
            self._backgrounds[key] = Background(around, self._begins([sighting.neighborhood]))
        return self._backgrounds[key]

    def _begins(self, where: Sequence[Cell | str | None]) -> float:
        """New incidents a minute in all of these; one at least, for nowhere is nothing to be expected."""
        now, count = self._minute or 0.0, 0
        for one in where:
            opened = self._opened.get(one) if one is not None else None
            if opened:
                while opened and opened[0] < now - DAY:
                    opened.popleft()
                count += len(opened)
        return max(count, 1) / min(DAY, max(AT_LEAST, now - self._begun))

    def candidates(self, sighting: Sighting) -> Collection[Course]:
        """The incidents that it may tell of: those near it, and where one of both has no point, those of the
        neighborhood. Of very many there, nobody could tell which."""
        home = sighting.neighborhood or ""
        if sighting.point is None:
            found = self._current(self._homes.get(home, set()), sighting, most=TOO_MANY + 1)
            return found if len(found) <= TOO_MANY else []
        return self._current(self._lost.get(home, set()).union(*self._near(sighting.point)), sighting)

    def _near(self, point: Point) -> Iterable[set[int]]:
        return (self._cells[one] for one in _around(_cell(point, CELL_M)) if one in self._cells)

    def _current(self, numbers: Collection[int], sighting: Sighting, most: int | None = None) -> list[Course]:
        """Those of the incidents that were not too long ago and not too far off, or as many of them as are asked for.
        What has been silent for long is forgotten."""
        since, silent = sighting.seen - WITHIN, (self._minute or 0.0) - SILENT
        point, seen, blur = sighting.point, sighting.seen, sighting.blur
        found, forgotten = list[Course](), list[Course]()
        for number in numbers:
            one = self.courses[number]
            if one.told < silent:
                forgotten.append(one)
            elif one.seen >= since and (point is None or one.may_be_at(point, seen, blur)):
                found.append(one)
                if len(found) == most:
                    break
        for one in forgotten:
            self._forget(one)
        return found

    def _forget(self, known: Course) -> None:
        for one in self._sightings.pop(known.incident):
            if one.point is not None:
                self._cells[_cell(one.point, CELL_M)].discard(known.incident)
            if one.neighborhood is not None:
                self._homes[one.neighborhood].discard(known.incident)
                self._lost[one.neighborhood].discard(known.incident)
        del self.courses[known.incident]

    def _among_fresh(self, sighting: Sighting, decision: Decision) -> tuple[int, Decision]:
        """The incident that others opened in this very minute, if it is theirs too; several may turn out to be one."""
        alone, found = course(0, [sighting]), dict[int, Join]()
        for other, incident in self._newcomers:
            if sighting.point is not None and not other.may_be_at(sighting.point, sighting.seen, sighting.blur):
                continue
            one = other.sightings[0]
            there = odds_of(sighting, other, self.background(sighting))
            odds = min(there, odds_of(one, alone, self.background(one))) if there > 1 else 0.0
            if odds / (1 + odds) < SURE or (reasons := reasons_for(sighting, other)).other_place:
                continue
            held = self.holds(incident)
            found.setdefault(held, Join(held, odds / (1 + odds), reasons))
        if found:
            first, *others = sorted(found)
            self._part_of |= dict.fromkeys(others, first)
            decision = found[first]
        else:
            first = self._next = self._next + 1
        self._newcomers.append((alone, first))
        return first, decision

    def _look_again(self, incident: int, near: Iterable[int]) -> None:
        """Whether what is known by now makes it one with another that its new reports fit, when either is small."""
        incident = self.holds(incident)
        one = self.courses[incident]
        others = {self.holds(other) for other in near} - {incident}
        pairs = [sorted((one, self.courses[other]), key=_size) for other in others if other in self.courses]
        for small, large in sorted(pairs, key=lambda pair: (pair[0].opened, pair[1].opened)):
            if len(small.sightings) <= SMALL and self._are_one(small, large):
                self._fuse(small, large)
                return

    def _are_one(self, small: Course, large: Course) -> bool:
        """Whether the reports of the one, had they come last, would have joined the other one after the other."""
        sightings, evidence = list(large.sightings), 0.0
        for number, one in enumerate(small.sightings):
            background = self.background(one)
            grown = course(large.incident, sightings)
            if reasons_for(one, grown).other_place:
                return False
            odds = odds_of(one, grown, background)
            apart = odds_of(one, course(0, small.sightings[:number]), background) if number else 1.0
            if not odds:
                return False
            evidence += log(odds / max(apart, 1.0))
            sightings.append(one)
        return evidence >= log(SURE / (1 - SURE))

    def _fuse(self, small: Course, large: Course) -> None:
        self._part_of[small.incident] = large.incident
        sightings = self._sightings[small.incident]
        self._forget(small)
        self.follow(large.incident, sightings)


def counted(around: int, in_neighborhood: int) -> Background:
    """The background where so many incidents began in a day within `AROUND_M` and half as much again, and in the
    neighborhood."""
    return Background(max(around, 1) / DAY / (3 * AROUND_M) ** 2, max(in_neighborhood, 1) / DAY)


def _size(known: Course) -> tuple[int, tuple[float, float, str]]:
    return len(known.sightings), known.opened


def _cell(point: Point | None, step: float) -> Cell:
    assert point is not None  # noqa: S101  only those with a point are asked
    return int(point[0] // step), int(point[1] // step)


def _around(cell: Cell) -> Sequence[Cell]:
    """A cell and the eight around it."""
    east, north = cell
    return [(east + x, north + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
