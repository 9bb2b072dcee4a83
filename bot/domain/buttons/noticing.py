"""What organizers press who write a notice or are asked to approve one, and volunteers who translate it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.buttons.wire import Button
from bot.domain.ids import Language, NeighborhoodId, NoticeId
from bot.domain.notice import Choice


@dataclass(frozen=True, slots=True)
class NoticeTo(Button):
    """Tell those who listen there, or not."""

    prefix = "nt"
    notice: NoticeId
    neighborhood: NeighborhoodId


@dataclass(frozen=True, slots=True)
class NoticeIn(Button):
    """Write its text in this language next."""

    prefix = "nl"
    notice: NoticeId
    language: Language


@dataclass(frozen=True, slots=True)
class NoticeShow(Button):
    """Show how far it is."""

    prefix = "ns"
    notice: NoticeId


@dataclass(frozen=True, slots=True)
class NoticePropose(Button):
    """It is written: ask another organizer."""

    prefix = "np"
    notice: NoticeId


@dataclass(frozen=True, slots=True)
class NoticeApprove(Button):
    """A second organizer has read exactly this, and says yes."""

    prefix = "na"
    notice: NoticeId
    digest: str


@dataclass(frozen=True, slots=True)
class NoticeDrop(Button):
    """It is not to be sent."""

    prefix = "nx"
    notice: NoticeId


class NoticePage(StrEnum):
    """What else there is to see of a notice that is being written."""

    READERS = "readers"
    WHEN = "when"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class NoticeSee(Button):
    """Show one of these."""

    prefix = "ng"
    notice: NoticeId
    page: NoticePage


@dataclass(frozen=True, slots=True)
class NoticeFor(Button):
    """It is for those who read this language, or not."""

    prefix = "nf"
    notice: NoticeId
    language: Language


@dataclass(frozen=True, slots=True)
class NoticeAt(Button):
    """It goes out then, in seconds since 1970; at once for 0."""

    prefix = "nw"
    notice: NoticeId
    at: int


@dataclass(frozen=True, slots=True)
class NoticeMark(Button):
    """It is marked so, or not any more."""

    prefix = "nm"
    notice: NoticeId
    choice: Choice


@dataclass(frozen=True, slots=True)
class NoticeRequest(Button):
    """Ask those who offered to translate."""

    prefix = "nq"
    notice: NoticeId


@dataclass(frozen=True, slots=True)
class NoticeAmend(Button):
    """Write other words in its place."""

    prefix = "ne"
    notice: NoticeId


@dataclass(frozen=True, slots=True)
class NoticeWithdraw(Button):
    """Whoever got it shall read that it does not hold."""

    prefix = "nz"
    notice: NoticeId


@dataclass(frozen=True, slots=True)
class Translators(Button):
    """Show into which languages someone can translate."""

    prefix = "tl"


@dataclass(frozen=True, slots=True)
class TranslateInto(Button):
    """They can translate into this language, or not any more."""

    prefix = "ti"
    language: Language


@dataclass(frozen=True, slots=True)
class Translate(Button):
    """They translate this notice now."""

    prefix = "tn"
    notice: NoticeId
    language: Language
