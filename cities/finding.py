"""Which city place someone means who types it: by name, nickname, kind, address or neighborhood, in any language.

Every place is a bag of words: its names, its address, its neighborhood, and what its kind is called in every language
that is given. A typed word counts by how few places it fits, so that `franklin` outweighs `park`, and by how well it is
spelled. Nothing is guessed: the answer is a few places, the likeliest first, for the person to choose from.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from rapidfuzz import process
from rapidfuzz.distance import Indel

from bot.domain.ids import NeighborhoodId
from cities.city import City, Place, PlaceKind
from cities.spelling import IS_CHINESE, IS_FOREIGN, bare, latin, skeleton, words

Kinds = Mapping[PlaceKind, Sequence[str]]
"""What each kind of place is called, in as many languages as people may type."""

NAME, KIND, AREA, ADDRESS = 1.0, 0.95, 0.9, 0.8
"""How much a word is worth that comes from there: people name places, and seldom know house numbers."""

ALIKE, ALIKE_SHORT, SHORT_WORD = 0.8, 0.85, 4
"""How alike two words are that may be one, of 1: one slip in a word of five letters, less in a shorter one."""

SHORTEST = 3
"""Letters: in a shorter word every slip makes another word."""

BEGINS, SOUNDS_SO = 0.85, 0.95
"""How alike two words are that begin alike, and two in different scripts that sound alike."""

UNKNOWN, MOST_UNKNOWN = 2.0, 4.0
"""What a word weighs against a place that no place has, and all such words together: people also tell what they saw."""

NAMED = 0.3
"""The share of the score that asks how much of the place's own name was typed."""

HOPELESS = 0.5
"""Of the best share of what was typed: who has less is not looked at further."""

NEARBY = 5.0
"""Points for a place where the person listens: it decides only between places that are about as likely."""

REMEMBERED = 8
"""Cities and sets of words whose index is kept. A bot has one of each."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place that may be meant, and how likely: of 100, where 100 is every word, spelled right."""

    place: Place
    score: float


def find(
    city: City, text: str, kinds: Kinds, *, near: Collection[NeighborhoodId] = (), most: int = 3
) -> tuple[Found, ...]:
    """At most so many places that the text may mean, the likeliest first; none for words that fit no place."""
    index = _index(city, kinds)
    typed = index.read(words(text))
    scored = [
        Found(place, min(100.0, score + NEARBY * any(one in near for one in city.neighborhoods_of(place.id))))
        for place, score in index.scores(typed)
    ]
    return tuple(sorted(scored, key=lambda one: (-one.score, one.place.id))[:most])


