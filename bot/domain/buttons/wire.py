"""A button's wire format: a record of numbers, words and enums in at most 64 bytes."""

from dataclasses import dataclass, fields
from typing import ClassVar

LIMIT = 64
"""Bytes of `callback_data` that Telegram takes."""


@dataclass(frozen=True, slots=True)
class Button:
    """A record that travels in a button."""

    prefix: ClassVar[str]

    def pack(self) -> str:
        """The payload for Telegram. Longer than 64 bytes is a bug, and raises ValueError."""
        parts = [self.prefix, *(str(getattr(self, field.name)) for field in fields(self))]
        packed = ":".join(parts)
        if len(packed.encode()) > LIMIT:
            raise ValueError(f"a {type(self).__name__} button of {len(packed.encode())} bytes")
        return packed
