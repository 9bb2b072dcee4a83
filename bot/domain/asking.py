"""What a volunteer can ask whoever reported it, and the answers: closed lists, so that nobody shows who they are; and
one line of words each way, without what would tell who it is about.

A question goes to one report, not to one person: volunteers learn nothing of who made it, and the reporter nothing of
who asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.masking import Mask, Masked, mask
from bot.domain.refusals import NoWords, TooLong
from bot.domain.text import clean, utf16_length

AN_HOUR = timedelta(hours=1)
WAITS_FOR = timedelta(minutes=15)
"""What is written later than that after the tap is for somebody else."""
MOST_WORDS = 200
"""UTF-16 units of a question, or of an answer, in words of one's own: one line."""
MOST_AN_HOUR = 2
"""Questions about one incident: more would wear out the one person whom they all go to."""


class Asked(StrEnum):
    """The questions; `ask.<value>` in the catalogs."""

    STILL_THERE = "still_there"
    HOW_MANY = "how_many"
    VESTS = "vests"
    SEE_IT = "see_it"
    """First-hand, or heard from someone?"""
    WORDS = "words"
    """One line in the volunteer's own words, answered by one line in the reporter's."""


class Said(StrEnum):
    """The answers; `reply.<value>` in the catalogs."""

    YES = "yes"
    NO = "no"
    FEW = "few"
    SEVERAL = "several"
    MANY = "many"
    ICE = "ice"
    FEDERAL = "federal"
    POLICE = "police"
    NOTHING = "nothing"
    NOT_SURE = "not_sure"


ANSWERS: Mapping[Asked, tuple[Said, ...]] = {
    Asked.STILL_THERE: (Said.YES, Said.NO, Said.NOT_SURE),
    Asked.HOW_MANY: (Said.FEW, Said.SEVERAL, Said.MANY, Said.NOT_SURE),
    Asked.VESTS: (Said.ICE, Said.FEDERAL, Said.POLICE, Said.NOTHING, Said.NOT_SURE),
    Asked.SEE_IT: (Said.YES, Said.NO),
    Asked.WORDS: (),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was asked, as everyone sees it who holds the incident's card."""

    asked: Asked
    said: Said | None
    """None while there is no answer."""
    at: datetime
    """When it was answered; while it was not, when it was asked."""
    words: str | None = None
    """What was asked in a volunteer's own words, as far as it is kept."""
    reply: str | None = None
    """What was answered to that."""


@dataclass(frozen=True, slots=True)
class Written:
    """Someone's own words are on their way, without what they must not hold."""

    answers: bool
    """To a question, and not one."""
    masked: tuple[Mask, ...]


def line(raw: str) -> Masked:
    """What someone wrote, as it is relayed: in one line, without plates, numbers, addresses and names. NoWords and
    TooLong as they say."""
    seen = " ".join(clean(raw).split())
    if not seen:
        raise NoWords
    if utf16_length(seen) > MOST_WORDS:
        raise TooLong(MOST_WORDS)
    return mask(seen)


def may_ask(asked: Asked, lately: tuple[Asked, ...]) -> bool:
    """Whether this can be asked now, when these were asked within the last hour: none of the set ones twice."""
    return len(lately) < MOST_AN_HOUR and (asked is Asked.WORDS or asked not in lately)
