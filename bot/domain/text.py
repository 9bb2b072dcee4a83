"""Text from outside, made harmless: what people write and what is put into a message goes through here."""

import unicodedata

ZERO_WIDTH_NON_JOINER = "\u200c"
ZERO_WIDTH_JOINER = "\u200d"
JOINERS = frozenset({ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER})

LINE_BREAKS = {"\r\n": "\n", "\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "}

BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u3164\uffa0")
"""Letters and marks that show nothing (grapheme joiner, Hangul fillers), although Unicode counts them as text."""

INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
"""Controls, format characters (bidi overrides, zero-width space, tags, byte order mark) and lone surrogates."""


def clean(text: str) -> str:
    """`text` in NFC, with nothing in it that is not seen; line breaks are all `\\n`, and a tab is a space.

    Zero-width joiners stay where they do something: both between letters (Persian, Indic), and U+200D between emoji.
    Variation selectors stay. Cleaning twice is cleaning once. The result can always be encoded as UTF-8.
    """
    if text.isascii() and text.isprintable():
        return text
    for found, wanted in LINE_BREAKS.items():
        text = text.replace(found, wanted)
    seen = "".join(letter for letter in text if _is_kept(letter))
    return unicodedata.normalize("NFC", "".join(_joined(seen)))


def utf16_length(text: str) -> int:
    """How long Telegram says `text` is: it counts UTF-16 units, so an emoji is mostly 2."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def columns(text: str) -> int:
    """How wide a text is, counted in letters: a Chinese character and a picture take the room of two, marks none."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def _is_kept(letter: str) -> bool:
    if letter == "\n" or letter in JOINERS:
        return True
    return (
        unicodedata.category(letter) not in INVISIBLE_CATEGORIES
        and letter not in BLANK_LETTERS
        and not _is_noncharacter(ord(letter))
    )


def _is_noncharacter(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _joined(letters: str) -> list[str]:
    """`letters` without the joiners that join nothing."""
    return [
        letter
        for before, letter, after in zip(" " + letters, letters, letters[1:] + " ", strict=False)
        if letter not in JOINERS or _joins(before, letter, after)
    ]


def _joins(before: str, joiner: str, after: str) -> bool:
    kinds = unicodedata.category(before)[0], unicodedata.category(after)[0]
    between_letters = kinds[0] in "LM" and kinds[1] == "L"
    between_emoji = joiner == ZERO_WIDTH_JOINER and kinds[0] in "SM" and kinds[1] == "S"
    return between_letters or between_emoji
