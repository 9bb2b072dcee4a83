"""One message to one person that must not be lost: what came of a report, what an organizer has to know."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.asking import Asked
from bot.domain.drill import Times
from bot.domain.ids import IncidentId, Language, LetterId, NeighborhoodId, NoticeId, PersonNumber, PlaceId
from bot.domain.incident import Reason
from bot.domain.trouble import Over


class Says(StrEnum):
    """Which message it is; `letter.<value>` in the catalogs."""

    REPORT_CLAIMED = "report_claimed"
    REPORT_APART = "report_apart"
    REPORT_CONFIRMED = "report_confirmed"
    REPORT_DISMISSED = "report_dismissed"
    REPORT_OVER = "report_over"
    REPORT_RETRACTED = "report_retracted"
    REPORT_LAPSED = "report_lapsed"
    DUTY_ENDS = "duty_ends"
    BROADCAST_HALTED = "broadcast_halted"
    DISPUTED = "disputed"
    QUESTION = "question"
    NOW_SEEN = "now_seen"
    NEEDS_CONSENT = "needs_consent"
    NOTICE_PROPOSED = "notice_proposed"
    NOTICE_HALTED = "notice_halted"
    NOTICE_APPROVED = "notice_approved"
    NOTICE_PLANNED = "notice_planned"
    NOTICE_MISSED = "notice_missed"
    NOTICE_WITHDRAWN = "notice_withdrawn"
    NOTICE_TRANSLATE = "notice_translate"
    NOTICE_TRANSLATED = "notice_translated"
    NOTICE_DROPPED = "notice_dropped"
    INVITATION_EXPOSED = "invitation_exposed"
    INVITATION_WAITS = "invitation_waits"
    INVITATION_AGREED = "invitation_agreed"
    ALERT_FOLLOWED_UP = "alert_followed_up"
    ALERT_ENDED = "alert_ended"
    ALERT_TAKEN_BACK = "alert_taken_back"
    ALERT_STANDS = "alert_stands"
    ALERT_STALE = "alert_stale"
    ALERT_STILL_SEEN = "alert_still_seen"
    ALERT_SEEMS_OVER = "alert_seems_over"
    ALERT_ALIKE = "alert_alike"
    ORGANIZER_SUSPENDED = "organizer_suspended"
    ORGANIZER_READMITTED = "organizer_readmitted"
    EXERCISE_WISHED = "exercise_wished"
    EXERCISE_OVER = "exercise_over"
    SENDING_ORGANIZER = "sending_organizer"
    SENDING_CEILING = "sending_ceiling"
    SENDING_UNEXPLAINED = "sending_unexplained"
    SENDING_AGREE = "sending_agree"
    SENDING_RESUMED = "sending_resumed"
    SENDING_IGNORED = "sending_ignored"
    TROUBLE_POLL = "trouble_poll"
    TROUBLE_WEBHOOK = "trouble_webhook"
    TROUBLE_NAME = "trouble_name"
    TROUBLE_MENU = "trouble_menu"
    TROUBLE_BACKUP = "trouble_backup"
    TROUBLE_ERASING = "trouble_erasing"
    TROUBLE_CLOCK = "trouble_clock"
    TROUBLE_ROOM = "trouble_room"
    TROUBLE_DISK = "trouble_disk"
    TROUBLE_OVER = "trouble_over"


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """The slots of a letter, from closed lists."""

    incident: IncidentId
    place: PlaceId
    observed: datetime
    question: int | None = None
    """The number of what is asked, in a question to the reporter."""
    asked: Asked | None = None
    words: str | None = None
    """What is asked in a volunteer's own words: looked up when the letter goes out, and never kept with it."""
    reason: Reason | None = None
    """Why an alert was taken back."""
    undo: bool = False
    """It can be undone, for a while and by someone else."""
    exercise: bool = False
    """It is about something that is not real, and says so first."""


@dataclass(frozen=True, slots=True)
class DutyEnds:
    """Where somebody is on duty, and until when."""

    where: tuple[NeighborhoodId, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Suspension:
    """Which organizer may do nothing as one, told apart by when that began."""

    mark: int


@dataclass(frozen=True, slots=True)
class ToTranslate:
    """The words of a notice, for someone who offered to translate."""

    notice: NoticeId
    into: Language
    original: Language
    text: str
    """As made by `bot.domain.notice.words`."""


@dataclass(frozen=True, slots=True)
class Translated:
    """How many of the translations of a notice are there that were asked for."""

    notice: NoticeId
    there: int
    asked: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on its way."""

    id: LetterId
    person: PersonNumber
    language: Language
    chat: int
    says: Says
    facts: LetterFacts | Suspension | ToTranslate | Translated | DutyEnds | Times | Over | None
    """None for one that is about no incident."""

    @property
    def silent(self) -> bool:
        """Whether it makes no sound: nobody has to do anything at once."""
        return self.says is Says.NOTICE_TRANSLATED