def area(city: City, text: str) -> NeighborhoodId | None:
    """The neighborhood that the text names and says nothing more about, or none."""
    typed = words(text)
    for one in city.neighborhoods.values():
        if any(typed == words(name) for name in (one.name, *one.aliases)):
            return one.id
    return None


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed word: what it weighs, and how alike it is to each word of the index."""

    weight: float
    alike: Mapping[str, float]


@dataclass(slots=True)
class Index:
    """Every word of a city, and the places that have it."""

    places: tuple[Place, ...]
    worth: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    """By word: the places that have it, by their position, and what it is worth there."""
    names: list[list[tuple[str, ...]]] = field(default_factory=list)
    """By place: its names, as words."""
    kinds: dict[PlaceKind, frozenset[str]] = field(default_factory=dict)
    telling: dict[str, float] = field(default_factory=dict)
    """By word: how few places have it, as a logarithm."""
    beginning: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By their first letters: the words that begin so."""
    bones: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By skeleton: the words that have it."""

    def read(self, typed: Sequence[str]) -> list[Typed]:
        """The typed words. Two that are one word here are taken together, and one that is two is taken apart."""
        read, at = list[Typed](), 0
        while at < len(typed):
            both = "".join(typed[at : at + 2])
            if at + 1 < len(typed) and both in self.telling:
                read.append(self._typed(both))
                at += 1
            else:
                read.extend(self._typed(one) for one in self._apart(typed[at]))
            at += 1
        return read

    def _apart(self, word: str) -> tuple[str, ...]:
        if word not in self.telling:
            for at in range(SHORTEST, len(word) - SHORTEST + 1):
                if word[:at] in self.telling and word[at:] in self.telling:
                    return word[:at], word[at:]
        return (word,)

    def _typed(self, word: str) -> Typed:
        alike = {one: how * how for one, how in self._alike(word).items()}
        best = max(alike, key=lambda one: (alike[one], self.telling[one]), default=None)
        return Typed(UNKNOWN if best is None else self.telling[best] * alike[best], alike)

    def _alike(self, word: str) -> dict[str, float]:
        """The words of the index that this one may be, and how alike they are, of 1."""
        if word in self.telling:
            return {word: 1.0}
        if IS_CHINESE.search(word):
            return {one: 1.0 for one in self.telling if len(one) > 1 and (one in word or word in one)}
        if not IS_FOREIGN.search(word):
            return self._spelled(word)
        alike = {**self._spelled(word), **self._spelled(bare(word)), **self._spelled(latin(word))}
        for one in (word, bare(word)):
            for found, how in self._sounding(one):
                alike[found] = max(how, alike.get(found, 0.0))
        return alike

    def _spelled(self, word: str) -> dict[str, float]:
        if word in self.telling:
            return {word: 1.0}
        if len(word) < SHORTEST or word.isdigit():
            return {}
        alike = dict(_like(word, self.telling, ALIKE if len(word) > SHORT_WORD else ALIKE_SHORT))
        for one in self.beginning.get(word[:SHORT_WORD], ()):
            if _begin_alike(one, word):
                alike[one] = max(BEGINS, alike.get(one, 0.0))
        return alike

    def _sounding(self, word: str) -> Iterator[tuple[str, float]]:
        bones = skeleton(word)
        if len(bones) >= SHORTEST:
            for found, how in _like(bones, self.bones, ALIKE if len(bones) > SHORT_WORD else 1.0):
                for one in self.bones[found]:
                    yield one, SOUNDS_SO * how

    def scores(self, typed: Sequence[Typed]) -> Iterator[tuple[Place, float]]:
        """The places that have much of what was typed, each with its score."""
        known = sum(one.weight for one in typed if one.alike)
        unknown = sum(one.weight for one in typed if not one.alike)
        told: dict[int, float] = defaultdict(float)
        for one in typed:
            best: dict[int, float] = {}
            for word, how in one.alike.items():
                for at, worth in self.worth[word].items():
                    best[at] = max(best.get(at, 0.0), worth * how)
            for at, share in best.items():
                told[at] += one.weight * share
        least = max(told.values(), default=0.0) * HOPELESS
        alike = _best(typed)
        for at, weight in told.items():
            if weight >= least:
                share = weight / (known + min(unknown, MOST_UNKNOWN))
                yield self.places[at], 100 * share * (1 - NAMED + NAMED * self._named(at, alike))

    def _named(self, at: int, alike: Mapping[str, float]) -> float:
        """How much of one of the place's names was typed; its kind counts in whatever language it was."""
        of_kind = self.kinds[self.places[at].kind]
        kind = max((how for word, how in alike.items() if word in of_kind), default=0.0)
        best = 0.0
        for name in self.names[at]:
            typed = whole = 0.0
            for word in name:
                how = alike.get(word, 0.0)
                typed += self.telling[word] * (max(how, kind) if word in of_kind else how)
                whole += self.telling[word]
            best = max(best, typed / whole)
        return best


def _best(typed: Sequence[Typed]) -> Mapping[str, float]:
    """How alike each word of the index is to any of the typed ones."""
    best: dict[str, float] = {}
    for one in typed:
        for word, how in one.alike.items():
            best[word] = max(best.get(word, 0.0), how)
    return best


def _begin_alike(one: str, other: str) -> bool:
    """Whether two words begin with the same five letters at least, or one of them with all of the other."""
    shorter = min(len(one), len(other))
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)
    return same == shorter or (same > SHORT_WORD and same >= shorter * 2 / 3)


def _like(word: str, among: Iterable[str], least: float) -> list[tuple[str, float]]:
    found = process.extract(word, [*among], scorer=Indel.normalized_similarity, score_cutoff=least, limit=None)
    return [(one, how) for one, how, _ in found]


_INDEXES: deque[tuple[City, Kinds, Index]] = deque(maxlen=REMEMBERED)


def _index(city: City, kinds: Kinds) -> Index:
    """The city's index for these words, made once."""
    for known, called, index in _INDEXES:
        if known is city and called == kinds:
            return index
    made = _made(city, kinds)
    _INDEXES.append((city, kinds, made))
    return made


def _made(city: City, kinds: Kinds) -> Index:
    index = Index(tuple(city.places.values()))
    called = {kind: [words(one) for one in names] for kind, names in kinds.items()}
    index.kinds = {kind: frozenset(word for name in called.get(kind, ()) for word in name) for kind in PlaceKind}
    for at, place in enumerate(index.places):
        there = [city.neighborhoods[one] for one in city.neighborhoods_of(place.id)]
        names = [tuple(words(one)) for one in (place.name, *place.aliases)]
        index.names.append([one for one in names if one] or [(place.id,)])
        for worth, found in (
            (ADDRESS, words(place.address or "")),
            (AREA, [word for one in there for name in (one.name, *one.aliases) for word in words(name)]),
            (KIND, index.kinds[place.kind]),
            (NAME, [word for one in index.names[at] for word in one]),
        ):
            for word in found:
                index.worth[word][at] = worth
    index.telling = {word: log(1 + len(index.places) / len(there)) for word, there in index.worth.items()}
    for word in index.telling:
        index.beginning[word[:SHORT_WORD]].append(word)
        index.bones[skeleton(word)].append(word)
    return index
