"""Which city place someone means who types it: by name, nickname, kind, address or neighborhood, in any language.

Every place is a bag of words: its names, its address, its neighborhood, and what its kind is called in every language
that is given. A typed word counts by how few places it fits, so that `franklin` outweighs `park`, and by how well it is
spelled. Nothing is guessed: the answer is a few places, the likeliest first, for the person to choose from.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from math import inf
from operator import itemgetter

from bot.domain.ids import NeighborhoodId
from cities.city import City
from cities.index import LONGEST, Index, Kinds, Typed, index, standing
from cities.place import Place
from cities.spelling import words

MOST_ELSE = 4.0
"""What words that do not fit a place weigh at most, all together: people also tell what they saw."""

GAP = 1.0
"""What a word that does not fit takes from those that do, when it stands between them."""

NAMED = 0.3
"""The share of the score that asks how much of the place's own name was typed."""

OF_KIND = 0.9
"""How much a word in a name counts that was not typed, where what was typed means a kind of place as it does."""

LOOKED_AT = 60
"""Places of which it is asked how much of their name was typed: those that most of it fits. Farther down are ties."""

IN_ONE_BREATH = 10
"""Telling words of a long text that are looked at together, most of them twice: a place is named in fewer."""

LONE = 0.85
"""How much a place counts in a long text that is named there by a single word: any word may resemble some name."""

MOST_TOLD = 400
"""Telling words of a long text that are looked at: about as many as fit into a message of Telegram's."""

NEARBY = 7.0
"""Points for a place where the person listens: it decides only between places that are about as likely."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place that may be meant, and how likely: of 100, where 100 is every word, spelled right."""

    place: Place
    score: float


def find(
    city: City, text: str, kinds: Kinds, *, near: Collection[NeighborhoodId] = (), most: int = 3
) -> tuple[Found, ...]:
    """At most so many places that the text may mean, the likeliest first; none for words that fit no place."""
    known = index(city, kinds)
    typed = known.read(text)
    fits, whole = [_fits(known, one) for one in typed], sum(one.weight for one in typed)
    return _likeliest(known, typed, fits, whole, near=near, most=most)


