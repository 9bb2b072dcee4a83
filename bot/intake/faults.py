"""What becomes of an update whose handling failed: decided here, done by the dispatch."""

import secrets
import string
import traceback
from dataclasses import dataclass
from pathlib import Path

from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter

from bot.intake.patience import wait_after
from db.failing import Unavailable, Unwritable

OUTAGES = (Unavailable, NetworkError, RetryAfter, InvalidToken)
"""What is no fault of the update's. PTB counts BadRequest among the network's errors; it is none."""

OUTAGE_TRIES = 10
"""Some four minutes. Then the reply would be about something long past."""

LETTERS = string.ascii_uppercase.translate({ord(letter): None for letter in "IO"})
FRAMES = 6


@dataclass(frozen=True, slots=True)
class Again:
    """It is tried once more."""

    wait: float = 0.0
    """Seconds."""
    counts: bool = True
    """It is held against the update, also after a restart."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """It goes into quarantine, and the person is told."""


def after(fault: Exception, *, failures: int, tries: int) -> Again | GiveUp:
    """What becomes of an update. `failures` were its own before this one; `tries` counts all in a row, this one too.

    While the disk takes nothing it waits, as those do that Telegram keeps: one of them may be a correction.
    """
    if isinstance(fault, Unwritable):
        return Again(wait_after(tries), counts=False)
    if isinstance(fault, OUTAGES) and not isinstance(fault, BadRequest):
        return Again(wait_after(tries), counts=False) if tries < OUTAGE_TRIES else GiveUp()
    return GiveUp() if failures else Again()


def reference() -> str:
    """Six letters by which the person who saw them and the log speak of the same thing."""
    return "".join(secrets.choice(LETTERS) for _ in range(6))


def where(fault: Exception) -> str:
    """Where it was raised, innermost last: files and lines. Never the error's own words, which may be the person's."""
    frames = [f"{Path(frame.f_code.co_filename).name}:{line}" for frame, line in traceback.walk_tb(fault.__traceback__)]
    return " ".join(frames[-FRAMES:]) or "?"
