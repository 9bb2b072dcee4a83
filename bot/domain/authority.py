"""Who may do what: the one table. Each service asks it in the transaction in which it acts.

Authority comes from the person alone, read anew each time. What it is used on has rules of its own: an incident moves
as `bot.domain.incident` says, and a claim, a draft or a notice is somebody's.
"""

from collections.abc import Mapping
from enum import StrEnum

from bot.domain.people import Person, Role


class Who(StrEnum):
    """As what someone stands before the bot. Who was removed is a resident, and who was forgotten a stranger."""

    STRANGER = "stranger"
    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    SUSPENDED = "suspended"
    """An organizer who does nothing as one until others say so."""
    ORGANIZER = "organizer"


class May(StrEnum):
    """What someone may do."""

    JOIN = "join"
    READ = "read"
    ASK_WHAT_IS_KNOWN = "ask_what_is_known"
    BE_FORGOTTEN = "be_forgotten"
    LISTEN = "listen"
    REST = "rest"
    REPORT = "report"
    ECHO = "echo"
    REPLY = "reply"
    TAKE_PART = "take_part"
    BE_ON_DUTY = "be_on_duty"
    PRACTISE = "practise"
    LOOK = "look"
    ASK_THE_REPORTER = "ask_the_reporter"
    TRANSLATE = "translate"
    UNDO_AN_ENDING = "undo_an_ending"
    DECIDE = "decide"
    TAKE_BACK = "take_back"
    REGROUP = "regroup"
    INVITE = "invite"
    INVITE_VOLUNTEERS = "invite_volunteers"
    REMOVE = "remove"
    READMIT = "readmit"
    WRITE_NOTICES = "write_notices"
    APPROVE_NOTICES = "approve_notices"
    FREEZE = "freeze"
    BEGIN_EXERCISES = "begin_exercises"
    READ_THE_LEDGER = "read_the_ledger"
    READ_THE_RECORD = "read_the_record"


ANYONE = frozenset(Who)
KNOWN = ANYONE - {Who.STRANGER}
VOLUNTEERS = KNOWN - {Who.RESIDENT}
ORGANIZERS = frozenset({Who.ORGANIZER})

ALLOWED: Mapping[May, frozenset[Who]] = {
    May.JOIN: ANYONE,
    May.READ: ANYONE,
    May.ASK_WHAT_IS_KNOWN: ANYONE,
    May.BE_FORGOTTEN: ANYONE,
    May.LISTEN: KNOWN,
    May.REST: KNOWN,
    May.REPORT: KNOWN,
    May.ECHO: KNOWN,
    May.REPLY: KNOWN,
    May.TAKE_PART: KNOWN,
    May.BE_ON_DUTY: VOLUNTEERS,
    May.PRACTISE: VOLUNTEERS,
    May.LOOK: VOLUNTEERS,
    May.ASK_THE_REPORTER: VOLUNTEERS,
    May.TRANSLATE: VOLUNTEERS,
    May.UNDO_AN_ENDING: VOLUNTEERS - {Who.SUSPENDED},
    May.INVITE_VOLUNTEERS: VOLUNTEERS - {Who.SUSPENDED},
    **dict.fromkeys(
        (
            May.DECIDE,
            May.TAKE_BACK,
            May.REGROUP,
            May.INVITE,
            May.REMOVE,
            May.READMIT,
            May.WRITE_NOTICES,
            May.APPROVE_NOTICES,
            May.FREEZE,
            May.BEGIN_EXERCISES,
            May.READ_THE_LEDGER,
            May.READ_THE_RECORD,
        ),
        ORGANIZERS,
    ),
}


def who(person: Person | None) -> Who:
    """As what this person stands before the bot; none for a stranger."""
    if person is None:
        return Who.STRANGER
    return Who.SUSPENDED if person.suspended and person.role is Role.ORGANIZER else Who(person.role)


def is_allowed(person: Person | None, may: May) -> bool:
    """Whether they may do it."""
    return who(person) in ALLOWED[may]
