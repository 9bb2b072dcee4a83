"""What stands under a message: its buttons, checked and kept as they are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.errors import Refused, bad

MAX_BUTTONS = 100
MAX_IN_ROW = 8
MAX_DATA = 64
"""Bytes of UTF-8 in `callback_data`. (100 and 8 are not documented; keyboards beyond them have been refused.)"""

LINKS = ("http://", "https://", "tg://", "ton://")
OTHER_WAYS = (
    "callback_game",
    "copy_text",
    "login_url",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "web_app",
)


@dataclass(frozen=True, slots=True)
class Button:
    """One button. One with neither data nor url belongs to a reply keyboard, and says its own text."""

    text: str
    data: str | None = None
    url: str | None = None
    asks: str | None = None
    """What a reply keyboard's button shares instead of its text: `location` or `contact`."""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Markup:
    """A keyboard. `json` is how a message carries it; reply keyboards are shown to the person alone, so none there."""

    rows: Rows
    json: bytes

    @property
    def is_of_links(self) -> bool:
        """Whether there are buttons, and all of them are links: only then are they forwarded."""
        return bool(self.rows) and all(button.url is not None for row in self.rows for button in row)


NONE = Markup((), b"")

GONE = Markup(((),), b"")
"""The reply keyboard that is taken away: one row without a button."""

ASKING = {"request_location": "location", "request_contact": "contact"}


def markup(given: Mapping[str, Any]) -> Markup:
    """The keyboard of a request. An empty one is none."""
    if given.get("remove_keyboard") is True:
        return GONE
    if rows := _rows(given, "keyboard", _reply_button):
        return Markup(rows, b"")
    if rows := _rows(given, "inline_keyboard", _inline_button):
        return Markup(rows, b',"reply_markup":' + json.dumps({"inline_keyboard": given["inline_keyboard"]}).encode())
    return NONE


def _rows(given: Mapping[str, Any], field: str, read: Any) -> Rows:
    rows = given.get(field, [])
    where = " of the InlineKeyboardMarkup" if field == "inline_keyboard" else ""
    if not isinstance(rows, list):
        raise bad(f'field "{field}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad(f'field "{field}"{where} must be an Array of Arrays')
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_IN_ROW for row in rows):
        raise bad("reply markup is too long")
    return tuple(tuple(read(button) for button in row) for row in rows if row)


def _wrong(kind: str, why: str) -> Refused:
    return bad(f"can't parse {kind}: {why}")


def _text(button: Mapping[str, Any], kind: str) -> str:
    text = button.get("text")
    if text is None:
        raise _wrong(kind, 'Can\'t find field "text"')
    if not isinstance(text, str):
        raise _wrong(kind, 'Field "text" must be of type String')
    if not text.strip():
        raise bad("button text must be non-empty")
    return text


def _reply_button(button: Any) -> Button:
    if isinstance(button, str):
        return Button(button)
    if not isinstance(button, dict):
        raise _wrong("keyboard button", "KeyboardButton must be a String or an Object")
    asks = next((what for field, what in ASKING.items() if button.get(field) is True), None)
    return Button(_text(button, "keyboard button"), asks=asks)


def _inline_button(button: Any) -> Button:
    kind = "inline keyboard button"
    if not isinstance(button, dict):
        raise _wrong(kind, "InlineKeyboardButton must be an Object")
    text = _text(button, kind)
    for field in ("url", "callback_data"):
        if not isinstance(button.get(field, ""), str):
            raise _wrong(kind, f'Field "{field}" must be of type String')
    if url := button.get("url"):
        if not url.lower().startswith(LINKS) or any(letter.isspace() for letter in url):
            raise bad("BUTTON_URL_INVALID")
        return Button(text, url=url)
    if data := button.get("callback_data"):
        if len(data.encode()) > MAX_DATA:
            raise bad("BUTTON_DATA_INVALID")
        return Button(text, data=data)
    if not any(way in button for way in OTHER_WAYS):
        raise _wrong(kind, "Text buttons are unallowed in the inline keyboard")
    return Button(text)


def shown(rows: Rows) -> Sequence[Sequence[Mapping[str, str | None]]]:
    """The rows for the control API."""
    return [[{"text": one.text, "data": one.data, "url": one.url, "asks": one.asks} for one in row] for row in rows]
