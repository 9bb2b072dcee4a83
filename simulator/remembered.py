"""Bodies that were checked before: a broadcast says the same to thousands, and only the chat's number differs."""

import json
import re
from dataclasses import dataclass
from typing import Any

from simulator.chats import Content
from simulator.keyboards import Markup

MOST = 1000
"""Bodies that are remembered at once."""

KEY = b'"chat_id":'
HOLE = b"\0"
"""Stands where the number was. In JSON it cannot stand anywhere else."""

_NUMBER = re.compile(rb" ?(-?[1-9][0-9]{0,17})(?=[,}])")


@dataclass(frozen=True, slots=True)
class Checked:
    """A message as it was asked for, with everything right about it but perhaps the chat."""

    content: Content
    keyboard: Markup
    is_silent: bool
    is_protected: bool
    is_paid: bool
    reply: dict[str, Any] | None
    """Its `reply_parameters`."""


class Remembered:
    """What was made of each body, by the body without its chat."""

    def __init__(self) -> None:
        self._checked: dict[bytes, Checked] = {}

    def get(self, skeleton: bytes) -> Checked | None:
        """What was made of it before."""
        return self._checked.get(skeleton)

    def keep(self, skeleton: bytes, checked: Checked) -> None:
        """For the next chat, if it is the chat that was cut out. An answer names a message of one chat alone."""
        if checked.reply is None and _is_of_the_chat(skeleton):
            if len(self._checked) >= MOST:
                self._checked.clear()
            self._checked[skeleton] = checked


def without_chat(body: bytes) -> tuple[bytes, int]:
    """A JSON body with a hole in place of its first `chat_id`, and that number. Empty when there is none to cut out."""
    at = body.find(KEY)
    found = _NUMBER.match(body, at + len(KEY)) if at >= 0 else None
    if found is None:
        return b"", 0
    return body[: found.start(1)] + HOLE + body[found.end(1) :], int(found[1])


def _is_of_the_chat(skeleton: bytes) -> bool:
    """Whether the hole is the whole of what says which chat: nothing else decides it, and it decides nothing else."""
    filled = [json.loads(skeleton.replace(HOLE, number)) for number in (b"1", b"2")]
    chats = [fields.pop("chat_id", None) for fields in filled]
    return chats == [1, 2] and filled[0] == filled[1]
