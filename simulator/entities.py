"""Telegram's HTML: text and its entities out of tags, by the rules of its own parser."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.errors import Refused, bad
from simulator.tags import TAGS, argument_of, link

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
"""The only named characters that it knows."""

END = "\0"
"""Stands after the last character, so that every look ahead finds something."""

SPACES = frozenset(" \t\r\n\v\0")
LONGEST_REFERENCE = 10
LAST_CODE = 0x10FFFF

_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]*)|#(?P<decimal>[0-9]*)|(?P<name>[a-zA-Z]*))")
_SPECIAL = re.compile("[<&]")
_NAME_TOKEN = re.compile(r"[a-zA-Z0-9.-]*")


@dataclass(frozen=True, slots=True)
class Span:
    """One entity: from where to where it reaches, in characters, and what it needs beside its type."""

    type: str
    start: int
    end: int
    extra: Mapping[str, Any]


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    start: int


class HtmlReader:
    """One text on its way through the parser."""

    def __init__(self, html: str) -> None:
        self._html = html + END
        self._at = 0
        self._text: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._spans: list[Span] = []

    def read(self) -> tuple[str, list[Span]]:
        """The text without its tags, and what they said."""
        last = len(self._html) - 1
        while self._at < last:
            special = _SPECIAL.search(self._html, self._at, last)
            until = special.start() if special else last
            if until > self._at:
                self._say(self._html[self._at : until])
                self._at = until
            elif self._html[until] == "&":
                self._say(self._reference() or self._literally())
            elif self._html[until + 1] == "/":
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            raise self._wrong(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        text = "".join(self._text)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise self._wrong(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate "
                "code units"
            )
        return text, self._spans

    def _say(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)

    def _literally(self) -> str:
        self._at += 1
        return self._html[self._at - 1]

    def _reference(self) -> str | None:
        """The character that `&…;` stands for; the semicolon may be missing. None when it stands for itself."""
        found = _REFERENCE.match(self._html, self._at)
        assert found is not None  # noqa: S101  all three ways match an empty name
        if found["name"] is not None:
            character = NAMED.get(found["name"])
        elif len(found[0]) >= LONGEST_REFERENCE:
            character = None
        else:
            code = int(found["hex"] or "0", 16) if found["decimal"] is None else int(found["decimal"] or "0")
            character = chr(code) if 0 < code < LAST_CODE else None
        if character is not None:
            self._at = found.end() + (self._html[found.end()] == ";")
        return character

    def _skip(self, *, until: Callable[[str], bool]) -> str:
        start = self._at
        while not until(self._html[self._at]):
            self._at += 1
        return self._html[start : self._at]

    def _skip_spaces(self) -> None:
        self._skip(until=lambda letter: letter not in SPACES or letter == END)

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        tag = self._skip(until=lambda letter: letter in SPACES or letter == ">").lower()
        if self._html[self._at] == END:
            raise self._wrong("Unclosed start tag at byte offset", begin)
        if tag not in TAGS:
            raise self._wrong(f'Unsupported start tag "{tag}" at byte offset', begin)
        argument = ""
        while self._html[self._at] != ">":
            self._skip_spaces()
            if self._html[self._at] == ">":
                break
            name, value = self._attribute(tag, begin)
            argument = argument_of(tag, name, value) or argument
        self._at += 1
        if tag == "span" and argument != "spoiler":
            raise self._wrong('Tag "span" must have class "tg-spoiler" at byte offset', begin)
        self._open.append(_Open(tag, argument, self._length))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str | None]:
        name = self._skip(until=lambda letter: letter in SPACES or letter in "=>/\"'")
        if not name:
            raise self._wrong(f'Empty attribute name in the tag "{tag}" at byte offset', begin)
        self._skip_spaces()
        if self._html[self._at] not in ("=", END):
            return name, None
        if self._html[self._at] == "=":
            self._at += 1
            self._skip_spaces()
        if self._html[self._at] == END:
            raise self._wrong(f'Unclosed start tag "{tag}" at byte offset', begin)
        value = self._value()
        if self._html[self._at] == END:
            raise self._wrong("Unclosed start tag at byte offset", begin)
        return name, value

    def _value(self) -> str:
        quote = self._html[self._at]
        if quote not in "\"'":
            begin = self._at
            token = _NAME_TOKEN.match(self._html, begin)
            assert token is not None  # noqa: S101  it matches nothing at all
            self._at = token.end()
            if self._html[self._at] not in SPACES and self._html[self._at] != ">":
                raise self._wrong("Unexpected end of name token at byte offset", begin)
            return token[0].lower()
        self._at += 1
        value: list[str] = []
        while self._html[self._at] not in (quote, END):
            value.append((self._html[self._at] == "&" and self._reference()) or self._literally())
        if self._html[self._at] == quote:
            self._at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise self._wrong("Unexpected end tag at byte offset", begin)
        self._at += 2
        tag = self._skip(until=lambda letter: letter in SPACES or letter == ">").lower()
        self._skip_spaces()
        if self._html[self._at] != ">":
            raise self._wrong("Unclosed end tag at byte offset", begin)
        self._at += 1
        opened = self._open.pop()
        if tag and tag != opened.tag:
            found = f', expected "</{opened.tag}>", found "</{tag}>"'
            raise self._wrong("Unmatched end tag at byte offset", begin, found)
        if self._length > opened.start:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        kind, argument = TAGS[opened.tag], opened.argument
        extra: Mapping[str, Any] = {}
        before = self._spans[-1] if self._spans else None
        same = before is not None and (before.start, before.end) == (opened.start, self._length)
        if opened.tag == "a":
            kind, extra = link(argument or "".join(self._text)[opened.start :])
        elif opened.tag == "tg-emoji":
            if not argument.removeprefix("-").isdecimal() or int(argument) == 0:
                raise self._wrong("Invalid custom emoji identifier specified")
            extra = {"custom_emoji_id": argument}
        elif opened.tag == "blockquote" and argument:
            kind = "expandable_blockquote"
        elif opened.tag == "pre" and same and before is not None and before.type == "code" and before.extra:
            self._spans.pop()
            extra = before.extra
        elif opened.tag == "code" and argument:
            if same and before is not None and before.type == "pre":
                self._spans.pop()
                kind = "pre"
            extra = {"language": argument}
        if kind:
            self._spans.append(Span(kind, opened.start, self._length, extra))

    def _wrong(self, what: str, begin: int | None = None, rest: str = "") -> Refused:
        if begin is None:
            return bad(f"can't parse entities: {what}")
        offset = len(self._html[:begin].encode("utf-8", "surrogatepass"))
        return bad(f"can't parse entities: {what} {offset}{rest}")


def parse_html(html: str) -> tuple[str, list[Span]]:
    """What a reader sees of Telegram HTML, and its entities, innermost first. Refused as the real parser refuses."""
    return HtmlReader(html).read()
