"""What places that were chosen, names in a text and its wording say for two reports being of one thing."""

from rapidfuzz import fuzz

from bot.domain.duplicates.following import Course
from bot.domain.duplicates.sighting import Sighting

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


def is_there(sighting: Sighting, known: Course) -> bool:
    """Whether one of both chose a place that the other chose too, or sent a pin in it: two pins may be far apart in a
    large park."""
    return sighting.place in known.places or sighting.place in known.insides or sighting.inside in known.places


def names_say(sighting: Sighting, known: Course, *, same: float) -> float:
    """What chosen and named places say for the incident, where `same` is what one that agrees is worth."""
    agree = agrees(sighting, known)
    if agree is not None:
        return same if agree else NAME_DIFFERS
    both = sighting.text and known.texts
    return NAME_MISSING if both and bool(sighting.names) != bool(known.names) else 1.0


def agrees(sighting: Sighting, known: Course) -> bool | None:
    """Whether it was chosen or named as the same place; none when one of them says no place, or both sent pins.

    Names are the same in every language, and a name that one text has in capitals may be small in the other.
    """
    if is_there(sighting, known) or _is_named(sighting, known):
        return True
    chosen = (sighting.place and (known.places or known.insides)) or (sighting.inside and known.places)
    return False if chosen or (sighting.names and known.names) else None


def _is_named(sighting: Sighting, known: Course) -> bool:
    if sighting.names and any(_is_called(one, other) for one in sighting.names for other in known.names):
        return True
    if known.names and sighting.text and any(f" {name} " in f" {sighting.text} " for name in known.names):
        return True
    return any(f" {name} " in f" {text} " for name in sighting.names for text, _ in known.texts)


def _is_called(name: str, other: str) -> bool:
    if name == other:
        return True
    numbers, others = ([word for word in one.split() if word.isdecimal()] for one in (name, other))
    return numbers == others and fuzz.token_sort_ratio(name, other) >= MISSPELT


def wording_says(sighting: Sighting, known: Course) -> float:
    """What the wording says for the incident: more for a text that was passed on."""
    if not known.texts or sighting.text.count(" ") < BARELY - 1:
        return 1.0
    theirs = (text for text, language in known.texts if language == sighting.language)
    alike = any(fuzz.ratio(sighting.text, text, score_cutoff=VERBATIM) for text in theirs)
    return SAME_WORDING if alike else 1.0
