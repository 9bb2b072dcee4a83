"""What the bot keeps about one person, as it tells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import NeighborhoodId
from bot.domain.people import Hearing, Person


class Trace(StrEnum):
    """Rows that still lead to a person; `privacy.<value>` says each in words, with how many there are."""

    REPORTS = "reports"
    POINTS = "points"
    NOTES = "notes"
    FINDINGS = "findings"
    CLAIMS = "claims"
    CARDS = "cards"
    LISTS = "lists"
    ALERTS = "alerts"
    ECHOES = "echoes"
    LINES = "lines"
    LETTERS = "letters"
    INVITATIONS = "invitations"
    SPONSORS = "sponsors"
    NOTICES = "notices"
    TRANSLATORS = "translators"
    PROGRESS = "progress"
    AGREEMENTS = "agreements"


@dataclass(frozen=True, slots=True)
class AboutYou:
    """All of it."""

    person: Person
    neighborhoods: frozenset[NeighborhoodId]
    duty_until: datetime | None
    hearing: Hearing
    draft: bool
    """A report was begun and not sent."""
    trained: bool
    """They have finished a rehearsal."""
    traces: Mapping[Trace, int]
