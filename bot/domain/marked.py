"""Words with the little formatting that hides nothing: bold, italic, underlined, struck through, and links that say
where they lead. What was marked in Telegram and what was typed as a tag count the same; every other tag is shown as it
was typed."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from bot.domain.text import clean, utf16_length

TAGS: Mapping[str, str] = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s"}
"""By Telegram's name for it."""

LINK = "text_link"

HTTPS = "https://"
_ADDRESS = re.compile(r"https://(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[/?#][A-Za-z0-9._~:/?#@!$&()*+,;=%-]*)?")
"""No port, no name before the host, no letter that looks like another."""

_TAG = re.compile(r"""<(?P<close>/?)(?P<tag>[bius]|a)(?: href=(?P<quote>["'])(?P<link>[^"'<>]*)(?P=quote))?>""")


@dataclass(frozen=True, slots=True)
class Mark:
    """What Telegram says of a part of a text: from which UTF-16 unit on, and how many of them."""

    kind: str
    offset: int
    length: int
    link: str | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters that look the same."""

    text: str
    tags: frozenset[str]
    link: str | None


@dataclass(frozen=True, slots=True)
class Marked:
    """Cleaned words."""

    html: str
    """As the safe part of Telegram's HTML."""
    seen: str
    """As they are read."""

    @property
    def length(self) -> int:
        """In UTF-16 units."""
        return utf16_length(self.seen)


def marked(raw: str, marks: Sequence[Mark] = ()) -> Marked:
    """What someone wrote, cleaned, with what may be kept of its formatting; nothing around it."""
    html, seen = [], []
    for link, group in groupby(_stripped(_runs(raw, marks)), key=lambda run: run.link):
        runs = list(group)
        shown = "".join(run.text for run in runs)
        where = "" if link is None or _says(shown, link) else f" ({link.removeprefix(HTTPS)})"
        inside = "".join(_html(run) for run in runs)
        html.append(inside if link is None else f'<a href="{escape(link)}">{inside}</a>')
        html.append(escape(where, quote=False))
        seen += [shown, where]
    return Marked("".join(html), "".join(seen))


def _says(shown: str, link: str) -> bool:
    """Whether a link's own words are its whole address."""
    return shown.removeprefix(HTTPS) == link.removeprefix(HTTPS)


def _html(run: _Run) -> str:
    tags = sorted(run.tags)
    opened, closed = "".join(f"<{one}>" for one in tags), "".join(f"</{one}>" for one in reversed(tags))
    return opened + escape(run.text, quote=False) + closed


def _stripped(runs: Sequence[_Run]) -> list[_Run]:
    """Without what is not seen at both ends."""
    kept = list(runs)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = _Run(kept[0].text.lstrip(), kept[0].tags, kept[0].link)
        kept[-1] = _Run(kept[-1].text.rstrip(), kept[-1].tags, kept[-1].link)
    return kept


def _runs(raw: str, marks: Sequence[Mark]) -> list[_Run]:
    tags: list[frozenset[str]] = [frozenset()] * len(raw)
    links: list[str | None] = [None] * len(raw)
    taken_out: set[int] = set()
    for kind, start, end, link in (*_from_telegram(raw, marks), *_from_tags(raw, taken_out)):
        for at in range(start, end):
            if link is None:
                tags[at] |= {kind}
            else:
                links[at] = link
    left = [at for at in range(len(raw)) if at not in taken_out]
    runs = []
    for (styled, link), group in groupby(left, key=lambda at: (tags[at], links[at])):
        if text := clean("".join(raw[at] for at in group)):
            runs.append(_Run(text, styled, link))
    return runs


_Piece = tuple[str, int, int, str | None]
"""Which tag, from which letter, up to which, and where a link leads."""


def _from_telegram(raw: str, marks: Sequence[Mark]) -> Iterator[_Piece]:
    units = [0]
    for letter in raw:
        units.append(units[-1] + utf16_length(letter))
    for mark in marks:
        start = bisect_left(units, mark.offset)
        end = min(bisect_left(units, mark.offset + mark.length), len(raw))
        if mark.kind in TAGS:
            yield TAGS[mark.kind], start, end, None
        elif mark.kind == LINK and mark.link is not None and _ADDRESS.fullmatch(mark.link):
            yield "a", start, end, mark.link


def _from_tags(raw: str, taken_out: set[int]) -> Iterator[_Piece]:
    """The tags that were typed and that have both an end and a beginning; those letters are taken out."""
    opened: list[re.Match[str]] = []
    for found in _TAG.finditer(raw):
        same = [at for at, one in enumerate(opened) if one["tag"] == found["tag"]]
        if not found["close"]:
            is_link = found["tag"] == "a"
            if not same and is_link == bool(_ADDRESS.fullmatch(found["link"] or "")):
                opened.append(found)
        elif same and found["link"] is None:
            begin = opened[same[-1]]
            del opened[same[-1] :]
            taken_out.update(range(*begin.span()), range(*found.span()))
            yield found["tag"], begin.end(), found.start(), begin["link"]
