"""Cleaning what people write."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import clean, utf16_length

ANY_TEXT = st.text(st.characters(exclude_categories=[]))
"""Lone surrogates too."""


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("two vans\x00 outside", "two vans outside"),
        ("a\u202eb\u2066c\u2069\u200f", "abc"),
        ("\u200b\ufeff\u2060", ""),
        ("soft\u00adhyphen", "softhyphen"),
        ("\ud83d alone", " alone"),
        ("\u3164", ""),
        ("one\r\ntwo\rthree\u2028four\u2029five\x85six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("a\tb", "a b"),
        ("e\u0301", "\u00e9"),
        ("e\u200b\u0301", "\u00e9"),
        ("Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"),
        ("\ufffe\ufdd0", ""),
    ],
)
def test_what_is_not_seen_is_taken_out(text: str, cleaned: str) -> None:
    assert cleaned == clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937",
        "👩\u200d👩\u200d👧",
        "👩🏽\u200d🚒",
        "🏳\ufe0f\u200d🌈",
        "⚠\ufe0f",
        "à la 4:10\u00a0PM",
        "two\nlines",
    ],
    ids=["persian", "devanagari", "family", "skin tone", "flag", "emoji style", "no-break space", "line break"],
)
def test_what_does_something_stays(text: str) -> None:
    assert text == clean(text)


@pytest.mark.parametrize("text", ["\u200da", "a\u200d", "a\u200d b", "a\u200d\u200db", "👩\u200ca", "1\u200c2"])
def test_a_joiner_that_joins_nothing_goes(text: str) -> None:
    assert not {"\u200c", "\u200d"} & set(clean(text))


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(text) == clean(clean(text))


@given(ANY_TEXT)
def test_clean_text_can_be_sent_and_shows_all_that_it_holds(text: str) -> None:
    cleaned = clean(text)

    assert cleaned == cleaned.encode("utf-8").decode("utf-8")
    assert unicodedata.is_normalized("NFC", cleaned)
    assert {"Cc", "Cs"}.isdisjoint(unicodedata.category(letter) for letter in cleaned.replace("\n", ""))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_is_as_long_as_its_utf_16(text: str) -> None:
    assert len(text.encode("utf-16-le")) // 2 == utf16_length(text)
