"""How far a broadcast has come, as organizers see it while it goes out: one message each, edited now and then."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.broadcast import Kind
from bot.domain.ids import BroadcastId, IncidentId, Language, MessageId, NoticeId, PersonNumber

SOON = timedelta(seconds=10)
"""A broadcast that is done sooner is not told of."""

APART = timedelta(seconds=5)
"""The least between two edits."""

EACH = timedelta(seconds=2)
"""For each organizer they are so much further apart: at thirty a second one message in sixty, whoever is there."""


EARLY = timedelta(seconds=0.5)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a broadcast has come."""

    broadcast: BroadcastId
    kind: Kind
    about: IncidentId | NoticeId
    told: int
    left: int
    """Roughly: some leave, pause or cannot be reached."""
    to_go: timedelta | None
    """None when nothing has gone out lately, so that nobody can tell."""
    over: bool


@dataclass(frozen=True, slots=True)
class DueProgress:
    """What one organizer is to be shown now."""

    person: PersonNumber
    chat: int
    language: Language
    message: MessageId | None
    """Where it stands already."""
    progress: Progress


def apart(organizers: int) -> timedelta:
    """How long after one edit the next may come, so that edits do not slow what they tell of."""
    return max(APART, organizers * EACH)


def is_due(since: timedelta, organizers: int) -> bool:
    """Whether the next edit may come so long after the last. A look that comes a moment early counts."""
    return since >= apart(organizers) - EARLY


def to_go(left: int, told: int, within: timedelta) -> timedelta | None:
    """How long the rest takes, when so many were told within that time."""
    return left * within / told if told > 0 else None
