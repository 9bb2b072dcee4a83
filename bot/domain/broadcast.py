"""A broadcast: one alert or notice on its way to an audience, and in which order things go out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

from bot.domain.ids import BroadcastId, IncidentId, Language, MessageId, NeighborhoodId, PersonNumber, PlaceId
from bot.domain.incident import Activity, Number, Reason
from bot.domain.notice import NoticeFacts


class Kind(StrEnum):
    """What subscribers are told."""

    ALERT = "alert"
    FOLLOW_UP = "follow_up"
    ALL_CLEAR = "all_clear"
    RETRACTION = "retraction"
    STANDS = "stands"
    """It was ended or taken back by mistake."""
    EXPIRY = "expiry"
    """Its time ran out, and nobody has looked again."""
    NOTICE = "notice"
    NOTICE_EDIT = "notice_edit"
    """A notice has other words now, also where people hold it."""
    WITHDRAWAL = "withdrawal"
    """A notice does not hold any more."""
    IGNORE = "ignore"
    """The last message should not have been sent."""


class Lane(IntEnum):
    """What goes first. A lower number overtakes a higher one within one message."""

    RETRACTION = 0
    ALERT = 1
    REPLY = 2
    CARD = 3
    FOLLOW_UP = 4
    NOTICE = 5
    EDIT = 6


class Way(StrEnum):
    """How it reaches a chat."""

    SEND = "send"
    REPLY = "reply"
    SILENT_REPLY = "silent_reply"
    EDIT = "edit"


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    ENDED = "ended"
    """Stopped by a correction before everyone was told."""
    HALTED = "halted"
    """Telegram refused its content; nobody else was tried."""


CORRECTIONS: Mapping[Kind, tuple[tuple[Lane, Way], ...]] = {
    Kind.RETRACTION: ((Lane.RETRACTION, Way.REPLY), (Lane.EDIT, Way.EDIT)),
    Kind.FOLLOW_UP: ((Lane.FOLLOW_UP, Way.SILENT_REPLY), (Lane.EDIT, Way.EDIT)),
    Kind.STANDS: ((Lane.RETRACTION, Way.REPLY), (Lane.EDIT, Way.EDIT)),
    Kind.ALL_CLEAR: ((Lane.EDIT, Way.EDIT),),
    Kind.EXPIRY: ((Lane.EDIT, Way.EDIT),),
}
"""What follows an alert goes only to those who hold it. A retraction sounds first, to everyone, and then corrects the
alerts that people hold, and so does what says that the alert stands after all, to those who hold the correction; an
all-clear and an expiry are the edit alone; a follow-up is a silent reply and an edit."""


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """Everything an alert says: slots from closed lists, so it is exact in every language at once."""

    incident: IncidentId
    place: PlaceId
    neighborhood: NeighborhoodId
    activity: Activity
    number: Number
    observed: datetime
    confirmed: datetime
    expires: datetime
    corrected: datetime | None = None
    """When the follow-up, all-clear or retraction was decided; none in the alert itself. An expiry keeps that of
    the last follow-up, if there was one: since then nobody has looked."""
    reason: Reason | None = None
    """Why it was wrong, in a retraction."""
    exercise: bool = False
    """It is not real, and says so first."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told: rings of neighborhoods, walked as (ring, person number). A person belongs to the first that fits.

    Ring 0 is the incident's own neighborhood, ring 1 those whose border is within the policy's distance, ring 2 those
    who chose the whole city.
    """

    rings: tuple[tuple[NeighborhoodId, ...], ...]
    exercise: bool = False
    """Everyone who takes part in exercises, wherever they listen, and nobody else."""


class Cursor(NamedTuple):
    """The low-water mark: everyone at or below it has been answered for. A tuple, as `Recipient` is: there is one for
    every message, and a frozen dataclass takes three times as long to make."""

    ring: int = 0
    number: PersonNumber = PersonNumber(0)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One row opens it; the courier walks it. Either `audience` says who, or `basis` does: those who hold that one."""

    id: BroadcastId
    kind: Kind
    lane: Lane
    way: Way
    facts: AlertFacts | NoticeFacts
    audience: Audience | None
    basis: BroadcastId | None
    opened: datetime
    state: State
    cursor: Cursor
    explained: bool = True
    """A row of the ledger says who opened it. Without one nobody is sent anything."""

    @property
    def exercise(self) -> bool:
        """Whether what it tells is not real."""
        return isinstance(self.facts, AlertFacts) and self.facts.exercise

    def reads(self, language: Language) -> bool:
        """Whether it is for readers of this language: some notices are for a few languages only."""
        return not isinstance(self.facts, NoticeFacts) or self.facts.reads(language)


class Recipient(NamedTuple):
    """Someone whose turn it is."""

    place: Cursor
    chat: int
    language: Language
    message: MessageId | None
    """What they hold of the broadcast that this one corrects."""
    doubted: bool
    """Telegram did not find their chat the last time."""
    quiet: bool = False
    """At night they want to hear no sound."""
    paused_until: datetime | None = None
    """Before that they want to hear nothing new."""

    def paused_at(self, now: datetime) -> bool:
        """Whether they want to hear nothing new at `now`."""
        return self.paused_until is not None and self.paused_until > now


@dataclass(frozen=True, slots=True)
class Receipt:
    """Telegram took it, with its message id; without one when the answer left that open."""

    broadcast: BroadcastId
    person: PersonNumber
    message: MessageId | None
