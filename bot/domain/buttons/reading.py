"""What comes back from Telegram is read strictly: exactly what one of our buttons could have carried."""

import re
from dataclasses import fields
from enum import StrEnum
from types import ModuleType
from typing import Any, get_type_hints

from bot.domain.buttons import (
    alerting,
    asking,
    checking,
    drill,
    freezing,
    joining,
    merging,
    noticing,
    organizing,
    pausing,
    reporting,
    rights,
    training,
    verifying,
)
from bot.domain.buttons.wire import LIMIT, Button

WORD = re.compile(r"[A-Za-z0-9_-]{1,32}")
DIGITS = re.compile(r"0|[1-9][0-9]{0,17}")

NOUNS: tuple[ModuleType, ...] = (
    joining,
    reporting,
    verifying,
    asking,
    merging,
    alerting,
    checking,
    rights,
    pausing,
    organizing,
    noticing,
    freezing,
    training,
    drill,
)
"""Where buttons are defined: every one that is counts."""


def _of(noun: ModuleType) -> list[type[Button]]:
    """The buttons that this file defines."""
    found = [one for one in vars(noun).values() if isinstance(one, type) and one.__module__ == noun.__name__]
    return [one for one in found if issubclass(one, Button)]


def _plain(kind: type[Button]) -> list[Any]:
    """What each field is on the wire: int, str, or an enum of texts."""
    hints = get_type_hints(kind)
    return [getattr(hints[field.name], "__supertype__", hints[field.name]) for field in fields(kind)]


KINDS = tuple(kind for noun in NOUNS for kind in _of(noun))
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
