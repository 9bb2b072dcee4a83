"""What a button carries: a typed record with a wire format of at most 64 bytes.

`Claimed(IncidentId(7), version=3).pack()` is `"c:7:3"`, and `read("c:7:3")` is that record again. What comes back from
Telegram is untrusted: anyone can send any payload under any message, so `read` takes exactly what `pack` could have
made and nothing else, and whoever presses is judged by the service, never by the button.
"""

import re
from dataclasses import fields
from enum import StrEnum
from typing import Any, get_type_hints

from bot.domain.buttons.joining import Forget, Listen, Part, Settled, Speak
from bot.domain.buttons.reporting import Around, At, Back, Cancel, HowMany, Seen, Send, What
from bot.domain.buttons.verifying import Claimed, Decide, Found, OnDuty
from bot.domain.buttons.wire import LIMIT, Button

__all__ = [
    "Around",
    "At",
    "Back",
    "Button",
    "Cancel",
    "Claimed",
    "Decide",
    "Forget",
    "Found",
    "HowMany",
    "Listen",
    "OnDuty",
    "Part",
    "Seen",
    "Send",
    "Settled",
    "Speak",
    "What",
    "read",
]

WORD = re.compile(r"[A-Za-z0-9_-]{1,32}")
DIGITS = re.compile(r"0|[1-9][0-9]{0,17}")


def _plain(kind: type[Button]) -> list[Any]:
    """What each field is on the wire: int, str, or an enum of texts."""
    hints = get_type_hints(kind)
    return [getattr(hints[field.name], "__supertype__", hints[field.name]) for field in fields(kind)]


KINDS: tuple[type[Button], ...] = (
    Speak,
    Part,
    Listen,
    Settled,
    What,
    Around,
    At,
    Seen,
    HowMany,
    Back,
    Cancel,
    Send,
    OnDuty,
    Claimed,
    Found,
    Decide,
    Forget,
)
BUTTONS = {kind.prefix: kind for kind in KINDS}
WIRE = {prefix: _plain(kind) for prefix, kind in BUTTONS.items()}


def read(payload: str) -> Button | None:
    """The record in a payload, or none when no button of ours could have carried it."""
    prefix, *parts = payload.split(":")
    kind = BUTTONS.get(prefix)
    if kind is None or len(payload.encode(errors="replace")) > LIMIT:
        return None
    wanted = WIRE[prefix]
    if len(parts) != len(wanted):
        return None
    values = [_value(kind_of, part) for kind_of, part in zip(wanted, parts, strict=True)]
    return None if None in values else kind(*values)


def _value(kind: Any, part: str) -> Any | None:
    if kind is int:
        return int(part) if DIGITS.fullmatch(part) else None
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(part) if part in [member.value for member in kind] else None
    return part if WORD.fullmatch(part) else None
