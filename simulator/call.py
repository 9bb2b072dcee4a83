"""One request on its way through the engine."""

from dataclasses import dataclass


@dataclass(slots=True)
class Call:
    """What the log will say of it, and what is to be remembered."""

    at: float
    method: str
    """By its right name, or as it was asked for when there is none."""
    held: bool
    """Whether it came although the bot had been told to wait, and counts as sending."""
    skeleton: bytes = b""
    """Its body without the chat, where it may be remembered."""
    chat: int = 0
    message: int = 0
    text: int = -1
    taken: bool = False
    is_lost: bool = False
    """Whether its message is to reach nobody."""
    door: int = 0
    """By which it came."""


def chat_number(chat_id: object) -> int:
    """The chat's number for the log; 0 when it is none."""
    if isinstance(chat_id, str) and chat_id.removeprefix("-").isdecimal() and len(chat_id) < 19:
        return int(chat_id)
    return chat_id if isinstance(chat_id, int) and abs(chat_id) < 1 << 62 else 0
