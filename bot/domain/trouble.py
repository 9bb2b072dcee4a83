"""What goes wrong with the bot itself and organizers must hear of: at most once an hour each, and when it is over."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

AGAIN = 3600.0
"""Seconds after which organizers hear of the same trouble once more."""

QUIET = 300.0
"""Seconds without it after which a trouble is over. Two who poll with one token throw each other out by turns."""


class Trouble(StrEnum):
    """What it is; `letter.trouble_<value>` in the catalogs."""

    POLL = "poll"
    """Somebody else asks Telegram for our updates."""
    WEBHOOK = "webhook"
    """Updates were sent to an address that is not ours."""
    NAME = "name"
    """The bot is called something else than before."""
    MENU = "menu"
    """What Telegram shows of the bot is not what we set: commands, descriptions, the button beside the text."""
    BACKUP = "backup"
    ERASING = "erasing"
    """What was deleted is still in the log, as somebody keeps it open; or, where nothing is overwritten, can be read
    yet, as the main key could not be replaced in time."""
    CLOCK = "clock"
    """The clock of the machine has jumped."""
    ROOM = "room"
    """The disk is nearly full."""
    DISK = "disk"
    """The disk takes nothing: it is full, or may only be read."""


FOREIGN = frozenset({Trouble.POLL, Trouble.WEBHOOK, Trouble.NAME, Trouble.MENU})
"""What somebody does who has the token."""

PATIENCE = {Trouble.ERASING: 600.0}
"""Seconds for which it may be so before it is one."""


@dataclass(frozen=True, slots=True)
class Over:
    """It is over, and this is when organizers heard of it first."""

    since: datetime


@dataclass(slots=True)
class _Known:
    began: float
    seen: float
    told: float | None = None
    since: datetime | None = None
    """When organizers heard of it; none when they did not, or know that it is over."""


class Troubles:
    """What organizers were told of, since the start."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._known: dict[Trouble, _Known] = {}

    def look(self, trouble: Trouble, *, is_there: bool, now: datetime, passed: float) -> Trouble | Over | None:
        """What organizers are to be told at this look: of the trouble, of its end, or nothing. `passed` are the seconds
        of a clock that never goes back."""
        known = self._known.get(trouble)
        if not is_there:
            return None if known is None else self._is_gone(trouble, known, passed)
        if known is None:
            known = self._known[trouble] = _Known(passed, passed)
        known.seen = passed
        is_young = passed - known.began < PATIENCE.get(trouble, 0.0)
        if is_young or (known.told is not None and passed - known.told < AGAIN):
            return None
        known.told, known.since = passed, known.since or now
        return trouble

    def _is_gone(self, trouble: Trouble, known: _Known, passed: float) -> Over | None:
        if known.told is None:
            del self._known[trouble]
        elif known.since is not None and passed - known.seen >= QUIET:
            since, known.since = known.since, None
            return Over(since)
        elif known.since is None and passed - known.told >= AGAIN:
            del self._known[trouble]
        return None
