"""What a note must not hold: plates, telephone numbers, e-mail addresses, links, @names. They go before it is kept.

In doubt something is hidden: a house number that is lost costs a question, a plate that is kept may cost a person.
Ordinary words, house numbers, clock times and bus lines stay.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

HIDDEN = "•••"
"""Stands where something was hidden: the same in every script and direction, and no longer than what it hides."""

FEWEST_DIGITS = 7
"""Digits of the shortest telephone number that someone could dial: one of the same city."""


class Mask(StrEnum):
    """What was hidden; `mask.<value>` in the catalogs."""

    EMAIL = "email"
    LINK = "link"
    NAME = "name"
    PHONE = "phone"
    PLATE = "plate"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without what it must not hold, and what that was."""

    text: str
    found: tuple[Mask, ...]


SIDE = r"[^\s@,;:<>()\[\]/]{1,64}"
DOT = r"(?: ?[\[({] ?(?:dot|\.) ?[\])}] ?\w+)*"
EMAIL = re.compile(
    rf"{SIDE}(?: ?[\[({{] ?(?:at|@) ?[\])}}] ?| ?@ ?(?=\S+\.\w)){SIDE}{DOT}|{SIDE}@{SIDE}{DOT}",
    re.I,
)
"""Anything around an at sign, also one that is written out in brackets."""

BARE_ENDS = (
    "com|org|net|gov|edu|mil|info|biz|xyz|app|dev|online|site|link|club|shop|news|chat|io|tv|ly|gl|co|uk|ca|ru|br|mx|vn"
    "|cn|fr|cv|ht"
)
"""Ends of web addresses that are no words: a sentence may go on right after a full stop."""

DOTTED = r"(?<![\w@])(?:[\w-]{1,63}\.){1,9}"
LINK = re.compile(
    r"[a-z][a-z0-9+.-]{0,15}://\S+|(?<![a-z0-9])www\.\S+"
    rf"|{DOTTED}(?:{BARE_ENDS})(?![a-z0-9])(?:[/?#:]\S*)?|{DOTTED}[^\W\d_]{{2,24}}/\S+",
    re.I,
)

NAME = re.compile(r"@(?!\d{1,2}(?::\d\d)?(?:[ap]m)?\b)(?=[\w.]*[^\W_])[\w.]{2,64}", re.I)
"""An @name; a clock time after an at sign is none."""

BETWEEN = r"[ \u00a0\u202f()./·•_*\-\u2010-\u2015]{1,3}"
"""What people put between the digits of a telephone number."""

DIGITS = re.compile(rf"[+(]{{0,2}}(?<!\d)\d+(?:{BETWEEN}\d+)*")
"""Digits, alone or in groups: whether they are a telephone number, their groups tell."""

