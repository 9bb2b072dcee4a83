"""Whether a report tells of an incident that is known: join it, suggest it to a volunteer, or open a new one.

Every candidate is weighed as a rate: how many reports like this one, here and now, are to be expected of that incident.
Against all of them stands the rate at which something new begins here, which is counted and not assumed: `Background`.
So a crowded city, a busy evening and a quiet night each set their own bar, and no number below fits one city alone.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import exp, hypot, pi

from rapidfuzz import fuzz

from bot.domain.duplicates.decision import Alike, Decision, Join, New, Reasons, Suggest
from bot.domain.duplicates.following import BY_CHANCE, DRIFT, STAYS, Course, whereabouts
from bot.domain.duplicates.sighting import LOOKS_LIKE, Sighting
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

LEAST = 0.05
"""Odds below which an incident is not weighed to the end: half of what is worth a look."""

NO_RIVAL = 0.001
"""Of the likeliest incident's odds: less than that changes no decision."""

WITHIN = 90.0
"""Minutes apart, from the nearest of its sightings: beyond that nobody can tell, and nothing is even suggested."""

SPOT_M2 = 400.0**2
"""Things happen at places, not anywhere: however well two points agree, they say no more than "at this place", and of
those there is one for so many square metres in a city."""

NAME_AGREES, NAME_SAYS_WHERE = 1.5, 10.0
"""The same name in both texts: little, when both have points; without them, one of ten places of a neighborhood."""

NAME_DIFFERS, NAME_MISSING = 0.1, 0.6
"""Two names of places; and a name where the other only says the neighborhood: many say less than they could."""

SAME_WORDING, VERBATIM = 1.5, 90.0
"""A text that is nearly word for word another one in the same language is often the same one, passed on: `VERBATIM` of
100 by rapidfuzz."""

BARELY = 3
"""Fewer words than that are alike by chance."""

MISSPELT = 85.0
"""Of 100 by rapidfuzz: a letter or two of a name. Numbers must be equal: School 2 is not School 3."""

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
    return odds * _names(sighting, known, same=same) * _wording(sighting, known)


def _rate(sighting: Sighting, known: Course) -> float:
    """How many reports of the incident are to be expected at this minute: each that has come brings others."""
    apart = [abs(sighting.seen - one.seen) for one in known.sightings]
    if min(apart) > WITHIN:
        return 0.0
    return FOLLOW / (2 * FADES) * sum([exp(-one / FADES) for one in apart])


def _here(sighting: Sighting, known: Course) -> float:
    """How likely a report of the incident is from this point, for each square metre: at a place that was chosen before,
    standing, or on the move."""
    assert sighting.point is not None  # noqa: S101  asked only then
    if sighting.place is not None and sighting.place in known.places:
        return 1 / SPOT_M2
    if not known.may_be_at(sighting.point, sighting.seen, sighting.blur):
        return 0.0
    east, north = sighting.point
    ways = ((STAYS, 1 - known.moves), (DRIFT, known.moves)) if known.moves > HARDLY else ((STAYS, 1.0),)
    density = 0.0
    for speed, share in ways:
        (x, y), blur = whereabouts(known.located, sighting.seen, speed)
        variance = blur + sighting.blur
        away = (east - x) ** 2 + (north - y) ** 2
        density += share * exp(-away / (2 * variance)) / (2 * pi * variance)
    return min(density, 1 / SPOT_M2)


def _names(sighting: Sighting, known: Course, *, same: float) -> float:
    """What chosen and named places say for the incident, where `same` is what one that agrees is worth."""
    agrees = _agrees(sighting, known)
    if agrees is not None:
        return same if agrees else NAME_DIFFERS
    texts = sighting.text and any(one.text for one in known.sightings)
    return NAME_MISSING if texts and bool(sighting.names) != bool(known.names) else 1.0


def _agrees(sighting: Sighting, known: Course) -> bool | None:
    """Whether it was chosen or named as the same place; none when one of them says no place.

    Names are the same in every language, and a name that one text has in capitals may be small in the other.
    """
    chosen = sighting.place is not None and bool(known.places)
    if chosen and sighting.place in known.places:
        return True
    if any(_is_called(one, other) for one in sighting.names for other in known.names):
        return True
    if any(f" {name} " in f" {sighting.text} " for name in known.names):
        return True
    if any(f" {name} " in f" {one.text} " for name in sighting.names for one in known.sightings if one.text):
        return True
    return False if chosen or (sighting.names and known.names) else None


def _is_called(name: str, other: str) -> bool:
    if name == other:
        return True
    numbers, others = ([word for word in one.split() if word.isdecimal()] for one in (name, other))
    return numbers == others and fuzz.token_sort_ratio(name, other) >= MISSPELT


def _wording(sighting: Sighting, known: Course) -> float:
    if sighting.text.count(" ") < BARELY - 1:
        return 1.0
    theirs = (one.text for one in known.sightings if one.text and one.language == sighting.language)
    alike = any(fuzz.ratio(sighting.text, text, score_cutoff=VERBATIM) for text in theirs)
    return SAME_WORDING if alike else 1.0


def reasons_for(sighting: Sighting, known: Course) -> Reasons:
    """What speaks for and against it."""
    agrees = _agrees(sighting, known)
    return Reasons(
        metres=_metres(sighting, known),
        minutes=min(abs(sighting.seen - one.seen) for one in known.sightings),
        activity=_alike(sighting.activity, [one.activity for one in known.sightings]),
        same_place=agrees is True,
        other_place=agrees is False,
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
