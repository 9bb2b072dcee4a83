"""A notice: what an organizer tells subscribers, about anything, once a second organizer has seen exactly that."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from bot.domain.ids import Language, NeighborhoodId, NoticeId, PersonNumber
from bot.domain.refusals import NoWords, TooLong
from bot.domain.text import clean, utf16_length

LONGEST = 1000
"""UTF-16 units of one language's text: a screen on a small phone, and no more."""

DIGEST_LETTERS = 16
"""64 bits of the text's hash: what a button carries, so that nobody approves another text than they saw."""


class NoticeState(StrEnum):
    """How far a notice is."""

    WRITING = "writing"
    PROPOSED = "proposed"
    APPROVED = "approved"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a notice says, and to whom: those who listen in one of the neighborhoods and read one of the languages."""

    notice: NoticeId
    neighborhoods: tuple[NeighborhoodId, ...]
    texts: Mapping[Language, str]

    @property
    def digest(self) -> str:
        """The same for the same words to the same people, and for no others."""
        said = json.dumps([self.notice, sorted(self.neighborhoods), sorted(self.texts.items())])
        return sha256(said.encode()).hexdigest()[:DIGEST_LETTERS]


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice on its way to being sent."""

    facts: NoticeFacts
    author: PersonNumber | None
    """None once they were forgotten."""
    state: NoticeState
    writing: Language | None = None
    """Whose text the author was asked for last."""

    @property
    def id(self) -> NoticeId:
        """Which one it is."""
        return self.facts.notice

    @property
    def whole(self) -> bool:
        """It says something to someone."""
        return bool(self.facts.texts and self.facts.neighborhoods)


def words(raw: str) -> str:
    """What an organizer wrote, as it will be read. NoWords when nothing of it is seen, TooLong with the limit."""
    text = clean(raw).strip()
    if not text:
        raise NoWords
    if utf16_length(text) > LONGEST:
        raise TooLong(LONGEST)
    return text
