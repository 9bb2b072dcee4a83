"""Where it was: what a pin and what typed words come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from bot.domain.ids import PlaceId
from bot.domain.policy import Policy, Scope
from bot.domain.refusals import NotCityPlace, TooLong
from bot.domain.text import clean, utf16_length

LONGEST = 500
"""UTF-16 units that someone may type into a report: enough for a place and its surroundings."""

FAR_M = 1000.0
"""Metres within which a city that covers every spot offers city places: see `docs/decisions`, scope."""

MUCH = 60
"""UTF-16 units: who names a place types fewer, and a rumor that is passed on is longer."""

MOST_OFFERED = 3

MOST_NEAR = 24
"""Places where someone listens that are one tap away: more are a list that nobody reads in a hurry."""

LIKELY, RIVAL = 45.0, 0.6
"""Of 100: from where on a found place is worth a button; and the share of the likeliest place's score. A wrong button
costs a glance, a missing one the whole list. Telling where the border lies: a kind of place and a neighborhood that fit
two different places score 45, a shop that shares one word of three with a parking lot just as much."""

TOLD = 0.8
"""The same share where a long text is searched, in which two places may be told of: there nobody chose the words."""

NAMED = 95.0
"""Of 100: a neighborhood's name alone scores below 90 with every place in it, a place's own name 100."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A point that someone sent, in degrees. A live one moves: only where it was first counts."""

    lat: float
    lon: float
    is_live: bool = False
    accuracy_m: float | None = None
    """The radius that the phone gives for it, in metres."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The pin is in a place, or so near to it that it can be nothing else."""

    place: PlaceId


@dataclass(frozen=True, slots=True)
class Offered:
    """Places that may be meant, the likeliest first."""

    places: tuple[PlaceId, ...]


def reach(policy: Policy) -> float:
    """How far from a pin, in metres, the city's places are of interest."""
    return policy.offer_m if policy.scope is Scope.CITY_PROPERTY else max(policy.offer_m, FAR_M)


def by_pin(near: Sequence[tuple[PlaceId, float]], policy: Policy) -> Taken | Offered:
    """What the places within reach of a pin come to, given with their metres and the nearest first; NotCityPlace
    where there is none."""
    if not near:
        raise NotCityPlace
    nearest, metres = near[0]
    if metres <= policy.snap_m:
        return Taken(nearest)
    return Offered(tuple(place for place, _ in near[:MOST_OFFERED]))


def by_words(found: Sequence[tuple[PlaceId, float]]) -> Offered | None:
    """The found places that are worth a button, given with their scores and the likeliest first; none for none."""
    least = max(LIKELY, RIVAL * found[0][1]) if found else LIKELY
    likely = tuple(place for place, score in found[:MOST_OFFERED] if score >= least)
    return Offered(likely) if likely else None


def by_told(found: Sequence[tuple[PlaceId, float]]) -> Offered | None:
    """The same for places that a long text may tell of. They need not be in the order of their scores."""
    least = max(LIKELY, TOLD * max(score for _, score in found)) if found else LIKELY
    likely = tuple(place for place, score in found[:MOST_OFFERED] if score >= least)
    return Offered(likely) if likely else None


def is_named(found: Sequence[tuple[PlaceId, float]]) -> bool:
    """Whether the likeliest place was called by its name: some squares are neighborhoods too, and it is meant."""
    return bool(found) and found[0][1] >= NAMED


def shortlist(around: Sequence[Sequence[PlaceId]], first: Sequence[PlaceId] = ()) -> tuple[PlaceId, ...]:
    """The places that are one tap away for someone who listens in several neighborhoods, given each with its places
    and the best known first. One from each in turn, so that none of them is left out; before all others those of them
    that are in `first`."""
    there = {place for places in around for place in places}
    in_turn = (place for row in zip_longest(*around) for place in row if place is not None)
    return tuple(islice(dict.fromkeys([*(one for one in first if one in there), *in_turn]), MOST_NEAR))


def tells_much(text: str) -> bool:
    """Whether a text tells more than the name of a place."""
    return utf16_length(text) > MUCH


def readable(text: str) -> str:
    """What was typed, without what cannot be seen; TooLong when that is more than anyone needs to name a place."""
    seen = clean(text).strip()
    if utf16_length(seen) > LONGEST:
        raise TooLong(LONGEST)
    return seen
