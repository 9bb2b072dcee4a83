"""One message to one person that must not be lost: what came of a report, what an organizer has to know."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.asking import Asked
from bot.domain.ids import IncidentId, Language, LetterId, PersonNumber, PlaceId


class Says(StrEnum):
    """Which message it is; `letter.<value>` in the catalogs."""

    REPORT_CLAIMED = "report_claimed"
    REPORT_APART = "report_apart"
    REPORT_CONFIRMED = "report_confirmed"
    REPORT_DISMISSED = "report_dismissed"
    REPORT_OVER = "report_over"
    REPORT_RETRACTED = "report_retracted"
    BROADCAST_HALTED = "broadcast_halted"
    DISPUTED = "disputed"
    QUESTION = "question"
    NEEDS_CONSENT = "needs_consent"
    NOTICE_PROPOSED = "notice_proposed"
    NOTICE_HALTED = "notice_halted"
    NOTICE_APPROVED = "notice_approved"
    NOTICE_DROPPED = "notice_dropped"
    INVITATION_EXPOSED = "invitation_exposed"


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """The slots of a letter, from closed lists."""

    incident: IncidentId
    place: PlaceId
    observed: datetime
    question: int | None = None
    """The number of what is asked, in a question to the reporter."""
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on its way."""

    id: LetterId
    person: PersonNumber
    language: Language
    chat: int
    says: Says
    facts: LetterFacts | None
    """None for one that is about no incident."""
