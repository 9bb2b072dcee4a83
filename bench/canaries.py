"""Canaries: people and words that are told from all others, and one search for all their spellings at once."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path

from simulator.residue import FEWEST, Hit, encodings, spellings

FIRST = 7_316_000_001
"""Telegram's number for the first of them; of the size that people have, so that chance finds none of its spellings."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Canary:
    """One of them."""

    at: int

    @property
    def chat(self) -> int:
        """Telegram's number for them."""
        return FIRST + self.at

    @property
    def word(self) -> str:
        """What they write: letters alone, as digits might be hidden before they are kept."""
        return "kanari" + "".join(LETTERS[self.at // 26**place % 26] for place in range(5))

    def plain(self) -> dict[str, bytes]:
        """Every way in which their number and their word could lie in a file, by its name."""
        found = {f"number: {name}": needle for name, needle in encodings(self.chat).items()}
        found |= {f"word: {name}": needle for name, needle in spellings(self.word.encode()).items()}
        return found | {f"word: {code}": self.word.encode(code) for code in ("utf-16-le", "utf-16-be")}


PAGE = 8192
EMPTY = bytes(PAGE)

LONGEST = 128
"""Bytes: no needle is so long."""

MOST = 1000
"""Hits after which a search ends: there should be none."""


@dataclass(slots=True)
class Net:
    """Needles, any number of them, looked for in one pass: first by the four bytes with which they begin."""

    _by_start: dict[int, dict[int, dict[bytes, str]]] = field(default_factory=dict)

    def add(self, needles: Mapping[str, bytes]) -> None:
        """Look for these too. ValueError for one that chance would find."""
        for name, needle in needles.items():
            if not FEWEST <= len(needle) < LONGEST:
                raise ValueError(f"too short to be told from chance, or too long: {name}")
            start = int.from_bytes(needle[:FEWEST], sys.byteorder)
            self._by_start.setdefault(start, {}).setdefault(len(needle), {})[needle] = name

    def hits(self, folder: Path, most: int = MOST) -> list[Hit]:
        """What lies in which files below the folder, once for each place; the first so many."""
        return list(islice(self._all(folder), most))

    def _all(self, folder: Path) -> Iterator[Hit]:
        seen: dict[bytes, list[str]] = {}  # a server has many files that are the same
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            body = path.read_bytes()
            digest = sha256(body).digest()
            if digest not in seen:
                seen[digest] = [name for part in _parts(body) for name in self._in(part)]
            yield from (Hit(str(path.relative_to(folder)), name) for name in seen[digest])

    def _in(self, body: bytes) -> Iterator[str]:
        known = set(self._by_start)
        begins = (memoryview(body[at : at + (len(body) - at) // FEWEST * FEWEST]).cast("I") for at in range(FEWEST))
        for start in set[int]().union(*(known.intersection(one) for one in begins)):
            yield from self._from(body, start)

    def _from(self, body: bytes, start: int) -> Iterator[str]:
        begin, at = start.to_bytes(FEWEST, sys.byteorder), -1
        while (at := body.find(begin, at + 1)) >= 0:
            for length, needles in self._by_start[start].items():
                name = needles.get(body[at : at + length])
                if name is not None:
                    yield name


def _parts(body: bytes) -> Iterator[bytes]:
    """All of it but what is empty: most of a server's log is. Around each part so much of that as a needle may need."""
    begins = None
    for at in range(0, len(body), PAGE):
        is_empty = body[at : at + PAGE] == EMPTY
        if begins is None and not is_empty:
            begins = at
        elif begins is not None and is_empty:
            yield body[max(0, begins - LONGEST) : at + LONGEST]
            begins = None
    if begins is not None:
        yield body[max(0, begins - LONGEST) :]
