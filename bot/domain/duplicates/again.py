"""Whether two incidents are one after all, when more is known of both than when the second was opened."""

from collections.abc import Collection
from dataclasses import dataclass
from math import exp, log

from bot.domain.duplicates.decision import Reasons, Suggest
from bot.domain.duplicates.following import Course, course
from bot.domain.duplicates.weighing import WORTH_A_LOOK, Elsewhere, odds_of, reasons_for


@dataclass(frozen=True, slots=True)
class Same:
    """That two incidents are one."""

    chance: float
    other_place: bool
    """Somebody chose or named another place than all others did."""


NO = Same(0.0, other_place=False)


def are_one(small: Course, large: Course, background: Elsewhere) -> Same:
    """How likely the reports of the one, had they come last, are of the other one after the other, against their being
    of something else together."""
    sightings, evidence, other_place = list(large.sightings), 0.0, False
    for number, one in enumerate(small.sightings):
        here = background(one)
        grown = course(large.incident, sightings) if number else large
        odds = odds_of(one, grown, here)
        if not odds:
            return NO
        apart = odds_of(one, course(0, small.sightings[:number]), here) if number else 1.0
        evidence += log(odds / max(apart, 1.0))
        other_place = other_place or reasons_for(one, grown).other_place
        sightings.append(one)
    return Same(1 / (1 + exp(-evidence)), other_place)


def look_again(one: Course, others: Collection[Course], background: Elsewhere) -> Suggest | None:
    """Which of the others an incident may be the same as by now, for a volunteer to say; none when nothing is likely
    enough. The same in whatever order the others come."""
    likely = []
    for other in others:
        chance = are_one(*by_size(one, other), background).chance
        if chance >= WORTH_A_LOOK:
            likely.append((chance, other))
    if not likely:
        return None
    chance, best = max(likely, key=lambda found: (found[0], -found[1].incident))
    return Suggest(best.incident, chance, between(one, best))


def between(one: Course, other: Course) -> Reasons:
    """What speaks for and against two incidents being one: of all reports, those that are nearest in time."""
    return min((reasons_for(each, other) for each in one.sightings), key=lambda reasons: reasons.minutes)


def by_size(one: Course, other: Course) -> tuple[Course, Course]:
    """The smaller of two and the larger; of equals the one that was seen first counts as the smaller."""
    small, large = sorted((one, other), key=lambda known: (len(known.sightings), known.opened))
    return small, large