def mentioned(
    city: City, text: str, kinds: Kinds, *, near: Collection[NeighborhoodId] = (), most: int = 3
) -> tuple[Found, ...]:
    """The same for a text that tells much else, such as a rumor that is passed on: first one place for each that it
    speaks of. A score says how much there is to go by: of 100, as if a long text stood around it."""
    known = index(city, kinds)
    typed = known.read(text, beside=1.0)[:MOST_TOLD]
    fits, best = [_fits(known, one) for one in typed], dict[str, Found]()
    position = {one.id: at for at, one in enumerate(known.places)}
    for at in range(0, max(1, len(typed) - IN_ONE_BREATH // 2), IN_ONE_BREATH // 2):
        breath = slice(at, at + IN_ONE_BREATH)
        for one in _likeliest(known, typed[breath], fits[breath], inf, near=near, most=most):
            there = position[one.place.id]
            is_lone = sum(there in fit for fit in fits[breath]) < 2
            told = Found(one.place, one.score * (LONE if is_lone else 1.0))
            best[one.place.id] = max(told, best.get(one.place.id, told), key=_score)
    apart, alike, taken = list[Found](), list[Found](), set[int]()
    for one in sorted(best.values(), key=_order):
        there = position[one.place.id]
        by = {which for which, fit in enumerate(fits) if there in fit}
        (alike if by <= taken else apart).append(one)
        taken |= by
    return (*apart, *alike)[:most]


def _score(found: Found) -> float:
    return found.score


def _likeliest(
    known: Index,
    typed: Sequence[Typed],
    fits: Sequence[Mapping[int, float]],
    whole: float,
    *,
    near: Collection[NeighborhoodId],
    most: int,
) -> tuple[Found, ...]:
    """The places that these words mean, given which places each fits; `whole` is what all that was said weighs."""
    alike = _best(typed)
    told: dict[int, float] = defaultdict(float)
    for one in fits:
        for at, weight in one.items():
            told[at] += weight
    here = {at: NEARBY for at in told if not known.homes[at].isdisjoint(near)} if near else {}
    hopes = {at: weight + min(whole, weight + MOST_ELSE) * here.get(at, 0.0) / 100 for at, weight in told.items()}
    found: list[Found] = []
    for at in nlargest(LOOKED_AT, hopes, key=hopes.__getitem__):
        if len(found) >= most and 100 * hopes[at] / min(whole, hopes[at] + MOST_ELSE) + NEARBY < found[most - 1].score:
            break
        if share := _share(typed, fits, at, whole):
            score = 100 * share * (1 - NAMED + NAMED * _named(known, at, alike)) + here.get(at, 0.0)
            insort(found, Found(known.places[at], min(100.0, score)), key=_order)
    return tuple(found[:most])


def _order(found: Found) -> tuple[float, str]:
    return -found.score, found.place.id


def areas(city: City, text: str, *, most: int = 3) -> tuple[NeighborhoodId, ...]:
    """At most so many neighborhoods that a text names among other words, in the order in which it does."""
    typed, called = words(text)[:MOST_TOLD], _called(city)
    named = (called.get(" ".join(typed[at : at + size])) for at in range(len(typed)) for size in range(LONGEST, 0, -1))
    return tuple(islice(dict.fromkeys(one for one in named if one is not None), most))


def _called(city: City) -> Mapping[str, NeighborhoodId]:
    """What each neighborhood is called, as words."""
    return {" ".join(words(name)): one.id for one in city.neighborhoods.values() for name in (one.name, *one.aliases)}


def area(city: City, text: str) -> NeighborhoodId | None:
    """The neighborhood that the text names and says nothing more about, or none."""
    typed = words(text)
    for one in city.neighborhoods.values():
        if any(typed == words(name) for name in (one.name, *one.aliases)):
            return one.id
    return None


def _fits(known: Index, typed: Typed) -> Mapping[int, float]:
    """The places that a typed word fits, and how much of its weight."""
    fits: dict[int, float] = {}
    for word, how in sorted(typed.alike.items(), key=itemgetter(1)):
        part = typed.weight * how
        fits.update({at: worth * part for at, worth in known.worth[word].items()})
    return fits


def _share(typed: Sequence[Typed], fits: Sequence[Mapping[int, float]], at: int, whole: float) -> float:
    """How much of what was typed fits a place, of 1: of its words those that stand together count.

    People name a place in one breath. What else they say may resemble a word of any other place.
    """
    best = told = weight = 0.0
    for which, one in enumerate(typed):
        found = 0.0 if one.is_number and not _is_joined(fits, which, at) else fits[which].get(at, 0.0)
        told, weight = (told + found, weight + one.weight) if found else (told - GAP, weight)
        if told <= 0.0:
            told = weight = 0.0
        else:
            best = max(best, told / min(whole, weight + MOST_ELSE))
    return best


def _is_joined(fits: Sequence[Mapping[int, float]], which: int, at: int) -> bool:
    """Whether the word before or after that one fits the place too."""
    return any(at in fit for fit in (*fits[max(0, which - 1) : which], *fits[which + 1 : which + 2]))


def _named(known: Index, at: int, alike: Mapping[str, float]) -> float:
    """How much of one of the place's names was typed; its kind counts in whatever language it was."""
    meant = OF_KIND * alike.get(standing(known.places[at].kind), 0.0)
    best = 0.0
    for name in known.names[at]:
        typed = 0.0
        for word, weight, is_kind in name:
            how = alike.get(word, 0.0)
            typed += weight * (meant if is_kind and meant > how else how)
        best = max(best, typed)
    return best


def _best(typed: Sequence[Typed]) -> Mapping[str, float]:
    """How alike each word of the index is to any of the typed ones."""
    best: dict[str, float] = {}
    for one in typed:
        for word, how in (*one.alike.items(), *dict.fromkeys(one.parts, 1.0).items()):
            best[word] = max(best.get(word, 0.0), how)
    return best
