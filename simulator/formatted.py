"""Text as Telegram keeps it: cleaned, trimmed, its entities in order and never in each other's way."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.text import utf16_length
from simulator.entities import Span, parse_html
from simulator.errors import bad

MAX_TEXT = 4096
MAX_CAPTION = 1024
"""In UTF-16 units, after the markup has been taken out."""

MAX_BYTES = 1 << 15

_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_BLANKED = re.compile("[\\x00-\\x09\\x0b\\x0c\\x0e-\\x1f]")

SOLID = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})
"""Of these, two never share a character."""

BARE = frozenset({"code", "pre"})
"""Nothing shows inside of these."""

QUOTES = frozenset({"blockquote", "expandable_blockquote"})
FIRST = {"pre": 0, "code": 1, "text_link": 2, "text_mention": 2, "custom_emoji": 3}
"""Which of two with the same range stays."""

GIVEN = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link", "custom_emoji", *QUOTES}
)
FOUND = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"})
"""What a bot may name although Telegram finds it by itself."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """What a reader sees, and its entities as the Bot API writes them: offsets in UTF-16 units."""

    text: str
    entities: tuple[dict[str, Any], ...]


def formatted(
    text: str, parse_mode: str, entities: Sequence[Any] = (), *, longest: int = MAX_TEXT, what: str = "message"
) -> Formatted:
    """The text of a request. Refused when it cannot be read, is too long, or nothing is left of it.

    Of the parse modes only HTML is known here: it is the one that this project speaks.
    """
    if len(text.encode()) > MAX_BYTES:
        raise bad("text is too long")
    if parse_mode and parse_mode.lower() != "none":
        if parse_mode.lower() != "html":
            raise bad("unsupported parse_mode")
        seen, spans = parse_html(text)
    else:
        seen, spans = text, _given(text, entities)
    seen, spans = _trimmed(*_cleaned(seen, spans))
    if utf16_length(seen) > longest:
        raise bad(f"{what} is too long")
    return Formatted(seen, tuple(_written(seen, _in_order(spans))))


def _given(text: str, entities: Sequence[Any]) -> list[Span]:
    """Entities that the bot names itself. Those that reach beyond the text end with it."""
    index = _utf16_index(text)
    spans = []
    for one in entities:
        if not isinstance(one, dict):
            raise bad("can't parse MessageEntity: expected an Object")
        offset, length, kind = one.get("offset"), one.get("length"), one.get("type")
        for name, value in (("offset", offset), ("length", length)):
            if not isinstance(value, int) or isinstance(value, bool):
                raise bad(f'can\'t parse MessageEntity: field "{name}" must be of type Number')
        if kind not in GIVEN | FOUND:
            raise bad("can't parse MessageEntity: unsupported type specified")
        if kind in FOUND or not isinstance(offset, int) or not isinstance(length, int):
            continue
        if offset < 0 or length <= 0 or offset >= len(index) - 1:
            continue
        extra = {name: one[name] for name in ("url", "language", "custom_emoji_id") if name in one}
        spans.append(Span(kind, index[offset], index[min(offset + length, len(index) - 1)], extra))
    return spans


def _utf16_index(text: str) -> list[int]:
    """For each UTF-16 unit the character that it belongs to, and the end of the text."""
    index: list[int] = []
    for at, letter in enumerate(text):
        index.extend([at] * (2 if letter > "\uffff" else 1))
    return [*index, len(text)]


def _cleaned(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Controls become spaces; carriage returns, bidi overrides and a few marks go."""
    text = _BLANKED.sub(" ", text)
    gone = [found.start() for found in _REMOVED.finditer(text)]
    if not gone:
        return text, spans

    def moved(at: int) -> int:
        return at - sum(one < at for one in gone)

    return _REMOVED.sub("", text), [replace(one, start=moved(one.start), end=moved(one.end)) for one in spans]


def _trimmed(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Without blanks before the first entity and at the end."""
    first = min((one.start for one in spans), default=len(text))
    begin = 0
    while begin < first and text[begin] in " \n":
        begin += 1
    end = max(len(text.rstrip(" \n")), begin)
    kept = [
        replace(one, start=one.start - begin, end=min(one.end, end) - begin)
        for one in spans
        if min(one.end, end) > one.start
    ]
    return text[begin:end], kept


def _in_order(spans: Iterable[Span]) -> list[Span]:
    """The entities that show: solid ones once, the others around them, the same kind never twice."""
    ordered = sorted(spans, key=lambda one: (one.start, -one.end, FIRST.get(one.type, 9)))
    shown: list[Span] = []
    for one in ordered:
        rivals = SOLID if one.type in SOLID else QUOTES
        if one.type in rivals and not any(_meet(one, other) for other in shown if other.type in rivals):
            shown.append(one)
    bare = [one for one in shown if one.type in BARE]
    shown = [one for one in shown if one.type in BARE or not any(_meet(one, other) for other in bare)]
    for kind in dict.fromkeys(one.type for one in ordered if one.type not in SOLID | QUOTES):
        shown += _around([one for one in ordered if one.type == kind], bare)
    return sorted(shown, key=lambda one: (one.start, -one.end, FIRST.get(one.type, 9)))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _around(spans: Sequence[Span], bare: Sequence[Span]) -> list[Span]:
    """The characters that one kind of entity covers, as few spans, without those inside of code."""
    covered = {at for one in spans for at in range(one.start, one.end)}
    covered -= {at for one in bare for at in range(one.start, one.end)}
    whole: list[Span] = []
    for at in sorted(covered):
        if whole and whole[-1].end == at:
            whole[-1] = replace(whole[-1], end=at + 1)
        else:
            whole.append(Span(spans[0].type, at, at + 1, {}))
    return whole


def _written(text: str, spans: Iterable[Span]) -> Iterable[dict[str, Any]]:
    for one in spans:
        offset = utf16_length(text[: one.start])
        extra = {} if one.type == "code" else one.extra
        yield {"type": one.type, "offset": offset, "length": utf16_length(text[one.start : one.end]), **extra}
