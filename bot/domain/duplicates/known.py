"""All incidents that a report may tell of, each followed as it goes on, while reports come one after the other."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.duplicates.again import are_one, by_size
from bot.domain.duplicates.begun import Begun
from bot.domain.duplicates.decision import Decision, Join
from bot.domain.duplicates.following import Course, course
from bot.domain.duplicates.nearby import Nearby
from bot.domain.duplicates.sighting import Sighting
from bot.domain.duplicates.weighing import SURE, Background, decide, odds_of, reasons_for, weigh

SMALL = 3
"""An incident of so few reports may turn out to be part of another when more is known of that."""


@dataclass(slots=True)
class Known:
    """The open incidents, while reports come in the order in which they arrive.

    Everything is weighed against what was known when the running minute began, and against each report of this minute
    by itself: so the order within a minute of the clock changes nothing. Courses and counts move on between minutes.
    """

    _minute: float | None = None
    _fresh: list[tuple[Sighting, int]] = field(default_factory=list)
    """What came in the running minute, and where it went."""
    _newcomers: list[tuple[Course, int]] = field(default_factory=list)
    """Those of them that joined nothing older, each by itself."""
    _fits: dict[str, Sequence[int]] = field(default_factory=dict)
    """What each of them might tell of: it may show that two are one."""
    _part_of: dict[int, int] = field(default_factory=dict)
    """Incidents that were found to be part of another."""
    _nearby: Nearby = field(default_factory=Nearby)
    _begun: Begun = field(default_factory=Begun)
    _sightings: dict[int, list[Sighting]] = field(default_factory=dict)
    _next: int = 0

    @property
    def courses(self) -> Mapping[int, Course]:
        """Those that are still told of."""
        return self._nearby.courses

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

    def candidates(self, sighting: Sighting) -> Collection[Course]:
        """The incidents that it may tell of. Those in the way that have been silent for long are forgotten."""
        found, gone = self._nearby.candidates(sighting, self._minute or 0.0)
        for one in gone:
            self._forget(one)
        return found

    def background(self, sighting: Sighting) -> Background:
        """How often something new begins around here, from what has in the last day."""
        return self._begun.background(sighting)

    def holds(self, incident: int) -> int:
        """The incident that this one turned out to be part of, or itself."""
        while incident in self._part_of:
            incident = self._part_of[incident]
        return incident

    def _turn(self, now: float) -> None:
        """Let the next minute begin, if it does."""
        minute = now // 1
        if self._minute is None or minute > self._minute:
            self._minute = minute
            self._begun.turn(minute)
            self.settle()

    def settle(self) -> None:
        """Let what came in the running minute be known from now on."""
        changed: defaultdict[int, list[Sighting]] = defaultdict(list)
        for sighting, incident in self._fresh:
            changed[self.holds(incident)].append(sighting)
        fits, self._fits, self._fresh = self._fits, {}, []
        self._newcomers = []
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
        known = course(incident, everything)
        self._nearby.put(known)
        if first:
            self._begun.count(known)

    def _forget(self, known: Course) -> None:
        self._nearby.drop(known.incident, self._sightings.pop(known.incident))

    def _among_fresh(self, sighting: Sighting, decision: Decision) -> tuple[int, Decision]:
        """The incident that others opened in this very minute, if it is theirs too; several may turn out to be one."""
        alone, found = course(0, [sighting]), dict[int, Join]()
        for other, incident in self._newcomers:
            one = other.sightings[0]
            if not (_may_be_of(sighting, other) or _may_be_of(one, alone)):
                continue
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
        pairs = [by_size(one, self.courses[other]) for other in others if other in self.courses]
        for small, large in sorted(pairs, key=lambda pair: (pair[0].opened, pair[1].opened)):
            if len(small.sightings) <= SMALL:
                same = are_one(small, large, self.background)
                if same.chance >= SURE and not same.other_place:
                    self._fuse(small, large)
                    return

    def _fuse(self, small: Course, large: Course) -> None:
        self._part_of[small.incident] = large.incident
        sightings = self._sightings[small.incident]
        self._forget(small)
        self.follow(large.incident, sightings)


def _may_be_of(sighting: Sighting, known: Course) -> bool:
    """The quick look: a patrol may have got to where nobody who stands could have been, so it is asked both ways."""
    return sighting.point is None or known.may_be_at(sighting.point, sighting.seen, sighting.blur)
