"""Whether a translation is written in its language: its letters, no English left over, no word that is kept away."""

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import bidirectional, category, name

from bot.domain.ids import Language
from locales.catalog import Entry
from locales.languages import ENGLISH, LANGUAGES, Direction, Tongue
from locales.template import SLOT, visible

KEPT = ("ICE", "Avisa", "I-200", "I-205")
"""In Latin letters in every language. Published pages have called ICE *frozen water* in Arabic and in Russian."""

PHRASE = 4
"""So many English words in a row are no coincidence: nobody has translated them."""

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_CHINESE_WORD = re.compile(rf"{_LATIN.pattern}|[^\W\d_A-Za-z\u00c0-\u024f]+")


def idioms(form: str, english: Entry, tongue: Tongue) -> Iterator[str]:
    """Everything in one form of a translation that is not written as its readers write."""
    yield from _letters(form, english, tongue)
    yield from _avoided(form, english, tongue)
    if tongue.code != ENGLISH:
        yield from _left_over(form, english)


def _letters(form: str, english: Entry, tongue: Tongue) -> Iterator[str]:
    """A word is spelled in the letters of the language, or stands in English too: a name, a command."""
    text = visible(form)
    word = _WORD if tongue.letters else _CHINESE_WORD
    names = set(_LATIN.findall(visible(" ".join(english.source))))
    for one in sorted(set(word.findall(text)) - names):
        for letter in dict.fromkeys(one):
            if not _writes(tongue, letter):
                yield f"{letter} is not a letter of {tongue.own_name} ({one})"
    for wrong, right in tongue.other_forms.items():
        if wrong in text:
            yield f"{wrong} is not how {tongue.own_name} writes it ({right})"
    if tongue.direction is Direction.RIGHT_TO_LEFT and any(turns(line) for line in text.split("\n")):
        yield "a line begins with a Latin word: Telegram would show it left to right"


def _writes(tongue: Tongue, letter: str) -> bool:
    if tongue.characters is None:
        return letter.lower() in tongue.letters
    try:
        letter.encode(tongue.characters)
    except UnicodeEncodeError:
        return False
    return name(letter, "").startswith("CJK")


def turns(line: str) -> bool:
    """Whether a line begins from left to right and goes on from right to left."""
    strong = [kind for letter in line if (kind := bidirectional(letter)) in {"L", "R", "AL"}]
    return strong[:1] == ["L"] and len(set(strong)) > 1


def _avoided(form: str, english: Entry, tongue: Tongue) -> Iterator[str]:
    text, source = visible(form), visible(" ".join(english.source))
    for word in KEPT:
        if _whole(word).search(source) and not _whole(word).search(text):
            yield f"{word} must stay as it is in English"
    if tongue.avoid:
        for word in dict.fromkeys(_kept_away(tongue.code).findall(text.lower())):
            yield f"the word “{word}” is to be avoided (docs/terms.md)"


@cache
def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])")


@cache
def _kept_away(language: Language) -> re.Pattern[str]:
    """The beginnings of these words. In Arabic a word may begin with others, and Chinese has no spaces."""
    tongue = LANGUAGES[language]
    apart = tongue.letters and tongue.direction is Direction.LEFT_TO_RIGHT
    return re.compile(("(?<!\\w)" if apart else "") + f"(?:{'|'.join(map(re.escape, tongue.avoid))})")


def _left_over(form: str, english: Entry) -> Iterator[str]:
    known = {phrase for source in english.source for phrase in _phrases(source)}
    for phrase in dict.fromkeys(_phrases(form)):
        if phrase in known:
            yield f"English is left over ({phrase})"


def _phrases(text: str) -> Iterator[str]:
    """Every so many words in a row that no slot parts."""
    for piece in SLOT.split(text):
        words = _WORD.findall(visible(piece).lower())
        yield from (" ".join(words[at : at + PHRASE]) for at in range(len(words) - PHRASE + 1))


def same(entry: Entry, english: Entry, tongue: Tongue) -> Iterator[str]:
    """A translation differs from English, and English does not differ from itself."""
    if tongue.code == ENGLISH:
        if entry.forms != entry.source:
            yield "msgstr differs from msgid"
    elif (
        set(entry.forms) <= set(english.source)
        and any(category(letter)[0] == "L" for letter in visible(entry.forms[0]))
        and not (entry.may_be_same or english.may_be_same)
    ):
        yield "the same as in English (if that is right, add the comment: # same)"
