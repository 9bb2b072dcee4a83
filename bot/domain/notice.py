"""A notice: what an organizer tells subscribers, about anything, once a second organizer has seen exactly that."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from bot.domain.ids import BroadcastId, Language, NeighborhoodId, NoticeId, PersonNumber
from bot.domain.marked import Mark, marked
from bot.domain.refusals import NoWords, TooLong

LONGEST = 1000
"""UTF-16 units of one language's text: a screen on a small phone, and no more."""

DIGEST_LETTERS = 16
"""64 bits of the hash: what a button carries, so that nobody approves another notice than they saw."""


class NoticeState(StrEnum):
    """How far a notice is."""

    WRITING = "writing"
    PROPOSED = "proposed"
    PLANNED = "planned"
    """Approved, and it goes out at its time; one that goes out every week stays so."""
    APPROVED = "approved"
    """Approved, and it went out or goes out now."""
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"
    """Whoever got it reads that it does not hold."""


TRANSLATABLE = frozenset({NoticeState.WRITING, NoticeState.PROPOSED})
"""So far a translation still finds its way in: whoever has read it before has to read it again."""

ALIVE = frozenset({NoticeState.PLANNED, NoticeState.APPROVED})
"""Its words can be changed: it goes out, or people hold it."""


class Choice(StrEnum):
    """What an organizer can mark."""

    WEEKLY = "weekly"
    """The same every week, until someone stops it."""
    URGENT = "urgent"
    """Also in quiet hours."""


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a notice says, to whom and when: all that a second organizer approves. It is for those who listen in one of
    the neighborhoods and read one of the languages."""

    notice: NoticeId
    neighborhoods: tuple[NeighborhoodId, ...]
    texts: Mapping[Language, str]
    """As made by `words`. The first is the original: whoever reads another language that is not there gets that."""
    languages: tuple[Language, ...] = ()
    """Whose readers it is for; everybody's when none is named."""
    at: datetime | None = None
    """Not before that; none for as soon as it is approved."""
    weekly: bool = False
    urgent: bool = False

    @property
    def digest(self) -> str:
        """The same for the same words to the same people at the same time, and for no others."""
        said = [self.notice, sorted(self.neighborhoods), sorted(self.languages), sorted(self.texts.items())]
        when = [None if self.at is None else self.at.timestamp(), self.weekly, self.urgent]
        return sha256(json.dumps([said, self.original, when]).encode()).hexdigest()[:DIGEST_LETTERS]

    @property
    def original(self) -> Language | None:
        """In which language it was written first."""
        return next(iter(self.texts), None)

    def reads(self, language: Language) -> bool:
        """Whether it is for readers of this language."""
        return not self.languages or language in self.languages

    def lacks(self, city: Collection[Language]) -> tuple[Language, ...]:
        """Into which of the city's languages it is yet to be translated."""
        return tuple(one for one in city if self.reads(one) and one not in self.texts)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice on its way."""

    facts: NoticeFacts
    author: PersonNumber | None
    """None once it is approved, or they were forgotten."""
    state: NoticeState
    writing: Language | None = None
    """Whose text the author was asked for last."""
    asked: tuple[Language, ...] = ()
    """Into which languages translators were asked to put it."""
    next: datetime | None = None
    """When it goes out next, once that is approved."""
    broadcast: BroadcastId | None = None
    """The last one of it that people may still hold."""
    amends: NoticeId | None = None
    """The notice whose words these replace."""

    @property
    def id(self) -> NoticeId:
        """Which one it is."""
        return self.facts.notice

    @property
    def whole(self) -> bool:
        """It says something to someone."""
        return bool(self.facts.texts and self.facts.neighborhoods)

    def with_text(self, language: Language, text: str) -> "Notice":
        """With this text. What translators made of another original goes, and they can be asked anew."""
        texts, asked = {**self.facts.texts, language: text}, self.asked
        if language == self.facts.original and text != self.facts.texts[language]:
            texts, asked = {one: said for one, said in texts.items() if one not in self.asked}, ()
        return replace(self, facts=replace(self.facts, texts=texts), asked=asked)

    @property
    def translated(self) -> int:
        """How many of the translations that were asked for are there."""
        return sum(one in self.facts.texts for one in self.asked)


def words(raw: str, marks: Sequence[Mark] = ()) -> str:
    """What someone wrote, as it will be read: Telegram HTML of the safe part. NoWords when nothing of it is seen,
    TooLong with the limit."""
    written = marked(raw, marks)
    if not written.seen:
        raise NoWords
    if written.length > LONGEST:
        raise TooLong(LONGEST)
    return written.html
