"""What can be wrong with one translation. Every rule is a function from the text and its English to findings."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from unicodedata import bidirectional, category, name

from bot.domain.text import clean, utf16_length
from locales.avoided import AVOIDED, KEPT
from locales.catalog import Entry
from locales.languages import ENGLISH, Direction, Tongue
from locales.markup import Html, faults, plain
from locales.template import FIRST_STRONG_ISOLATE, POP_ISOLATE, parse

TELEGRAM_LIMIT = 4096
"""UTF-16 units after the markup is taken out (Telegram Bot API, sendMessage)."""

WRITTEN_IN = {
    "a phone number": re.compile(r"(?<!\d)\(?\d{3}\)?[ .-]?\d{3}[ .-]\d{4}(?!\d)"),
    "a date": re.compile(
        r"(?<![\d/])(?!24/7)\d{1,2}/\d{1,2}(?!\d)|\d{1,2}(?:\.\d{1,2}\.|月)\d{1,2}|(?<!\d)(?:19|20)\d{2}(?!\d)"
    ),
    "a time": re.compile(r"(?<!\d)\d{1,2}(?::| ?h ?)\d{2}(?!\d)"),
}
SCRIPTS = {"ar": "ARABIC", "ru": "CYRILLIC", "zh_Hant": "CJK", "zh_Hans": "CJK"}
"""The first word of the Unicode names of the letters of each language; LATIN for all others."""

ORDINAL_SIGNS = frozenset({"FEMININE", "MASCULINE"})

CHARACTER_SETS = {"zh_Hant": "cp950", "zh_Hans": "gb2312"}
"""Big5 (with Microsoft's additions) and GB 2312: a character that only the other kind of Chinese has is not in it."""

_SLOT = re.compile(r"\{[a-z0-9_]*\}")
_TAG = re.compile(r"<[^/<>][^<>]*>")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_COMMAND = re.compile(r"(?<![A-Za-z0-9/<.])/[a-z_]{2,}")
_NUMBER = re.compile(r"\d{2,}")
_LINK = re.compile(
    r"(?:https?://|www\.|t\.me/|tg:)[!-;=?-~]+|@\w{3,}|\b[\w-]+\.(?:com|org|net|gov|info|io|us)\b", re.ASCII
)


def findings(entry: Entry, english: Entry, tongue: Tongue, numbers_of: Sequence[Collection[int]]) -> Iterator[str]:
    """Everything wrong with a translated entry; `numbers_of` says which numbers each plural form stands for."""
    wanted_forms = len(numbers_of) if english.is_plural else 1
    if entry.source != english.source:
        yield "English has changed since (run: python -m locales sync)"
    elif entry.needs_work:
        yield "marked as needing work"
    elif not all(entry.forms):
        yield "not translated"
    elif len(entry.forms) != wanted_forms:
        yield f"{len(entry.forms)} plural forms, should be {wanted_forms}"
    else:
        for form, numbers in zip(entry.forms, numbers_of if english.is_plural else [()], strict=True):
            yield from _slots(form, english, one_number=len(numbers) == 1)
            yield from faults(form)
            yield from _characters(form)
            yield from _length(form, english)
            yield from _facts(form, english)
            yield from _script(form, english, tongue)
            yield from _words(form, english, tongue)
        yield from _same(entry, english, tongue)


def visible(text: str) -> str:
    """A text without its tags and slots."""
    return plain(Html(_SLOT.sub("", text)))


def _slots(form: str, english: Entry, *, one_number: bool) -> Iterator[str]:
    """The same slots as in English; a form for one number alone may leave the number out: Arabic has a word for two."""
    try:
        slots = parse(form).slots
        wanted = frozenset[str]().union(*(parse(text).slots for text in english.source))
    except ValueError as why:
        yield str(why)
        return
    may_lack = {"count"} if one_number else set()
    for slot in sorted(wanted - slots - may_lack):
        yield f"lacks {{{slot}}}"
    for slot in sorted(slots - wanted):
        yield f"has {{{slot}}}, which English has not"


def _characters(form: str) -> Iterator[str]:
    if form.count(FIRST_STRONG_ISOLATE) != form.count(POP_ISOLATE):
        yield "an isolate is not closed"
    without = form.replace(FIRST_STRONG_ISOLATE, "").replace(POP_ISOLATE, "")
    if clean(without) != without:
        yield "hidden characters, or accents not composed (NFC)"
    if any(category(letter) == "Nd" and not letter.isascii() for letter in form):
        yield "digits must be 0 to 9"


def _length(form: str, english: Entry) -> Iterator[str]:
    limit, length = english.limit or TELEGRAM_LIMIT, utf16_length(visible(form))
    if length > limit:
        yield f"{length} long, at most {limit}"


def _facts(form: str, english: Entry) -> Iterator[str]:
    """Facts come in slots, and markup, links and numbers are those of English."""
    text, source = visible(form), [visible(one) for one in english.source]
    for what, pattern in WRITTEN_IN.items():
        if found := pattern.search(text):
            yield f"{what} is written in ({found[0]}): it belongs in a slot"
    if Counter(_TAG.findall(form)) not in [Counter(_TAG.findall(one)) for one in english.source]:
        yield "other tags or links than in English"
    for link in sorted(set(_LINK.findall(text)) - set(_LINK.findall(" ".join(source)))):
        yield f"the link {link} is not in English"
    for command in sorted(set(_COMMAND.findall(text)) ^ set(_COMMAND.findall(" ".join(source)))):
        yield f"the command {command} must be as in English"
    if set(_NUMBER.findall(text)) not in [set(_NUMBER.findall(one)) for one in source]:
        yield "other numbers than in English"
    edges = {(one[:1].isspace(), one[-1:].isspace()) for one in english.source}
    if (form[:1].isspace(), form[-1:].isspace()) not in edges:
        yield "other space at the beginning or end than in English"


def _script(form: str, english: Entry, tongue: Tongue) -> Iterator[str]:
    own = SCRIPTS.get(tongue.code, "LATIN")
    text = visible(form)
    for script in sorted({_script_of(letter) for letter in text if category(letter)[0] == "L"} - {own, "LATIN"}):
        yield f"letters of another script ({script.lower()})"
    if own != "LATIN":
        for word in sorted(set(_LATIN.findall(text)) - set(_LATIN.findall(visible(" ".join(english.source))))):
            yield f"Latin letters that are not in English ({word})"
    if tongue.code in CHARACTER_SETS:
        for letter in sorted({one for one in text if _script_of(one) == "CJK" and not _fits(one, tongue)}):
            yield f"{letter} is not a character of {tongue.own_name}"
    if tongue.direction is Direction.RIGHT_TO_LEFT and any(_turns(line) for line in text.split("\n")):
        yield "a line begins with a Latin word: Telegram would show it left to right"


def _script_of(letter: str) -> str:
    first = name(letter, "NAMELESS").split()[0]
    return "LATIN" if first in ORDINAL_SIGNS else first


def _fits(letter: str, tongue: Tongue) -> bool:
    try:
        letter.encode(CHARACTER_SETS[tongue.code])
    except UnicodeEncodeError:
        return False
    return True


def _turns(line: str) -> bool:
    """Whether a line begins from left to right and goes on from right to left."""
    strong = [kind for letter in line if (kind := bidirectional(letter)) in {"L", "R", "AL"}]
    return strong[:1] == ["L"] and len(set(strong)) > 1


def _words(form: str, english: Entry, tongue: Tongue) -> Iterator[str]:
    text, source = visible(form), visible(" ".join(english.source))
    for word in KEPT:
        whole = re.compile(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])")
        if whole.search(source) and not whole.search(text):
            yield f"{word} must stay as it is in English"
    written_apart = SCRIPTS.get(tongue.code, "LATIN") in {"LATIN", "CYRILLIC"}
    for word in AVOIDED[tongue.code]:
        if re.search(rf"(?<!\w){re.escape(word)}" if written_apart else re.escape(word), text, re.IGNORECASE):
            yield f"the word “{word}” is to be avoided (docs/translating.md)"


def _same(entry: Entry, english: Entry, tongue: Tongue) -> Iterator[str]:
    if tongue.code == ENGLISH:
        if entry.forms != entry.source:
            yield "msgstr differs from msgid"
    elif (
        set(entry.forms) <= set(english.source)
        and any(category(letter)[0] == "L" for letter in visible(entry.forms[0]))
        and not (entry.may_be_same or english.may_be_same)
    ):
        yield "the same as in English (if that is right, add the comment: # same)"
