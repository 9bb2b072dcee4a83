"""What organizers press who write a notice, or are asked to approve one."""

from dataclasses import dataclass

from bot.domain.buttons.wire import Button
from bot.domain.ids import Language, NeighborhoodId, NoticeId


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
