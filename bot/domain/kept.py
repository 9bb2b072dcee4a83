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
    FINDINGS = "findings"
    CLAIMS = "claims"
    CARDS = "cards"
    ALERTS = "alerts"
    ECHOES = "echoes"
    LETTERS = "letters"
    INVITATIONS = "invitations"
    NOTICES = "notices"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class AboutYou:
    """All of it."""

    person: Person
    neighborhoods: frozenset[NeighborhoodId]
    duty_until: datetime | None
    hearing: Hearing
    draft: bool
    """A report was begun and not sent."""
    traces: Mapping[Trace, int]
