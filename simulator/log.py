"""Every request that came, in rows of 33 bytes, so that a million of them is nothing."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct
from typing import Any

from simulator.fields import COUNTED

ROW = Struct("<dHHBqqi")
"""When, which method, which code, flags and door, which chat, which message, which text."""

TAKEN, HELD = 1, 2
DOOR = 2
"""Beside the flags: by so many bits the number of the door is moved."""

MAX_TEXTS = 1 << 16
CUT = 0
"""The code of an answer that never came."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One request."""

    at: float
    """When it came, on the engine's monotonic clock."""
    method: str
    code: int
    """The HTTP status of the answer; 0 when the connection was cut instead."""
    taken: bool
    """Whether it took effect, whatever was answered."""
    held: bool
    """Whether it came although the bot had been told to wait, and counts as sending."""
    chat: int
    """0 for none."""
    message: int
    """The number of the message that it made or changed; 0 for none."""
    text: str | None
    """What that message says; none when it says nothing, or when there were too many different texts."""
    door: int = 0
    """By which it came, where there are several."""


class Log:
    """All requests, in the order in which they were answered."""

    def __init__(self) -> None:
        self.methods: list[str] = []
        self.texts: list[str] = []
        self._method_numbers: dict[str, int] = {}
        self._text_numbers: dict[str, int] = {}
        self._rows = bytearray()

    def __len__(self) -> int:
        return len(self._rows) // ROW.size

    def text_number(self, text: str) -> int:
        """The number under which the log knows this text."""
        number = self._text_numbers.get(text)
        if number is None:
            if not text or len(self.texts) >= MAX_TEXTS:
                return -1
            number = self._text_numbers[text] = len(self.texts)
            self.texts.append(text)
        return number

    def add(
        self,
        at: float,
        method: str,
        code: int,
        *,
        taken: bool,
        held: bool,
        chat: int,
        message: int,
        text: int,
        door: int = 0,
    ) -> None:
        """Write one down. `text` is a number from `text_number`, or -1."""
        number = self._method_numbers.get(method)
        if number is None:
            number = self._method_numbers[method] = len(self.methods)
            self.methods.append(method)
        self._rows += ROW.pack(at, number, code, TAKEN * taken | HELD * held | door << DOOR, chat, message, text)

    def clear(self) -> None:
        """Begin anew. The texts keep their numbers."""
        self._rows = bytearray()

    def __iter__(self) -> Iterator[Entry]:
        return self.after(0)

    def after(self, count: int) -> Iterator[Entry]:
        """All but the first so many."""
        for at, method, code, flags, chat, message, text in self._read(count):
            yield Entry(
                at,
                self.methods[method],
                code,
                bool(flags & TAKEN),
                bool(flags & HELD),
                chat,
                message,
                self.texts[text] if text >= 0 else None,
                flags >> DOOR,
            )

    def _read(self, count: int = 0) -> Iterator[tuple[Any, ...]]:
        """The rows after the first so many, as they are now."""
        return ROW.iter_unpack(bytes(self._rows[count * ROW.size :]))

    def counted(self, *, taken_only: bool = False) -> list[float]:
        """When each request came that Telegram's limits are about, refused ones included, in order of time."""
        numbers = {number for number, name in enumerate(self.methods) if name in COUNTED}
        return sorted(
            at for at, method, _, flags, *_ in self._read() if method in numbers and (flags & TAKEN or not taken_only)
        )

    def most_in_any_second(self, *, taken_only: bool = False) -> int:
        """The most messages and edits that came within any one second (from any moment to just before one later)."""
        times = self.counted(taken_only=taken_only)
        return max((at - bisect_left(times, times[at] - 1.0 + 1e-9) + 1 for at in range(len(times))), default=0)

    def sent_during_hold(self) -> int:
        """How many came although the bot had been told to wait."""
        return sum(bool(flags & HELD) for _, _, _, flags, *_ in self._read())

    def per_chat(self, method: str | None = None, *, text: str | None = None, taken: bool = True) -> Counter[int]:
        """How many requests each chat got: of one method, or with one text, or all; taken ones unless said otherwise.

        Two `sendMessage` with the same text to one chat are a repeat.
        """
        wanted = -1 if text is None else self._text_numbers.get(text, -2)
        return Counter(
            chat
            for _, number, _, flags, chat, _, said in self._read()
            if bool(flags & TAKEN) is taken
            and (method is None or self.methods[number] == method)
            and wanted in (-1, said)
            and chat
        )

    def summary(self) -> dict[str, Any]:
        """The numbers that are asked for most."""
        rows = list(self._read())
        return {
            "requests": len(self),
            "taken": sum(bool(flags & TAKEN) for _, _, _, flags, *_ in rows),
            "most_in_any_second": self.most_in_any_second(),
            "sent_during_hold": self.sent_during_hold(),
            "methods": dict(Counter(self.methods[number] for _, number, *_ in rows)),
            "codes": {str(code): count for code, count in Counter(code for _, _, code, *_ in rows).items()},
        }

    def pack(self) -> bytes:
        """All of it as bytes, for one answer over HTTP."""
        head = {"methods": self.methods, "texts": self.texts}
        return json.dumps(head).encode() + b"\n" + self._rows

    @classmethod
    def unpack(cls, packed: bytes) -> "Log":
        """What `pack` has packed."""
        head, _, rest = packed.partition(b"\n")
        facts = json.loads(head)
        log = cls()
        log._rows = bytearray(rest)
        log.methods, log.texts = facts["methods"], facts["texts"]
        log._method_numbers = {name: number for number, name in enumerate(log.methods)}
        log._text_numbers = {text: number for number, text in enumerate(log.texts)}
        return log
