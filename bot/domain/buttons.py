"""What a button carries: a typed record with a wire format of at most 64 bytes.

`Claimed(IncidentId(7), version=3).pack()` is `"c:7:3"`, and `read("c:7:3")` is that record again. What comes back from
Telegram is untrusted: anyone can send any payload under any message, so `read` takes exactly what `pack` could have
made and nothing else, and whoever presses is judged by the service, never by the button.
"""

import re
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar, get_type_hints

from bot.domain.ids import IncidentId, Language, NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number, Step
from bot.domain.report import When
from bot.domain.verification import Answer, Where

LIMIT = 64
"""Bytes of `callback_data` that Telegram takes."""

WORD = re.compile(r"[A-Za-z0-9_-]{1,32}")
DIGITS = re.compile(r"0|[1-9][0-9]{0,17}")


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


@dataclass(frozen=True, slots=True)
class Speak(Button):
    """Use this language from now on."""

    prefix = "l"
    language: Language


@dataclass(frozen=True, slots=True)
class Part(Button):
    """Show the neighborhoods of one part of the city."""

    prefix = "ap"
    part: str


@dataclass(frozen=True, slots=True)
class Listen(Button):
    """Start or stop listening in a neighborhood."""

    prefix = "a"
    neighborhood: NeighborhoodId


@dataclass(frozen=True, slots=True)
class Settled(Button):
    """The neighborhoods are chosen."""

    prefix = "ad"


@dataclass(frozen=True, slots=True)
class What(Button):
    """A draft's answer: what was seen."""

    prefix = "rw"
    draft: int
    activity: Activity


@dataclass(frozen=True, slots=True)
class Around(Button):
    """A draft's answer: in which neighborhood."""

    prefix = "rn"
    draft: int
    neighborhood: NeighborhoodId


@dataclass(frozen=True, slots=True)
class At(Button):
    """A draft's answer: at which place."""

    prefix = "rp"
    draft: int
    place: PlaceId


@dataclass(frozen=True, slots=True)
class Seen(Button):
    """A draft's answer: when."""

    prefix = "rt"
    draft: int
    when: When


@dataclass(frozen=True, slots=True)
class HowMany(Button):
    """A draft's answer: how many."""

    prefix = "rh"
    draft: int
    number: Number


@dataclass(frozen=True, slots=True)
class Back(Button):
    """One question back in a draft."""

    prefix = "rb"
    draft: int


@dataclass(frozen=True, slots=True)
class Cancel(Button):
    """Throw the draft away."""

    prefix = "rx"
    draft: int


@dataclass(frozen=True, slots=True)
class Send(Button):
    """Submit the draft."""

    prefix = "rs"
    draft: int


@dataclass(frozen=True, slots=True)
class OnDuty(Button):
    """Start or end duty in the neighborhoods one listens to."""

    prefix = "du"
    hours: int


@dataclass(frozen=True, slots=True)
class Claimed(Button):
    """A volunteer takes an incident to look at, as its card stood at that version."""

    prefix = "c"
    incident: IncidentId
    version: int


@dataclass(frozen=True, slots=True)
class Found(Button):
    """A volunteer's finding, as the incident's card stood at that version."""

    prefix = "f"
    incident: IncidentId
    version: int
    answer: Answer
    where: Where


@dataclass(frozen=True, slots=True)
class Decide(Button):
    """An organizer decides a dispute, or ends or takes back an alert, as its card stood at that version."""

    prefix = "x"
    incident: IncidentId
    version: int
    step: Step


@dataclass(frozen=True, slots=True)
class Forget(Button):
    """Yes, forget everything about me."""

    prefix = "g"


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
