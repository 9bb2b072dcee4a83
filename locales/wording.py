"""What can be wrong with one translation. Every rule is a function from the text and its English to findings."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from unicodedata import category

from babel.dates import get_month_names

from bot.domain.ids import Language
from bot.domain.text import clean, utf16_length
from locales.catalog import Entry
from locales.idiom import idioms, same
from locales.languages import LANGUAGES, Tongue
from locales.markup import faults
from locales.template import FIRST_STRONG_ISOLATE, POP_ISOLATE, parse, visible

TELEGRAM_LIMIT = 4096
"""UTF-16 units after the markup is taken out (Telegram Bot API, sendMessage)."""

WRITTEN_IN = {
    "a phone number": re.compile(r"(?<!\d)\(?\d{3}\)?[ .-]?\d{3}[ .-]\d{4}(?!\d)"),
    "a date": re.compile(
        r"(?<![\d/])(?!24/7)\d{1,2}/\d{1,2}(?!\d)|\d{1,2}(?:\.\d{1,2}\.|月)\d{1,2}|(?<!\d)(?:19|20)\d{2}(?!\d)"
    ),
    "a time": re.compile(r"(?<!\d)\d{1,2}(?::| ?h ?)\d{2}(?!\d)"),
}
_TAG = re.compile(r"<[^/<>][^<>]*>")
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
            yield from _named_day(form, tongue)
            yield from idioms(form, english, tongue)
        yield from same(entry, english, tongue)


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


def _named_day(form: str, tongue: Tongue) -> Iterator[str]:
    if found := _day(tongue.code).search(visible(form)):
        yield f"a date is written in ({found[0]}): it belongs in a slot"


@cache
def _day(language: Language) -> re.Pattern[str]:
    """A number beside the name of a month, as this language names months."""
    tongue = LANGUAGES[language]
    names = tongue.months or tuple(
        month for width in ("wide", "abbreviated") for month in get_month_names(width, locale=tongue.cldr).values()
    )
    months = "|".join(sorted({re.escape(month.rstrip(".")) for month in names}, key=len, reverse=True))
    return re.compile(rf"\d\W+(?:d[ei] )?(?:{months})(?!\w)|(?<!\w)(?:{months})\W+\d", re.IGNORECASE)
