"""What a volunteer's card shows: the incident, and what others found, as counts. Never who reported it."""

from dataclasses import dataclass

from bot.domain.ids import IncidentId, Language, MessageId, PersonNumber
from bot.domain.incident import Incident


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


@dataclass(frozen=True, slots=True)
class DueCard:
    """A card to be sent, or drawn again in the message that holds it."""

    incident: IncidentId
    person: PersonNumber
    language: Language
    chat: int
    message: MessageId | None
    card: Card
