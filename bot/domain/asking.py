"""What a volunteer can ask whoever reported it, and the answers: closed lists, so that nobody shows who they are.

A question goes to one report, not to one person: volunteers learn nothing of who made it, and the reporter nothing of
who asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 2
"""Questions about one incident: more would wear out the one person whom they all go to."""


class Asked(StrEnum):
    """The questions; `ask.<value>` in the catalogs."""

    STILL_THERE = "still_there"
    HOW_MANY = "how_many"
    VESTS = "vests"
    SEE_IT = "see_it"
    """First-hand, or heard from someone?"""


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
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was asked, as everyone sees it who holds the incident's card."""

    asked: Asked
    said: Said | None
    """None while there is no answer."""
    at: datetime
    """When it was answered; while it was not, when it was asked."""


def may_ask(asked: Asked, lately: tuple[Asked, ...]) -> bool:
    """Whether this can be asked now, when these were asked within the last hour."""
    return len(lately) < MOST_AN_HOUR and asked not in lately
