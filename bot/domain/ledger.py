"""The ledger: what changed what the public is told, act by act, each bound to the one before it.

Its hashes alone show that a row was changed, moved or taken out in the middle. Where the chain begins and where it ends
is kept beside it, vouched for with a key that is not in the database.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.domain.ids import BroadcastId
from bot.domain.people import Role

HASH_BYTES = 32
START = bytes(HASH_BYTES)
"""What the very first row is bound to."""

ROTATES = timedelta(days=30)
"""So long a person has the same tag. Each row has the tag before that too, so that within the time that rows are kept
two acts of one person can always be told to be one person's."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Act(StrEnum):
    """What was done. The first are those of `bot.domain.broadcast.Kind`."""

    ALERT = "alert"
    FOLLOW_UP = "follow_up"
    ALL_CLEAR = "all_clear"
    RETRACTION = "retraction"
    STANDS = "stands"
    EXPIRY = "expiry"
    NOTICE = "notice"
    NOTICE_EDIT = "notice_edit"
    WITHDRAWAL = "withdrawal"
    IGNORE = "ignore"
    NOTICE_PLANNED = "notice_planned"
    NOTICE_DROPPED = "notice_dropped"
    MERGED = "merged"
    SPLIT = "split"
    UNDONE = "undone"
    EXERCISE = "exercise"
    """Whatever an exercise begins with and tells."""
    FROZEN = "frozen"
    RESUMED = "resumed"
    SUSPENDED = "suspended"
    READMITTED = "readmitted"
    APPOINTED = "appointed"
    REMOVED = "removed"
    HELD = "held"
    """A legal hold began."""
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, without its hash."""

    number: int
    at: datetime
    act: Act
    subject: int | None
    """The number of the incident or notice that it is about."""
    role: Role | None
    """As whom it was done; none for what the bot did by itself."""
    tag: str | None
    before: str | None
    """The tag that the same person had before."""
    first: BroadcastId | None
    last: BroadcastId | None
    """The broadcasts that it opened."""

    def follows(self, previous: bytes) -> bytes:
        """The hash of this row after a row with that one: over every field, so that none can be changed alone."""
        at = (self.at - EPOCH) // timedelta(microseconds=1)
        told = [self.number, at, self.act, self.subject, self.role, self.tag, self.before, self.first, self.last]
        return sha256(previous + json.dumps(told, separators=(",", ":")).encode()).digest()


@dataclass(frozen=True, slots=True)
class End:
    """Up to which row the chain reaches, and that row's hash."""

    number: int = 0
    hash: bytes = START


def broken(rows: Iterable[tuple[Entry, bytes]], *, anchor: End, head: End) -> int | None:
    """The number of the first row that is not what it was, or that is missing; none when the chain is whole.

    `anchor` is the last row that was dropped when its time was over, `head` the last that was written.
    """
    at = anchor
    for entry, kept in rows:
        if entry.number != at.number + 1 or entry.follows(at.hash) != kept:
            return at.number + 1
        at = End(entry.number, kept)
    return None if at == head else at.number + 1


def period(at: datetime) -> int:
    """Which of the times, each as long as a tag lasts, this moment is in."""
    return (at - EPOCH) // ROTATES


def people(entries: Sequence[Entry]) -> Mapping[int, str]:
    """By entry, under which tag to show who did it: one person under one tag, the newest that they had."""
    newest: dict[str, str] = {}
    shown = {}
    for entry in sorted(entries, key=lambda one: one.number, reverse=True):
        if entry.tag is None:
            continue
        tag = newest.get(entry.tag, entry.tag)
        shown[entry.number] = tag
        if entry.before is not None:
            newest.setdefault(entry.before, tag)
    return shown


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the ledger, the newest first, and whether all of it is whole."""

    entries: Sequence[Entry]
    people: Mapping[int, str]
    page: int
    more: bool
    """There are older ones."""
    rows: int
    broken: int | None
