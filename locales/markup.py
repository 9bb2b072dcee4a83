"""The safe part of Telegram's HTML: how plain text gets in, how it gets out, and what is wrong with a piece of it."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from bot.domain.text import clean

TAGS = frozenset({"b", "i", "u", "s", "a", "code", "blockquote"})
"""What a text may use. Telegram knows more; these are enough, and none of them can hide what it says."""

_TAG = re.compile(r"<[^<>]*>")
_TOKEN = re.compile(
    r'<(?P<close>/?)(?P<tag>[a-z]+)(?P<attributes>(?: [a-z]+="[^"<>]*")*)>'
    r"|&(?:lt|gt|amp|quot|#[0-9]+|#x[0-9a-f]+);"
    r"|(?P<bare>[<>&])"
)
_HREF = re.compile(r' href="[^"]+"')


class Html(str):
    """Text that is already safe to send with `parse_mode=HTML`; it is never escaped a second time."""

    __slots__ = ()


def escape(text: str) -> Html:
    """Any text as Telegram HTML that shows exactly this text, cleaned by `bot.domain.text.clean`."""
    escaped = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return Html(escaped)


def join(parts: Iterable[Html], separator: str = "\n") -> Html:
    """The parts as one; the separator is plain text."""
    return Html(escape(separator).join(parts))


def plain(html: Html) -> str:
    """What a reader sees of `html`: for buttons, menus and callback answers, where Telegram knows no HTML."""
    return unescape(_TAG.sub("", html))


def faults(text: str) -> Iterator[str]:
    """Why `text` is not Telegram HTML of the kind that we allow; nothing if it is."""
    opened: list[str] = []
    for token in _TOKEN.finditer(text):
        tag = token["tag"]
        if bare := token["bare"]:
            yield f"a bare {bare} (write {escape(bare)})"
        elif tag is None:
            continue
        elif tag not in TAGS:
            yield f"<{tag}> is not allowed"
        elif token["close"]:
            if not opened or opened.pop() != tag or token["attributes"]:
                yield f"</{tag}> closes nothing"
        else:
            if "code" in opened or tag in opened:
                yield f"<{tag}> inside <{opened[-1]}>"
            if not (_HREF.fullmatch(token["attributes"]) if tag == "a" else not token["attributes"]):
                yield f"<{tag}> with wrong attributes"
            opened.append(tag)
    if opened:
        yield f"<{opened[-1]}> is never closed"
