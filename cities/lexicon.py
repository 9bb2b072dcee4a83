"""The words that a city's places have, and which of them a typed word may be: misspelled, heard, or translated."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import Indel

from cities.sounds import IS_FOREIGN, bare, chinese, latin, loose, skeleton
from cities.spelling import IS_CHINESE

ALIKE, ALIKE_SHORT, SHORT_WORD = 0.79, 0.85, 4
"""How alike two words are that may be one, of 1: one slip in a word of five letters, less in a shorter one."""

SHORTEST = 3
"""Letters: in a shorter word every slip makes another word."""

BEGINS, SOUNDS_SO, SHORT_SOUND, RESPELLED, MEANS_SO = 0.85, 0.95, 0.8, 0.85, 0.97
"""How alike two words are that begin alike; two in different scripts that sound alike, or have so few consonants that
many do; two in one script that only sound alike; and two that mean the same in two languages."""


@dataclass(slots=True)
class Lexicon:
    """Every word of a city, by what it looks and sounds like."""

    known: frozenset[str]
    meant: Mapping[str, tuple[str, ...]]
    """By what people type, written together: the words here that it means."""
    lengths: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By their number of letters: the words, and what of other languages means them."""
    beginning: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By their first letters: the words that begin so."""
    bones: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By skeleton: the words that have it."""
    loose: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By loose skeleton: the words that have it."""
    chinese: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By their number of signs: the Chinese words, and what else means a word here."""

    def may_be(self, word: str) -> dict[str, float]:
        """The words of the city that this one may be, and how alike they are, of 1."""
        exactly = self._exactly(word)
        if exactly:
            return exactly
        if IS_CHINESE.search(word):
            return self._heard(chinese(word), self.loose)
        if not IS_FOREIGN.search(word):
            return self._spelled(word) or self._respelled(word)
        alike = {**self._spelled(word), **self._spelled(latin(word))}
        short = bare(word)
        if short != word:
            alike = {**self.may_be(short), **alike}
        for found, how in self._heard(skeleton(word), self.bones).items():
            alike[found] = max(how, alike.get(found, 0.0))
        return alike

    def _exactly(self, word: str) -> dict[str, float]:
        meant = dict.fromkeys(self.meant.get(word, ()), MEANS_SO)
        return {**meant, word: 1.0} if word in self.known else meant

    def _spelled(self, word: str) -> dict[str, float]:
        if word in self.known:
            return {word: 1.0}
        if len(word) < SHORTEST or word.isdigit():
            return {}
        alike: dict[str, float] = {}
        least = ALIKE if len(word) > SHORT_WORD else ALIKE_SHORT
        for found, how in _like(word, self._as_long(word, least), least):
            for one, share in self._exactly(found).items():
                alike[one] = max(how * share, alike.get(one, 0.0))
        for one in self.beginning.get(word[:SHORT_WORD], ()):
            if _begin_alike(one, word):
                alike[one] = max(BEGINS, alike.get(one, 0.0))
        return alike

    def _respelled(self, word: str) -> dict[str, float]:
        """Names written as they sound in one's own spelling: Klifor for Clifford."""
        bones = skeleton(word)
        if len(bones) < SHORT_WORD or word.isdigit():
            return {}
        return {one: RESPELLED * how for one, how in self._heard(bones, self.bones).items()}

    def _as_long(self, word: str, least: float) -> list[str]:
        """The words that are not too long or too short to be that one."""
        shortest, longest = int(len(word) * least / (2 - least)), int(len(word) * (2 - least) / least) + 1
        return [one for length in range(shortest, longest + 1) for one in self.lengths.get(length, ())]

    def _heard(self, bones: str, among: Mapping[str, list[str]]) -> dict[str, float]:
        if len(bones) < SHORTEST:
            same = among.get(bones, ()) if len(bones) == SHORTEST - 1 else ()
            return dict.fromkeys(same, SHORT_SOUND)
        alike: dict[str, float] = {}
        least = {SHORTEST: 1.0, SHORT_WORD: ALIKE_SHORT}.get(len(bones), ALIKE)
        for found, how in _like(bones, among, least):
            for one in among[found]:
                alike[one] = max(SOUNDS_SO * how, alike.get(one, 0.0))
        return alike

    def apart(self, run: str) -> Iterator[str]:
        """A run of Chinese, which writes no spaces: the longest words that are known, and what is between them."""
        rest, at = "", 0
        while at < len(run):
            word = next(
                (run[at : at + size] for size in self._sizes() if run[at : at + size] in self.chinese[size]), ""
            )
            if word and rest:
                yield rest
            if word:
                yield word
            rest, at = ("", at + len(word)) if word else (rest + run[at], at + 1)
        if rest:
            yield rest

    def _sizes(self) -> list[int]:
        return sorted(self.chinese, reverse=True)


def lexicon(known: Iterable[str], meant: Mapping[str, Iterable[str]], little: Iterable[str]) -> Lexicon:
    """The lexicon of these words, and of what means them; `little` words say nothing, and part Chinese ones too."""
    there = frozenset(known)
    made = Lexicon(there, {one: kept for one, of in meant.items() if (kept := tuple(it for it in of if it in there))})
    for word in sorted(there):
        if not word.isalnum():
            continue
        made.beginning[word[:SHORT_WORD]].append(word)
        made.bones[skeleton(word)].append(word)
        if word.isascii() and word.isalpha():
            made.loose[loose(word)].append(word)
    for word in sorted({*there, *made.meant}):
        if word.isalnum() and not IS_CHINESE.search(word):
            made.lengths[len(word)].append(word)
    for word in {*there, *made.meant, *little}:
        if IS_CHINESE.search(word):
            made.chinese[len(word)].add(word)
    return made


def _begin_alike(one: str, other: str) -> bool:
    """Whether two words begin with the same five letters at least, or one of them with all of the other."""
    shorter = min(len(one), len(other))
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)
    return same == shorter or (same > SHORT_WORD and same >= shorter * 2 / 3)


def _like(word: str, among: Iterable[str], least: float) -> list[tuple[str, float]]:
    found = process.extract(word, [*among], scorer=Indel.normalized_similarity, score_cutoff=least, limit=None)
    return [(one, how) for one, how, _ in found]
