"""A button's wire format: a record of numbers, words and enums in at most 64 bytes."""

from dataclasses import dataclass, fields
from typing import ClassVar

from bot.domain.ids import IncidentId

LIMIT = 64
"""Bytes of `callback_data` that Telegram takes."""


@dataclass(frozen=True, slots=True)
class Button:
    """A record that travels in a button."""

    prefix: ClassVar[str]

    @property
    def belongs_to(self) -> IncidentId | None:
        """The incident under whose card, alert or letter it stands, if it is one of those."""
        return getattr(self, "incident", None)

    def pack(self) -> str:
        """The payload for Telegram. Longer than 64 bytes is a bug, and raises ValueError."""
        parts = [self.prefix, *(str(getattr(self, field.name)) for field in fields(self))]
        packed = ":".join(parts)
        if len(packed.encode()) > LIMIT:
            raise ValueError(f"a {type(self).__name__} button of {len(packed.encode())} bytes")
        return packed
