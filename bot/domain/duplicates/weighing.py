"""Whether a report tells of an incident that is known: join it, suggest it to a volunteer, or open a new one.

Every candidate is weighed as a rate: how many reports like this one, here and now, are to be expected of that incident.
Against all of them stands the rate at which something new begins here, which is counted and not assumed: `Background`.
So a crowded city, a busy evening and a quiet night each set their own bar, and no number below fits one city alone.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import exp, hypot, pi

from bot.domain.duplicates.decision import Alike, Decision, Join, New, Reasons, Suggest
from bot.domain.duplicates.following import BY_CHANCE, DRIFT, STAYS, Course, whereabouts
from bot.domain.duplicates.sighting import LOOKS_LIKE, Sighting
from bot.domain.duplicates.wording import (
    NAME_AGREES,
    NAME_SAYS_WHERE,
    SAME_WORDING,
    agrees,
    is_there,
    names_say,
    wording_says,
)
from bot.domain.incident import Activity

SURE = 0.94
"""How likely it must be that it is the same for a report to join by itself. A wrong merge hides an alert, a missed one
costs a volunteer one look: some fifteen looks for one hidden alert. At 0.9 it would be nine, at 0.97 thirty, and every
third pair of a report without a point would be left to people."""

WORTH_A_LOOK = 0.1
"""From here on a volunteer is asked: nine in ten looks for nothing is what a hidden alert is worth."""

FOLLOW = 1.0
"""Reports to be expected for each one that has come, before it and after it together: where one person sees something,
about one more does. Twice as many or half as many move the bar as 0.9 or 0.97 for `SURE` do."""

FADES = 10.0
"""Minutes in which that falls to 37 %: people tell of what is happening now. What goes on for an hour is told again."""

EXPECTED = FOLLOW / (2 * FADES)
"""Reports a minute, at the minute of one that has come."""

LEAST = 0.05
"""Odds below which an incident is not weighed to the end: half of what is worth a look."""

NO_RIVAL = 0.001
"""Of the likeliest incident's odds: less than that changes no decision."""

WITHIN = 90.0
"""Minutes apart, from the nearest of its sightings: beyond that nobody can tell, and nothing is even suggested."""

SPOT_M2 = 400.0**2
"""Things happen at places, not anywhere: however well two points agree, they say no more than "at this place", and of
those there is one for so many square metres in a city."""

HARDLY = 0.03
"""How likely it must be that it is on the move for that to be reckoned with."""


@dataclass(frozen=True, slots=True)
class Background:
    """How often something new begins: a minute and a square metre around here, and a minute in this neighborhood."""

    around: float
    in_neighborhood: float


Weighed = Sequence[tuple[float, Course]]
"""Incidents with their odds against something new, the likeliest first."""

Elsewhere = Callable[[Sighting], Background]
"""What the background is where a sighting was."""


def weigh(sighting: Sighting, candidates: Collection[Course], background: Elsewhere) -> Weighed:
    """The incidents that the sighting may be of; the same in whatever order the candidates come."""
    here = background(sighting)
    weighed = [(odds, one) for one in candidates if (odds := odds_of(sighting, one, here)) > LEAST]
    return sorted(weighed, key=lambda found: (-found[0], found[1].opened))


def decide(sighting: Sighting, weighed: Weighed, background: Elsewhere) -> Decision:
    """What becomes of a report, when the incidents that it may tell of are weighed.

    Whoever chose or named another place than all others did is a suggestion at most, however near that is: the alert
    would name the wrong one.
    """
    if not weighed:
        return New()
    odds, best = weighed[0]
    chance = _chance(odds, best, weighed[1:], background)
    if chance < WORTH_A_LOOK:
        return New()
    reasons = reasons_for(sighting, best)
    if chance >= SURE and not reasons.other_place:
        return Join(best.incident, chance, reasons)
    return Suggest(best.incident, chance, reasons)


