"""What is going on and where it is by now, as several sightings of one incident tell it together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from types import MappingProxyType

from bot.domain.duplicates.sighting import LOOKS_LIKE, Point, Sighting
from bot.domain.incident import Activity

RIGHT, ALIKE, UNNAMED = 0.70, 0.15, 0.10
"""How often a passer-by names an activity rightly, takes it for one that looks like it, or says "other"; what is left
is for everything else. Nobody has measured that; 0.6 or 0.75 for the first decide nearly all the same."""

DRIFT = 7.0
"""Metres a minute along each axis that a patrol gets on: a tenth of walking, for it stops, turns and comes back."""

STAYS = 0.3
"""The same for everything else: some 20 m in an hour."""

MOVES: Mapping[Activity, float] = {Activity.PATROL: 1.0, Activity.OTHER: 0.15, Activity.GATHERING: 0.1}
"""How likely it is to be on the move, by what it is."""

ASTRAY = 16.0
"""Squared distance, in variances, beyond which nothing is looked up among thousands: one case in three thousand."""

MOVING = tuple((number, MOVES[one]) for number, one in enumerate(Activity) if one in MOVES)

FOLLOWED = 12
"""So many of the newest sightings tell where it is and what it does. Older ones have nothing to add."""


ACTIVITIES = tuple(Activity)


def _named_as(true: Activity) -> tuple[float, ...]:
    """How likely it is to be called each of the activities, in their order, when it is this one."""
    alike = LOOKS_LIKE[true]
    far = [one for one in ACTIVITIES if one not in alike and one not in (true, Activity.OTHER)]
    rest = 1 - RIGHT - (ALIKE if alike else 0) - (UNNAMED if true is not Activity.OTHER else 0)
    said = dict.fromkeys(far, rest / len(far)) | {one: ALIKE / len(alike) for one in alike}
    if true is not Activity.OTHER:
        said[Activity.OTHER] = UNNAMED
    said[true] = RIGHT
    return tuple(said[one] for one in ACTIVITIES)


NAMED_AS = tuple(_named_as(true) for true in ACTIVITIES)
GIVEN = dict(zip(ACTIVITIES, zip(*NAMED_AS, strict=True), strict=True))
"""How likely each true activity makes it that this one is said."""

BY_CHANCE: Mapping[Activity, float] = {said: sum(column) / len(ACTIVITIES) for said, column in GIVEN.items()}
"""How likely something new is to be called each of them: before anything is known, none is commoner than another."""


@dataclass(frozen=True, slots=True)
class Course:
    """An incident as its sightings tell it."""

    incident: int
    sightings: tuple[Sighting, ...]
    """In order, `FOLLOWED` at most."""
    seen: float
    told: float
    """When the last of them was seen, and when it arrived."""
    opened: tuple[float, float, str]
    """The order of the first sighting: what comes first among equals, whatever their numbers."""
    called: Mapping[Activity, float]
    """How likely the next who sees it is to call it each of the activities."""
    moves: float
    """How likely it is to be on the move."""
    located: tuple[Sighting, ...]
    """Those with a point."""
    last: tuple[float, float, float, float] | None
    """Of the last of them: how far east and north, when, and the blur."""
    names: frozenset[str]
    texts: tuple[tuple[str, str], ...]
    """Whatever was written, with its language."""
    places: frozenset[str]
    insides: frozenset[str]
    neighborhoods: frozenset[str]

    def may_be_at(self, point: Point, at: float, blur: float) -> bool:
        """Whether it could be seen from there at that minute, roughly: the quick look before anything is weighed."""
        if self.last is None:
            return True
        east, north, seen, known_blur = self.last
        away, gone = (point[0] - east) ** 2 + (point[1] - north) ** 2, DRIFT * (at - seen)
        return away <= ASTRAY * (blur + known_blur + self.moves * gone * gone)


def course(incident: int, sightings: Sequence[Sighting]) -> Course:
    """The course of an incident; the same in whatever order its sightings arrived."""
    ordered = sorted(sightings, key=lambda one: one.order)
    kept = tuple(ordered[-FOLLOWED:])
    called, moves = _going_on(tuple([one.activity for one in kept]))
    return Course(
        incident,
        kept,
        seen=kept[-1].seen,
        told=kept[-1].told,
        opened=ordered[0].order,
        called=called,
        moves=moves,
        located=tuple(one for one in kept if one.point is not None),
        last=_last(kept),
        names=frozenset(name for one in kept for name in one.names),
        texts=tuple((one.text, one.language) for one in kept if one.text),
        places=frozenset(one.place for one in kept if one.place is not None),
        insides=frozenset(one.inside for one in kept if one.inside is not None),
        neighborhoods=frozenset(one.neighborhood for one in kept if one.neighborhood is not None),
    )


def _last(sightings: Sequence[Sighting]) -> tuple[float, float, float, float] | None:
    for one in reversed(sightings):
        if one.point is not None:
            return *one.point, one.seen, one.blur
    return None


@lru_cache(maxsize=1024)
def _going_on(said: tuple[Activity, ...]) -> tuple[Mapping[Activity, float], float]:
    """How likely the next is to call it each of the activities, and how likely it is to be on the move, after these."""
    belief = [1.0] * len(ACTIVITIES)
    for one in said:
        belief = [share * given for share, given in zip(belief, GIVEN[one], strict=True)]
    whole = sum(belief)
    likely = [share / whole for share in belief]
    called = {one: sum(map(mul, likely, given)) for one, given in GIVEN.items()}
    return MappingProxyType(called), sum(share * likely[number] for number, share in MOVING)


def whereabouts(sightings: Sequence[Sighting], at: float, speed: float) -> tuple[Point, float]:
    """Where it is at that minute if it keeps to a straight line, and the variance of that along one axis.

    Least squares through the sightings, each weighed by its blur; before anything is known of its speed it stands, give
    or take `speed` metres a minute. One sighting alone leaves the point where it is and lets the variance grow.
    """
    if len(sightings) == 1 and sightings[0].point is not None:
        return sightings[0].point, sightings[0].blur + (speed * (at - sightings[0].seen)) ** 2
    (east, north), *_ = [one.point for one in sightings if one.point is not None]
    w = wt = wtt = wx = wy = wtx = wty = 0.0
    for one in sightings:
        assert one.point is not None  # noqa: S101  only those with a point are asked
        weight, since = 1 / one.blur, one.seen - at
        x, y = one.point[0] - east, one.point[1] - north
        w += weight
        wt += weight * since
        wtt += weight * since * since
        wx += weight * x
        wy += weight * y
        wtx += weight * since * x
        wty += weight * since * y
    wtt += speed**-2
    whole = w * wtt - wt * wt
    return (east + (wtt * wx - wt * wtx) / whole, north + (wtt * wy - wt * wty) / whole), wtt / whole
