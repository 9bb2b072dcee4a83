"""Every text in every language, with the worst that may stand in its slots, as Telegram would take it apart."""

import re
from collections.abc import Iterator, Mapping
from unicodedata import bidirectional

import pytest

from bot.domain.ids import Language
from bot.domain.text import utf16_length
from locales import ENGLISH, LANGUAGES, Direction, Html, Translator
from locales.catalog import Entry, read
from locales.idiom import turns
from locales.markup import faults
from locales.template import FIRST_STRONG_ISOLATE, POP_ISOLATE, Value, parse, visible
from locales.wording import TELEGRAM_LIMIT
from simulator.entities import parse_html
from tests.locales.samples import VALUES, samples

TEXTS = read(ENGLISH).entries
SLOTS: Mapping[str, frozenset[str]] = {
    key: frozenset({"count"} if entry.is_plural else ()).union(*(parse(form).slots for form in entry.forms))
    for key, entry in TEXTS.items()
}
LINK = re.compile(r"[a-z]+://\S+")
LATIN = re.compile(r"[A-Za-z]+")
SPOILED = "\u202e"
"""Turns all that follows around: it comes in some values, and must not come out."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_whole_whatever_stands_in_its_slots(language: Language) -> None:
    words, entries = Translator(language, strict=True), read(language).entries

    assert [
        f"{key}: {why}"
        for key, slots in SLOTS.items()
        for sample in samples(slots)
        for why in wrong(words(key, **sample), entries[key], sample, LANGUAGES[language].direction)
    ] == []


def wrong(said: Html, entry: Entry, sample: Mapping[str, Value], direction: Direction) -> Iterator[str]:
    """What a reader would stumble over; Refused if Telegram would not take it at all."""
    text, _ = parse_html(said)
    yield from faults(said)
    if not 0 < utf16_length(text) <= TELEGRAM_LIMIT:
        yield f"{utf16_length(text)} long"
    if "{" in text and not any("{" in str(value) for value in sample.values()):
        yield "a slot is left"
    if SPOILED in text:
        yield "it is turned around"
    for line in text.split("\n"):
        try:
            around = outside(line)
        except ValueError as why:
            yield str(why)
            continue
        yield from astray(around, entry, direction)


def outside(line: str) -> str:
    """What stands in a line outside all isolates; ValueError if one is not closed in it, or closed and not opened."""
    depth, around = 0, []
    for letter in line:
        if letter == FIRST_STRONG_ISOLATE:
            depth += 1
        elif letter == POP_ISOLATE:
            depth -= 1
        elif depth == 0:
            around.append(letter)
        if depth < 0:
            raise ValueError("an isolate is closed that was not opened")
    if depth:
        raise ValueError("an isolate is not closed in its line")
    return "".join(around)


def astray(around: str, entry: Entry, direction: Direction) -> Iterator[str]:
    """What runs against its line and is not isolated, though it came in a slot."""
    if direction is Direction.LEFT_TO_RIGHT:
        if not around.isascii() and any(bidirectional(letter) in {"R", "AL", "AN"} for letter in around):
            yield "a value runs from right to left and is not isolated"
        return
    if LINK.fullmatch(around):
        return
    if extra := {*LATIN.findall(around)} - {*LATIN.findall(visible(" ".join(entry.forms)))}:
        yield f"{', '.join(sorted(extra))} runs from left to right and is not isolated"
    if turns(around):
        yield "the line begins from left to right"


@pytest.mark.parametrize(
    ("said", "direction", "why"),
    [
        ("Lugar: {place}", Direction.LEFT_TO_RIGHT, "a slot is left"),
        ("Lugar: \u2068مكتبة", Direction.LEFT_TO_RIGHT, "an isolate is not closed in its line"),
        ("Lugar\u2069: مكتبة\u2068", Direction.LEFT_TO_RIGHT, "an isolate is closed that was not opened"),
        ("Lugar: مكتبة", Direction.LEFT_TO_RIGHT, "a value runs from right to left and is not isolated"),
        ("المكان: Park", Direction.RIGHT_TO_LEFT, "Park runs from left to right and is not isolated"),
        ("ICE المكان", Direction.RIGHT_TO_LEFT, "the line begins from left to right"),
        ("Lugar: \u202ePark", Direction.LEFT_TO_RIGHT, "it is turned around"),
        ("<pre>Lugar</pre>", Direction.LEFT_TO_RIGHT, "<pre> is not allowed"),
        ("x" * (TELEGRAM_LIMIT + 1), Direction.LEFT_TO_RIGHT, f"{TELEGRAM_LIMIT + 1} long"),
    ],
)
def test_a_text_that_is_not_whole_is_seen(said: str, direction: Direction, why: str) -> None:
    entry = Entry("label.place", ("",), ("ICE",), needs_work=False, reviewed_on=None, may_be_same=False, limit=None)

    assert why in wrong(Html(said), entry, {}, direction)


def test_every_slot_has_samples() -> None:
    assert frozenset[str]().union(*SLOTS.values()) <= VALUES.keys()
