"""The places of a city by the words that people may use for them, and how typed words are read by it."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import log
from operator import itemgetter

from bot.domain.ids import NeighborhoodId
from cities.city import City
from cities.lexicon import SHORTEST, Lexicon, lexicon
from cities.place import Place, PlaceKind
from cities.spelling import IS_CHINESE, is_little, little, near, nothing, tokens, words
from cities.vocabulary import CALLED, ENGLISH, KIN, MEANT

Kinds = Mapping[PlaceKind, Sequence[str]]
"""What each kind of place is called in the catalogs, in every language."""

NAME, KIND, AREA, ADDRESS, AKIN = 1.0, 0.95, 0.9, 0.8, 0.75
"""How much a word is worth that comes from there: people name places, and seldom know house numbers. Last, what a kind
is called that people take for this one: a playground for a park."""

UNKNOWN = 2.0
"""What a word weighs that no place has."""

BESIDE = 0.4
"""How much of its weight a word keeps that comes after `near`: it tells what is next to the place."""

LONGEST = 4
"""Words that may be one name for a kind of place: bãi đậu xe hơi."""

REMEMBERED = 8
"""Cities and sets of words whose index is kept. A bot has one of each."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed word, or several that are one: what it weighs, how alike it is to each word of the index, and what it
    consists of."""

    weight: float
    alike: Mapping[str, float]
    parts: tuple[str, ...] = ()
    is_number: bool = False
    """A number says nothing by itself: people also tell how many they saw."""


Name = tuple[tuple[str, float, bool], ...]
"""The words of a name: each with its share of what the name tells, and whether it only says of what kind that is."""


@dataclass(slots=True)
class Index:
    """Every word of a city, and the places that have it."""

    places: tuple[Place, ...]
    worth: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    """By word: the places that have it, by their position, and what it is worth there."""
    homes: list[frozenset[NeighborhoodId]] = field(default_factory=list)
    """By place: the neighborhoods that it is in."""
    names: list[list[Name]] = field(default_factory=list)
    """By place: its names."""
    called: Mapping[str, str] = field(default_factory=dict)
    """By several words that a kind is called, written together: what stands for the kind."""
    telling: dict[str, float] = field(default_factory=dict)
    """By word: how few places have it, as a logarithm."""
    lexicon: Lexicon = field(default_factory=lambda: lexicon((), {}, ()))

    def read(self, text: str, *, beside: float = BESIDE) -> list[Typed]:
        """The typed words. Several that are one word here are taken together, and one that is two is taken apart.
        `beside` is how much of its weight a word keeps that comes after `near`."""
        read = list[Typed]()
        for is_beside, run in groupby(self._telling(text), key=itemgetter(0)):
            rest = [word for _, word in run]
            while rest:
                size = next(size for size in range(LONGEST, 0, -1) if self._is_one(rest[:size], size))
                if "".join(rest[:size]) not in nothing():
                    read.append(self._typed(tuple(rest[:size]), beside if is_beside else 1.0))
                rest = rest[size:]
        return read

    def _telling(self, text: str) -> Iterator[tuple[bool, str]]:
        """Each telling word, and whether it comes after `near`, where something was said before that."""
        beside = said = False
        typed = tokens(text)
        for at, token in enumerate(typed):
            beside = beside or (said and token in near())
            if not is_little(token) and not _counts(typed, at):
                for part in self._parts(token):
                    said = True
                    yield beside, part

    def _parts(self, word: str) -> list[str]:
        if IS_CHINESE.search(word):
            return [one for one in self.lexicon.apart(word) if one not in little()]
        if word not in self.telling and word not in self.lexicon.meant:
            for at in range(SHORTEST, len(word) - SHORTEST + 1):
                if word[:at] in self.telling and word[at:] in self.telling:
                    return [word[:at], word[at:]]
        return [word]

    def _is_one(self, typed: Sequence[str], size: int) -> bool:
        both = "".join(typed)
        named = both in self.called or both in nothing() or (size == 2 and both in self.telling)
        return size == 1 or (len(typed) == size and named)

    def _typed(self, parts: tuple[str, ...], weight: float) -> Typed:
        word = "".join(parts)
        alike = {one: how * how for one, how in self.lexicon.may_be(word).items()}
        best = max(alike, key=lambda one: (alike[one], self.telling[one]), default=None)
        if best is None:
            return Typed(weight * UNKNOWN if len(word) >= SHORTEST else 0.0, alike)
        parts = parts if len(parts) > 1 else ()
        return Typed(weight * self.telling[best] * alike[best], alike, parts, is_number=word.isdigit())


def _counts(typed: Sequence[str], at: int) -> bool:
    """Whether this is a number that stands only beside words which say nothing about where: 3 cars, 10 minutes ago.

    A letter beside a number says something: A-1.
    """
    beside = (*typed[max(0, at - 1) : at], *typed[at + 1 : at + 2])
    return typed[at].isdigit() and all(is_little(one) and not (len(one) == 1 and one.isascii()) for one in beside)


_INDEXES: deque[tuple[City, Kinds, Index]] = deque(maxlen=REMEMBERED)


def index(city: City, kinds: Kinds) -> Index:
    """The city's index for these words, made once."""
    for known, called, made in _INDEXES:
        if known is city and called == kinds:
            return made
    fresh = _made(city, kinds)
    _INDEXES.append((city, kinds, fresh))
    return fresh


