"""Whatever is put into a text from outside, Telegram sees the text's own entities and nothing else.

Every slot of every text is a field that reaches Telegram's HTML; the simulator reads it by Telegram's rules.
"""

import os
from collections.abc import Mapping
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ids import Language
from bot.domain.text import clean
from locales import LANGUAGES, Translator
from locales.template import FIRST_STRONG_ISOLATE, POP_ISOLATE, Value
from simulator.entities import parse_html
from tests.locales.test_saying import SLOTS

ISOLATES = dict.fromkeys(map(ord, FIRST_STRONG_ISOLATE + POP_ISOLATE))
"""What Arabic puts around each line of it, and nobody sees."""

STRINGS = 50_000 if os.environ.get("AVISA_TEST_LONG") else 25
"""Each of them is put into eight texts."""

LIMIT = 4096
"""UTF-16 units that Telegram takes in one message."""

NASTY = (
    *("<b>", "</b>", "</code>", "<a href='https://example.org'>", "&", "&lt;", "&#x3c;b&#x3e;", "&amp;lt;b&amp;gt;"),
    *("\u202eeslaf\u202c", "\u2066x", "مكتبة", "\u200f", "\u0627\u202d"),
    *("👩\u200d👩\u200d👧", "\u200d", "👍🏽", "🇵🇸", "e\u0301" * 50, "\ufe0f"),
    *("\ud83d", "\udc00\ud83d", "\x00", "\x1b[31m", "\r\n\t", "\u2028", "\ufffe"),
    *("{place}", "%s", "{0}", "https://example.org", "@someone", "/forget", "tg://user?id=1"),
)
LONG = ("<" * LIMIT, "&" * LIMIT, "👩" * (LIMIT // 2), "x" * (LIMIT - 1) + "👩")

OUTSIDE = st.sampled_from((*NASTY, *LONG)) | st.lists(st.sampled_from(NASTY), max_size=5).map("".join) | st.text()

OURS = frozenset({"count", "link"})
"""Slots that nobody outside fills: a number that we counted, and an address that we made."""

TEXTS = sorted(key for key, slots in SLOTS.items() if slots - OURS)


def filled(key: str, value: str) -> dict[str, Value]:
    """The same in every slot of this text."""
    ours: Mapping[str, Value] = {"count": 2, "link": "https://t.me/avisa"}
    return {slot: ours.get(slot, value) for slot in SLOTS[key]}


def entities(language: Language, key: str, value: str) -> tuple[str, list[str]]:
    """What is read of it, and which entities are in it."""
    text, found = parse_html(Translator(language)(key, **filled(key, value)))
    return text, [one.type for one in found]


@cache
def own(language: Language, key: str, *, is_filled: bool) -> list[str]:
    """The entities of the text itself."""
    return entities(language, key, "Anything" if is_filled else "")[1]


@settings(max_examples=STRINGS)
@given(st.sampled_from(sorted(LANGUAGES)), st.lists(st.sampled_from(TEXTS), min_size=8, max_size=8), OUTSIDE)
def test_what_comes_from_outside_is_read_as_it_stands_and_marks_nothing(
    language: Language, keys: list[str], value: str
) -> None:
    for key in keys:
        text, found = entities(language, key, value)

        assert found == own(language, key, is_filled=bool(clean(value)))
        assert clean(value) in text.translate(ISOLATES)
