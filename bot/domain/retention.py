"""What is kept, for how long, and why: the one table from which the clock's sweeps run."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Kept(StrEnum):
    """What the sweeps know how to remove."""

    INBOX_NUMBERS = "inbox_numbers"
    QUARANTINE = "quarantine"
    DRAFTS = "drafts"
    INVITATIONS = "invitations"
    DUTIES = "duties"
    REPORTER_LINKS = "reporter_links"
    POINTS = "points"
    NOTES = "notes"
    QUESTIONS = "questions"
    LINES = "lines"
    FINDING_LINKS = "finding_links"
    CARDS = "cards"
    ECHOES = "echoes"
    RECEIPTS = "receipts"
    DISMISSED = "dismissed"
    ALERTED = "alerted"
    OLD_AREAS = "old_areas"
    NOTICES = "notices"
    SENT_NOTICES = "sent_notices"
    TRANSLATIONS = "translations"
    PAUSES = "pauses"
    AGREEMENTS = "agreements"
    LEDGER = "ledger"
    TALLIES = "tallies"
    LISTS = "lists"
    REPORTS_TODAY = "reports_today"
    STANDINGS = "standings"
    BACKUPS = "backups"
    DEPARTURES = "departures"
    WEEK_KEYS = "week_keys"
    DAY_KEYS = "day_keys"


@dataclass(frozen=True, slots=True)
class Window:
    """How long, counted from when, and why so long."""

    keep: timedelta
    since: str
    why: str
    may_be_held: bool = False
    """A legal hold keeps it for longer (`bot.domain.hold`). True only for what leads to no person."""


RETENTION: dict[Kept, Window] = {
    Kept.INBOX_NUMBERS: Window(timedelta(hours=48), "answered", "Telegram may send an update again for a day"),
    Kept.QUARANTINE: Window(timedelta(days=7), "it came", "so that a fault can be found; holds no text"),
    Kept.DRAFTS: Window(timedelta(hours=1), "the last answer", "so that a report can be finished after a break"),
    Kept.INVITATIONS: Window(timedelta(hours=24), "expiry", "so that a used link answers like an expired one"),
    Kept.DUTIES: Window(timedelta(0), "the end of duty", "so that cards reach who is on duty"),
    Kept.REPORTER_LINKS: Window(timedelta(hours=72), "the report", "so that the reporter hears what came of it"),
    Kept.POINTS: Window(timedelta(hours=72), "the report", "so that reports of one thing come together"),
    Kept.NOTES: Window(timedelta(hours=24), "the report", "so that who looks knows what to look for"),
    Kept.QUESTIONS: Window(timedelta(hours=72), "the question", "so that who looks sees what the reporter answered"),
    Kept.LINES: Window(timedelta(hours=1), "the tap", "so that what is written next goes to the other side"),
    Kept.FINDING_LINKS: Window(timedelta(days=7), "the finding", "so that nobody answers twice"),
    Kept.CARDS: Window(timedelta(hours=48), "the last change", "so that an alert can be corrected on its card"),
    Kept.ECHOES: Window(timedelta(hours=48), "the tap", "so that nobody counts twice on an alert's card"),
    Kept.RECEIPTS: Window(timedelta(hours=48), "the broadcast", "so that a correction finds those who got the alert"),
    Kept.DISMISSED: Window(timedelta(days=7), "the last change", "so that a rumor can be answered", True),
    Kept.ALERTED: Window(
        timedelta(days=396), "the last change", "thirteen months of public facts, for the record", True
    ),
    Kept.OLD_AREAS: Window(timedelta(hours=48), "the change", "broadcasts on their way still count them"),
    Kept.NOTICES: Window(timedelta(days=7), "the last change", "so that another organizer has time to read it"),
    Kept.SENT_NOTICES: Window(timedelta(hours=48), "the broadcast", "together with who got it", True),
    Kept.TRANSLATIONS: Window(timedelta(hours=1), "the tap", "so that no two people translate the same"),
    Kept.PAUSES: Window(timedelta(0), "the end of the pause", "so that no alert comes before that"),
    Kept.TALLIES: Window(timedelta(days=396), "the Monday", "thirteen months of counts, beside the public facts", True),
    Kept.AGREEMENTS: Window(timedelta(hours=1), "the press", "so that a second organizer can agree"),
    Kept.LEDGER: Window(
        timedelta(days=30), "the act", "so that organizers see what was done, and nobody changes it", True
    ),
    Kept.LISTS: Window(timedelta(hours=48), "it was sent", "so that it can be kept up to date"),
    Kept.REPORTS_TODAY: Window(timedelta(hours=24), "the first", "so that nobody floods by leaving and joining"),
    Kept.STANDINGS: Window(timedelta(days=35), "the Monday", "so that who told the truth comes first in a flood"),
    Kept.BACKUPS: Window(timedelta(hours=24), "it was made", "so that a broken disk does not end everything"),
    Kept.DEPARTURES: Window(timedelta(hours=24), "leaving", "so that a backup that is put back leaves them out"),
    Kept.WEEK_KEYS: Window(timedelta(days=35), "the Monday", "with it nobody finds a person's numbers any more"),
    Kept.DAY_KEYS: Window(timedelta(hours=72), "the end of their day", "with them go all texts, wherever a copy lies"),
}
"""The sources of these numbers: Telegram keeps an update for at most 24 hours and lets a bot delete a message for 48;
the rest is the shortest that lets a correction and an answer reach the people it is for."""
