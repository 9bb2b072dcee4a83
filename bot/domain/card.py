"""What a volunteer's card shows: the incident, and what others found, as counts. Never who reported it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.asking import Question
from bot.domain.details import NOTHING_REPORTED, Reported
from bot.domain.ids import IncidentId, Language, MessageId, PersonNumber
from bot.domain.incident import Activity, Incident, Number, Status
from bot.domain.merging import Likeness
from bot.domain.verification import Agency, Detail


@dataclass(frozen=True, slots=True)
class Told:
    """What those who saw it told more, each with how many say so."""

    agencies: tuple[tuple[Agency, int], ...] = ()
    activities: tuple[tuple[Activity, int], ...] = ()
    numbers: tuple[tuple[Number, int], ...] = ()


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class Card:
    """One incident as one volunteer sees it."""

    incident: Incident
    reports: int
    seen_on_scene: int
    seen_remote: int
    nothing_there: int
    cannot_tell: int
    mine: bool
    """The reader holds the claim."""
    answered: bool
    """The reader has given a finding."""
    organizer: bool
    """The reader is an organizer, and may correct."""
    seen_too: int = 0
    maybe_over: int = 0
    """What those who got the alert told back."""
    still_there: int = 0
    gone: int = 0
    """What those say who looked after it, when they were asked once more."""
    not_ice: int = 0
    """So many saw officers who are not ICE; they are not among those who saw it."""
    told: Told = NOTHING_TOLD
    questions: tuple[Question, ...] = ()
    """What the reporter was asked, oldest first."""
    asks: Detail | None = None
    """What the reader, who saw it, is asked next."""
    may_ask: bool = False
    """Someone other than the reader reported it who can still be asked."""
    likenesses: tuple[Likeness, ...] = ()
    """What it may be the same as."""
    out_of_alert: bool = False
    """Its reports were taken out of an incident whose alert stands."""
    volunteer: bool = True
    """The reader still is a volunteer; whoever is one no more sees nothing."""
    reported: Reported = NOTHING_REPORTED


@dataclass(frozen=True, slots=True)
class DueCard:
    """A card to be sent, or drawn again in the message that holds it."""

    incident: IncidentId
    person: PersonNumber
    language: Language
    chat: int
    message: MessageId | None
    card: Card
    muted_until: datetime | None = None
    """Whoever holds it wants to hear no sound before that."""

    @property
    def silent(self) -> bool:
        """Whether it makes no sound: what nobody has seen within the hour wakes nobody."""
        return self.card.incident.status is Status.UNVERIFIED and not self.card.reported.sound
