"""What volunteers and organizers see."""

from datetime import datetime

from bot.domain.buttons import Claimed, Decide, Found, OnDuty
from bot.domain.card import Card
from bot.domain.incident import Status, Step
from bot.domain.people import Role
from bot.domain.screen import Key, Screen
from bot.domain.verification import Answer, Verdict, Where
from bot.render.reader import Reader, in_rows
from locales import Html, join

ANSWERS = (
    ("finding.seen_on_scene", Answer.SEEN, Where.ON_SCENE),
    ("finding.seen_remote", Answer.SEEN, Where.REMOTE),
    ("finding.nothing_there", Answer.NOTHING_THERE, Where.ON_SCENE),
    ("finding.cannot_tell", Answer.CANNOT_TELL, Where.ON_SCENE),
)
HOURS = (2, 4, 8)


def card(reader: Reader, card: Card) -> Screen:
    """An incident as one volunteer sees it now: what is known, who looks, what others found; never who reported it."""
    incident = card.incident
    said = [
        reader.words(f"card.{incident.status}", reference=str(incident.id)),
        reader.words("label.activity", activity=reader.words(f"activity.{incident.activity}")),
        reader.words(
            "label.place_in",
            place=reader.place(incident.place),
            neighborhood=reader.neighborhood(incident.neighborhood),
        ),
        reader.words("label.time_age", time=reader.clock(incident.observed), age=reader.age(incident.observed)),
        reader.words("label.number", number=reader.words(f"number.{incident.number}")),
        reader.words("card.reports", count=card.reports),
        *_found(reader, card),
        *_claimed(reader, card),
    ]
    return Screen(join(said), _buttons(reader, card))


def _found(reader: Reader, card: Card) -> list[Html]:
    counts = {
        "card.seen_on_scene": card.seen_on_scene,
        "card.seen_remote": card.seen_remote,
        "card.nothing_there": card.nothing_there,
        "card.cannot_tell": card.cannot_tell,
    }
    return [reader.words(key, count=count) for key, count in counts.items() if count]


def _claimed(reader: Reader, card: Card) -> list[Html]:
    claim = card.incident.claimed_at(reader.now)
    if claim is None:
        return []
    return [reader.words("card.yours" if card.mine else "card.claimed", time=reader.clock(claim.until))]


def _buttons(reader: Reader, card: Card) -> tuple[tuple[Key, ...], ...]:
    incident = card.incident
    rows: list[tuple[Key, ...]] = []
    if incident.status is Status.UNVERIFIED and not card.answered:
        if incident.claimed_at(reader.now) is None:
            rows.append((reader.key("button.claim", Claimed(incident.id, incident.version)),))
        answers = [reader.key(key, Found(incident.id, incident.version, what, how)) for key, what, how in ANSWERS]
        rows.extend(in_rows(answers, 2))
    if card.organizer:
        decisions = [reader.key(f"decide.{step}", Decide(incident.id, incident.version, step)) for step in _steps(card)]
        rows.extend(in_rows(decisions, 2))
    return tuple(rows)


def _steps(card: Card) -> tuple[Step, ...]:
    """What an organizer may decide: a dispute while it lasts, then the end of the alert."""
    disputed = card.nothing_there and (card.seen_on_scene or card.seen_remote)
    match card.incident.status:
        case Status.UNVERIFIED if disputed:
            return (Step.CONFIRM, Step.DISMISS)
        case Status.ACTIVE:
            return (Step.ALL_CLEAR, Step.RETRACT)
        case Status.OVER:
            return (Step.RETRACT,)
        case _:
            return ()


def duty(reader: Reader) -> Screen:
    """For how long to be on duty."""
    keys = [Key(reader.words.plain("duty.hours", count=hours), data=OnDuty(hours).pack()) for hours in HOURS]
    return reader.screen("duty.ask", tuple(keys), (reader.key("duty.end", OnDuty(0)),))


def on_duty(reader: Reader, until: datetime | None) -> Screen:
    """On duty until then, or no more."""
    return reader.screen("duty.ended") if until is None else reader.screen("duty.until", time=reader.clock(until))


def invitation(reader: Reader, link: str) -> Screen:
    """The link to hand to one person."""
    return reader.screen("invite.link", link=link)


def welcome(reader: Reader, role: Role) -> Screen:
    """An invitation was accepted."""
    return reader.screen(f"invite.welcome_{role}")


def claimed(reader: Reader, until: datetime) -> str:
    """A claim was taken."""
    return reader.words.plain("told.claimed", time=reader.clock(until))


def counted(reader: Reader, outcome: Verdict) -> str:
    """A finding was counted, and what all of them say now."""
    return reader.words.plain("told.counted" if outcome is Verdict.OPEN else f"told.{outcome}")


def decided(reader: Reader) -> str:
    """A decision took effect."""
    return reader.words.plain("told.decided")