DATE = re.compile(r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d")

STREET = r"(?! (?:ST|STREET|AVE|AVENUE|RD|ROAD|LN|DR|PL|CT|SQ|BLVD|WAY|TER|PARK|HWY)\b)"
NO_PLATE = r"(?!(?:BUS|ICE|FBI|DHS|CBP|HSI|ERO|DEA|ATF|BPD|MSP|EMS|RTE|APT|THE|AND)\b)"
GAP = r"[ .·-]?"
CAPITALS = re.compile(
    rf"\b(?:\d{{3}}{GAP}[A-Z]{{3}}{STREET}|{NO_PLATE}[A-Z]{{3}}{GAP}\d{{3,4}}"
    rf"|\d{{2}}[A-Z]{GAP}[A-Z]\d{{2}}|\d{{2}}[A-Z]{{2}}{GAP}\d{{2}}|\d[A-Z]{{2}}{GAP}[A-Z]\d{{2}}|\d[A-Z]{{3}}{GAP}\d{{2}}"
    rf"|\d{{3}}{GAP}[A-Z]{{2}}\d|\d{{2}}[A-Z]{GAP}\d{{3}}|[A-Z]\d{{2}}{GAP}\d{{3,5}}[A-Z]?|[A-Z]\d{{5}})\b",
    re.A,
)
"""Plates in capitals: the shapes that are seen in Massachusetts (123 ABC, 12A B34, 12AB 34, 1AB C23, 1ABC 23, 123 AB4,
M12 345), those of the Federal Government (G12 34567), and three letters with three or four digits, as elsewhere."""

TOGETHER = re.compile(r"\b(?=\w*\d\w*\d)(?=\w*[a-z]\w*[a-z])[a-z0-9]{5,8}\b", re.I | re.A)
"""Letters and digits in one word, at least two of each: a plate, however it is typed."""

COUNTED = re.compile(
    r"\d+(?:st|nd|rd|th|[ap]m|m|ft|km|mi|mph|kg|lbs?|mins?|hrs?|secs?|mts|ppl|men|vans?|cars?|suvs?|year|yrs?)"
    r"|\d{1,2}h\d{2}(?:min)?|\d{1,4}[ap]m\d{1,4}[ap]m|(?:bus|line|route|rte|room|gate|exit|apt|unit|floor|bldg)\d+",
    re.I,
)
"""A number with its unit, or a word with its number: no plate."""

NAMED = re.compile(
    r"(?<![a-z])(?:licen[cs]e|plates?|tags?|placas?|matr[ií]cula|plak|plaques?|bi[eể]n s[oố]|номер\w{0,4}"
    r"|لوحة|車牌|车牌)"
    r"(?:\W{1,3}(?:is|was|number|no|es|se|de|da|la|a|số|so|plate|said|says|reads)\b)*[\W号號]{0,3}"
    r"((?=[a-zа-я ·.-]{0,6}\d)[a-zа-я0-9]{1,7}"
    r"(?:[ ·.-][a-zа-я0-9]*\d[a-zа-я0-9]*|[ ·.-][a-zа-я]{2,3}(?![a-zа-я])){0,2})(?![a-zа-я0-9])",
    re.I,
)
"""What follows the word for a plate, in whichever letters."""

SHORTEST_PLATE = 4

Spans = Iterator[tuple[int, int]]


def mask(text: str) -> Masked:
    """The text with all of that hidden, however often; masking twice is masking once."""
    found: list[Mask] = []
    while (hidden := _hide_one_kind(text)) is not None:
        text, kind = hidden
        found.append(kind)
    return Masked(text, tuple(one for one in Mask if one in found))


def _hide_one_kind(text: str) -> tuple[str, Mask] | None:
    """The text without the first kind of thing that is in it, and which kind; none for a text that may stay."""
    alike = _alike(text)
    for kind, find in FINDS.items():
        spans = list(find(alike))
        if spans:
            for start, end in reversed(spans):
                text = text[:start] + HIDDEN + text[end:]
            return text, kind
    return None


def _alike(text: str) -> str:
    """The text, letter for letter, with every digit as one of 0 to 9 and full-width letters as plain ones."""
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter


def _all(pattern: re.Pattern[str]) -> Callable[[str], Spans]:
    return lambda text: (one.span() for one in pattern.finditer(text))


def _phones(text: str) -> Spans:
    for one in DIGITS.finditer(text):
        if _is_phone(one[0]):
            yield one.span()


def _is_phone(written: str) -> bool:
    """Whether groups of digits are a telephone number, and not a date, two house numbers or a house behind a bus line:
    of two groups the first is an area or an exchange, and so it has three or four digits."""
    groups = [len(one) for one in re.findall(r"\d+", written)]
    if sum(groups) < FEWEST_DIGITS or DATE.fullmatch(written):
        return False
    if len(groups) == 2 and not written.startswith("+"):
        return groups[0] in (3, 4) and groups[1] >= 4 and not _are_neighbors(written)
    return True


def _are_neighbors(written: str) -> bool:
    """Whether two numbers are from one house to the next, or from one clock time to the next."""
    first, second = (int(one) for one in re.findall(r"\d+", written))
    return len(str(first)) == len(str(second)) and 0 < second - first <= 100


def _plates(text: str) -> Spans:
    named = [one.span(1) for one in NAMED.finditer(text) if _is_plate(one[1])]
    if named:
        yield from named
        return
    capitals = [one.span() for one in CAPITALS.finditer(text)]
    if capitals:
        yield from capitals
        return
    for one in TOGETHER.finditer(text):
        if not COUNTED.fullmatch(one[0]):
            yield one.span()


def _is_plate(written: str) -> bool:
    """Whether what follows the word for a plate is one, and no number of something else."""
    together = "".join(filter(str.isalnum, written))
    return len(together) >= SHORTEST_PLATE and not COUNTED.fullmatch(together)


FINDS: dict[Mask, Callable[[str], Spans]] = {
    Mask.EMAIL: _all(EMAIL),
    Mask.LINK: _all(LINK),
    Mask.NAME: _all(NAME),
    Mask.PHONE: _phones,
    Mask.PLATE: _plates,
}
"""In this order: an e-mail address has a link and a name in it."""
