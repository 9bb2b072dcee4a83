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
from operator import itemgetter

from bot.domain.ids import NeighborhoodId
from cities.city import City
from cities.index import Index, Kinds, Typed, index, standing
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
    alike, fits, whole = _best(typed), [_fits(known, one) for one in typed], sum(one.weight for one in typed)
    told: dict[int, float] = defaultdict(float)
    for one in fits:
        for at, weight in one.items():
            told[at] += weight
    here = {at: NEARBY for at in told if not known.homes[at].isdisjoint(near)} if near else {}
    hopes = {at: weight + whole * here.get(at, 0.0) / 100 for at, weight in told.items()}
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
    best = told = 0.0
    best_weight = weight = 0.0
    for which, one in enumerate(typed):
        found = 0.0 if one.is_number and not _is_joined(fits, which, at) else fits[which].get(at, 0.0)
        told, weight = (told + found, weight + one.weight) if found else (told - GAP, weight)
        if told <= 0.0:
            told = weight = 0.0
        if told > best:
            best, best_weight = told, weight
    return best / min(whole, best_weight + MOST_ELSE) if best else 0.0


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