def _chance(odds: float, best: Course, others: Weighed, background: Elsewhere) -> float:
    """How likely the likeliest is, among something new and all others that are not part of it."""
    rivals = sum(other for other, _ in others)
    if odds / (1 + odds + rivals) >= SURE:
        return odds / (1 + odds + rivals)
    rivals = 0.0
    for other, one in others:
        if other < odds * NO_RIVAL or odds / (1 + odds + rivals) < WORTH_A_LOOK:
            break
        if not _is_part(one, best, background):
            rivals += other
    return odds / (1 + odds + rivals)


def _is_part(one: Course, of: Course, background: Elsewhere) -> bool:
    """Whether an incident is more likely than not the same as the other, so that they are no rivals."""
    last = one.sightings[-1]
    return odds_of(last, of, background(last)) > 1


def odds_of(sighting: Sighting, known: Course, background: Background) -> float:
    """How many times likelier it is that the sighting is of this incident than that it is of something new.

    0 as soon as nothing could make it `LEAST`: among thousands of incidents, nearly all are done with in two steps.
    """
    located = sighting.point is not None and bool(known.located)
    if not located and sighting.neighborhood not in known.neighborhoods:
        return 0.0
    same, per = (NAME_AGREES, background.around) if located else (NAME_SAYS_WHERE, background.in_neighborhood)
    odds = _rate(sighting, known) * known.called[sighting.activity] / BY_CHANCE[sighting.activity] / per
    most = odds * same * SAME_WORDING
    if most * (1 / SPOT_M2 if located else 1) < LEAST:
        return 0.0
    if located:
        here = _here(sighting, known)
        if most * here < LEAST:
            return 0.0
        odds *= here
    return odds * names_say(sighting, known, same=same) * wording_says(sighting, known)


def _rate(sighting: Sighting, known: Course) -> float:
    """How many reports of the incident are to be expected at this minute: each that has come brings others."""
    apart = [abs(sighting.seen - one.seen) for one in known.sightings]
    if len(apart) == 1:
        return EXPECTED * exp(-apart[0] / FADES) if apart[0] <= WITHIN else 0.0
    if min(apart) > WITHIN:
        return 0.0
    return EXPECTED * sum([exp(-one / FADES) for one in apart])


def _here(sighting: Sighting, known: Course) -> float:
    """How likely a report of the incident is from this point, for each square metre: at a place that was chosen before,
    standing, or on the move."""
    assert sighting.point is not None  # noqa: S101  asked only then
    if is_there(sighting, known):
        return 1 / SPOT_M2
    east, north = sighting.point
    ways = ((STAYS, 1 - known.moves), (DRIFT, known.moves)) if known.moves > HARDLY else ((STAYS, 1.0),)
    density = 0.0
    for speed, share in ways:
        (x, y), blur = whereabouts(known.located, sighting.seen, speed)
        variance = blur + sighting.blur
        away = (east - x) ** 2 + (north - y) ** 2
        density += share * exp(-away / (2 * variance)) / (2 * pi * variance)
    return min(density, 1 / SPOT_M2)


def reasons_for(sighting: Sighting, known: Course) -> Reasons:
    """What speaks for and against it."""
    agree = agrees(sighting, known)
    return Reasons(
        metres=_metres(sighting, known),
        minutes=min(abs(sighting.seen - one.seen) for one in known.sightings),
        activity=_alike(sighting.activity, [one.activity for one in known.sightings]),
        same_place=agree is True,
        other_place=agree is False,
    )


def _metres(sighting: Sighting, known: Course) -> float | None:
    if sighting.point is None or not known.located:
        return None
    (x, y), _ = whereabouts(known.located, sighting.seen, DRIFT * known.moves + STAYS * (1 - known.moves))
    return hypot(sighting.point[0] - x, sighting.point[1] - y)


def _alike(activity: Activity, others: Sequence[Activity]) -> Alike:
    if activity in others:
        return Alike.SAME
    confused = any(activity in LOOKS_LIKE[one] or one in LOOKS_LIKE[activity] for one in others)
    return Alike.CONFUSED if confused else Alike.OTHER
