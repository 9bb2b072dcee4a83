"""Reading one update: a glance before it is written down, and in earnest when its turn has come."""

import json
import re
from typing import Any

from telegram import Bot, Update

from bot.domain.ids import UpdateId
from bot.intake.shape import IDS, check, is_id
from bot.intake.urgency import urgency
from db.inbox import Raw

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that we ask Telegram for, and handle."""

UNKNOWN = "unknown"

LARGEST = 1024 * 1024
"""Bytes. Telegram's largest updates have some ten thousand."""

FIRST = re.compile(rb'\s*\{\s*"update_id"\s*:\s*(\d{1,16})\s*[,}]')
"""Where Telegram puts the number, for an update that cannot be parsed."""

NUMBERS = range(2**53)


class Unparsable(Exception):
    """Not an update as Telegram makes them."""

    def __init__(self, kind: str, error: str) -> None:
        """`kind` of update as far as it can be told, `error` the class of what went wrong. Never what it says."""
        super().__init__(kind, error)
        self.kind = kind
        self.error = error


def glance(text: bytes) -> Raw | None:
    """What must be known to write an update down; none when it has no number."""
    try:
        told = json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        told = None
    if told is None:
        found = FIRST.match(text)
        number, chat = (int(found[1]) if found else None), None
    else:
        number, chat = (told.get("update_id") if isinstance(told, dict) else None), _chat(told)
    if not is_id(number, NUMBERS):
        return None
    counts = not isinstance(told, dict) or "my_chat_member" not in told
    return Raw(UpdateId(number), chat, text, urgency(told), _written(told), counts)


def _written(told: Any) -> int | None:
    """When Telegram says that it was written, in seconds; a pressed button has no time."""
    message = told.get("message") or told.get("edited_message") if isinstance(told, dict) else None
    written = message.get("edit_date", message.get("date")) if isinstance(message, dict) else None
    return written if is_id(written, NUMBERS) else None


def _chat(told: Any) -> int | None:
    """The chat that an update belongs to: so its order is kept, and it goes when the person wants to be forgotten."""
    for kind in KINDS:
        for path in ((kind, "chat", "id"), (kind, "message", "chat", "id"), (kind, "from", "id")):
            found = told
            for step in path:
                found = found.get(step) if isinstance(found, dict) else None
            if is_id(found, IDS):
                return found
    return None


def kind_of(update: Update) -> str:
    """Which of our kinds it is."""
    return next((one for one in KINDS if getattr(update, one) is not None), UNKNOWN)


def parse(text: bytes, bot: Bot) -> Update | None:
    """The update; none when it is of a kind that we did not ask for. Raises Unparsable and nothing else."""
    kind = UNKNOWN
    try:
        told = _whole(text)
        known = [one for one in KINDS if one in told]
        if not known:
            return None
        kind = known[0]
        update = Update.de_json({"update_id": told["update_id"], kind: told[kind]}, bot)
        if getattr(update, kind) is None:
            raise TypeError
        check(update)
    except Exception as error:  # noqa: BLE001  half of all broken updates raise something of their own in de_json
        raise Unparsable(kind, type(error).__name__) from None
    return update


def _whole(text: bytes) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise OverflowError
    told = json.loads(text)
    if not isinstance(told, dict):
        raise TypeError
    return told