def _made(city: City, kinds: Kinds) -> Index:
    made = Index(tuple(city.places.values()))
    called = {kind: _called(kind, kinds) for kind in PlaceKind}
    of_kind = {kind: frozenset(word for name in names for word in name) for kind, names in called.items()}
    made.called = {"".join(name): standing(kind) for kind, names in called.items() for name in names if len(name) > 1}
    ends = {words(ENGLISH[kind])[-1]: standing(kind) for kind in PlaceKind}
    made.homes = [frozenset(city.neighborhoods_of(place.id)) for place in made.places]
    for at, place in enumerate(made.places):
        there = [city.neighborhoods[one] for one in made.homes[at]]
        names = _names(place)
        for worth, found in (
            (AKIN, [standing(kin) for kin in KIN.get(place.kind, ())]),
            (AKIN, [made.called[one] for name in names for one in _together(name) if one in made.called]),
            (ADDRESS, words(place.address or "")),
            (AREA, [word for one in there for name in (one.name, *one.aliases) for word in words(name)]),
            (KIND, [standing(place.kind), *(ends[name[-1]] for name in names if name[-1] in ends)]),
            (NAME, [word for name in names for word in name]),
        ):
            for word in found:
                made.worth[word][at] = worth
    made.telling = {word: log(1 + len(made.places) / len(there)) for word, there in made.worth.items()}
    made.names = [[_name(one, made.telling, of_kind[place.kind]) for one in _names(place)] for place in made.places]
    made.lexicon = lexicon(made.telling, _meant(called), little() | nothing())
    return made


def _names(place: Place) -> list[list[str]]:
    """What the place is called, each as words."""
    return [found for one in (place.name, *place.aliases) if (found := words(one))] or [[place.id]]


def _name(name: Sequence[str], telling: Mapping[str, float], of_kind: Collection[str]) -> Name:
    whole = sum(telling[word] for word in name)
    return tuple((word, telling[word] / whole, word in of_kind) for word in name)


def standing(kind: PlaceKind) -> str:
    """What stands in the index for all that a kind of place is called: no word that anyone can type."""
    return f"={kind}"


def _called(kind: PlaceKind, kinds: Kinds) -> list[list[str]]:
    """What a kind is called, each as words."""
    said = [*kinds.get(kind, ()), *CALLED.get(kind, "").split(",")]
    return [found for one in said if (found := words(one))]


def _meant(called: Mapping[PlaceKind, list[list[str]]]) -> Mapping[str, list[str]]:
    """By what people type, written together: the words of names that it may mean, which are mostly English."""
    found: dict[str, list[str]] = defaultdict(list)
    for meant, said in MEANT.items():
        for one in said.split(","):
            found["".join(words(one))].extend(words(meant))
    for kind, names in called.items():
        for name in names:
            found["".join(name)].append(standing(kind))
    return found


def _together(name: Sequence[str]) -> Iterator[str]:
    """Several words of a name that stand together, written as one: in City Hall Plaza is a city hall."""
    for size in range(2, LONGEST + 1):
        for at in range(len(name) - size + 1):
            yield "".join(name[at : at + size])
