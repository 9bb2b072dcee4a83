"""What volunteers and organizers see."""

from dataclasses import replace
from datetime import datetime

from bot.domain.buttons import Rehearse
from bot.domain.card import Card
from bot.domain.details import Reported
from bot.domain.incident import Status
from bot.domain.people import Role
from bot.domain.screen import Key, Screen
from bot.domain.training import FIRST, Rehearsal
from bot.domain.verification import Verdict
from bot.render import asking, describing, drilling, merging
from bot.render.keys import asks_more, card_keys
from bot.render.reader import Reader
from locales import Html, join


def card(reader: Reader, card: Card) -> Screen:
    """An incident as one volunteer sees it now: what is known, who looks, what others found; never who reported it."""
    screen = _card(reader, card) if card.volunteer else reader.screen("card.closed")
    return drilling.marked(reader, screen) if card.incident.exercise else screen


def _card(reader: Reader, card: Card) -> Screen:
    incident = card.incident
    said = [
        _head(reader, card),
        reader.words("label.activity", activity=reader.activity(incident.activity)),
        reader.words(
            "label.place_in",
            place=reader.place(incident.place),
            neighborhood=reader.neighborhood(incident.neighborhood),
        ),
        reader.words("label.time_age", time=reader.clock(incident.observed), age=reader.age(incident.observed)),
        reader.words("label.number", number=reader.words(f"number.{incident.number}")),
        reader.words("card.reports", count=card.reports),
        *_taken_out(reader, card),
        *describing.on_card(reader, _reported(card)),
        *_found(reader, card),
        *_told(reader, card),
        *(merging.on_card(reader, one) for one in card.likenesses),
        *(asking.on_card(reader, one) for one in asking.newest(card.questions)),
        *_claimed(reader, card),
        *_asked(reader, card),
    ]
    return Screen(join(said), card_keys(reader, card))


def _reported(card: Card) -> Reported:
    """What the reports tell, with the newest note alone where words of a reporter need the room of the others."""
    if not any(one.words is not None for one in card.questions):
        return card.reported
    return replace(card.reported, notes=card.reported.notes[:1])


def _head(reader: Reader, card: Card) -> Html:
    incident = card.incident
    if incident.status is Status.MERGED:
        return reader.words("card.merged", reference=str(incident.id), other=str(incident.merged_into or ""))
    return reader.words(f"card.{incident.status}", reference=str(incident.id))


def _taken_out(reader: Reader, card: Card) -> list[Html]:
    """That an alert went out in which its reports were counted."""
    return [reader.words("card.out_of_alert", other=str(card.incident.split_from or ""))] if card.out_of_alert else []


def _found(reader: Reader, card: Card) -> list[Html]:
    counts = {
        "card.seen_on_scene": card.seen_on_scene,
        "card.seen_remote": card.seen_remote,
        "card.not_ice": card.not_ice,
        "card.nothing_there": card.nothing_there,
        "card.cannot_tell": card.cannot_tell,
        "card.seen_too": card.seen_too,
        "card.maybe_over": card.maybe_over,
        "card.still_there": card.still_there,
        "card.gone": card.gone,
    }
    return [reader.words(key, count=count) for key, count in counts.items() if count]


def _told(reader: Reader, card: Card) -> list[Html]:
    """What those who saw it told more."""
    told = card.told
    lists = (
        ("agency", [(reader.words(f"agency.{one}"), count) for one, count in told.agencies]),
        ("activity", [(reader.activity(one), count) for one, count in told.activities]),
        ("number", [(reader.words(f"number.{one}"), count) for one, count in told.numbers]),
    )
    return [
        reader.words(f"card.{slot}", **{slot: what}, times=str(count)) for slot, found in lists for what, count in found
    ]


def _asked(reader: Reader, card: Card) -> list[Html]:
    """What the reader is asked next about what they saw."""
    return [reader.words(f"card.ask_{card.asks}")] if asks_more(card) else []


def _claimed(reader: Reader, card: Card) -> list[Html]:
    claim = card.incident.claimed_at(reader.now)
    if claim is None:
        return []
    if card.mine:
        return [reader.words("card.yours", time=reader.clock(claim.until))]
    since = claim.until - reader.city.policy.claim
    return [
        reader.words("card.claimed", since=reader.clock(since), age=reader.age(since), time=reader.clock(claim.until))
    ]


def welcome(reader: Reader, role: Role) -> Screen:
    """An invitation was accepted. Volunteers practise first."""
    keys = [(practise(reader, Rehearsal(FIRST)),)] if role is Role.VOLUNTEER else []
    return reader.screen(f"invite.welcome_{role}", *keys)


def practise(reader: Reader, at: Rehearsal) -> Key:
    """The button with which someone practises a scene."""
    return reader.key("training.begin", Rehearse(at.scene, at.packed()))


def claimed(reader: Reader, until: datetime) -> str:
    """A claim was taken."""
    return reader.words.plain("told.claimed", time=reader.clock(until))


def counted(reader: Reader, outcome: Verdict) -> str:
    """A finding was counted, and what all of them say now."""
    return reader.words.plain("told.counted" if outcome is Verdict.OPEN else f"told.{outcome}")


def decided(reader: Reader) -> str:
    """A decision took effect."""
    return reader.words.plain("told.decided")


def handed_back(reader: Reader) -> str:
    """A claim was given up."""
    return reader.words.plain("told.handed_back")


def told(reader: Reader, outcome: Verdict) -> str:
    """More was told about what was seen, and what all findings say now."""
    return reader.words.plain("told.disputed" if outcome is Verdict.DISPUTED else "told.noted")
