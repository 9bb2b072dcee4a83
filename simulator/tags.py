"""The tags of Telegram's HTML, and what their attributes say."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

TAGS: Mapping[str, str] = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}

_USER_LINK = re.compile(r"tg:(?://)?user\?id=([0-9]+)")


def argument_of(tag: str, name: str, value: str | None) -> str:
    """What an attribute says of its tag; empty for one that the tag does not have."""
    match tag, name:
        case "a", "href":
            return value or ""
        case "code", "class":
            return (value or "").removeprefix("language-") if (value or "").startswith("language-") else ""
        case "span", "class":
            return (value or "").removeprefix("tg-") if (value or "").startswith("tg-") else ""
        case "tg-emoji", "emoji-id":
            return value or ""
        case "blockquote", "expandable":
            return "1"
        case _:
            return ""


def link(url: str) -> tuple[str, Mapping[str, Any]]:
    """A link to a person or to a page; no type at all when it is neither, which the real parser drops silently."""
    if person := _USER_LINK.fullmatch(url):
        return "text_mention", {"user": {"id": int(person[1]), "is_bot": False, "first_name": ""}}
    try:
        parts = urlsplit(url if re.match(r"[a-z]+:", url, re.I) else f"http://{url}")
    except ValueError:
        return "", {}
    if parts.scheme in ("tg", "ton", "tonsite"):
        return "text_link", {"url": url}
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "").strip("."):
        return "", {}
    return "text_link", {"url": parts._replace(path=parts.path or "/").geturl()}
