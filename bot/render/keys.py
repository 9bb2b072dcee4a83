"""What can be pressed under an incident's card: what would be taken, by this reader, now."""

from bot.domain.buttons import (
    Button,
    Claimed,
    Decide,
    Found,
    HandBack,
    KeepApart,
    Merge,
    OfActivity,
    OfAgency,
    OfNumber,
    Questions,
    SameAs,
    ShowPhotos,
    TakeBack,
    TakeOut,
    Undo,
)
from bot.domain.card import Card
from bot.domain.incident import OPEN, Activity, Incident, Number, Status, Step
from bot.domain.merging import may_undo
from bot.domain.screen import Key
from bot.domain.verification import Agency, Answer, Detail, Where, suffice
from bot.render.reader import Reader, in_rows

ANSWERS = (
    ("finding.seen_on_scene", Answer.SEEN, Where.ON_SCENE),
    ("finding.seen_remote", Answer.SEEN, Where.REMOTE),
    ("finding.nothing_there", Answer.NOTHING_THERE, Where.ON_SCENE),
    ("finding.nothing_remote", Answer.NOTHING_THERE, Where.REMOTE),
    ("finding.cannot_tell", Answer.CANNOT_TELL, Where.ON_SCENE),
    ("finding.cannot_tell_remote", Answer.CANNOT_TELL, Where.REMOTE),
)

Row = tuple[Key, ...]


def card_keys(reader: Reader, card: Card) -> tuple[Row, ...]:
    """The card's keyboard: to look and to answer, to tell more, to ask, to sort, to decide."""
    return (
        *_looking(reader, card),
        *_details(reader, card),
        *_alike(reader, card),
        *_sorting(reader, card),
        *_deciding(reader, card),
    )


def asks_more(card: Card) -> bool:
    """Whether the reader is asked more about what they saw."""
    return card.asks is not None and card.incident.status in OPEN


def _looking(reader: Reader, card: Card) -> tuple[Row, ...]:
    incident, claim = card.incident, card.incident.claimed_at(reader.now)
    if incident.status is not Status.UNVERIFIED or card.answered:
        return ()
    first: list[Row] = []
    if claim is None:
        first.append((reader.key("button.claim", Claimed(incident.id, incident.version)),))
    elif card.mine:
        first += [(reader.key("button.hand_back", HandBack(incident.id)),), *_photos(reader, card)]
    answers = [reader.key(key, Found(incident.id, incident.version, what, how)) for key, what, how in ANSWERS]
    return (*first, *in_rows(answers, 2))


def _photos(reader: Reader, card: Card) -> tuple[Row, ...]:
    """The photos that came with the reports, for whoever looks."""
    many = card.reported.photos
    if not many:
        return ()
    return ((Key(reader.words.plain("button.photos", count=many), data=ShowPhotos(card.incident.id).pack()),),)


def _details(reader: Reader, card: Card) -> tuple[Row, ...]:
    """The answers to what the reader is asked next."""
    if not asks_more(card):
        return ()
    number = card.incident.id
    match card.asks:
        case Detail.AGENCY:
            keys = [reader.key(f"agency.{one}", OfAgency(number, one)) for one in Agency]
        case Detail.ACTIVITY:
            keys = [reader.activity_key(one, OfActivity(number, one)) for one in Activity]
        case _:
            keys = [reader.key(f"number.{one}", OfNumber(number, one)) for one in Number]
    return in_rows(keys, 2)


def _sorts(reader: Reader, card: Card) -> bool:
    """Whether the reader may say what it is the same as."""
    looks = card.mine and card.incident.claimed_at(reader.now) is not None
    return card.incident.status is Status.UNVERIFIED and (card.organizer or looks)


def _alike(reader: Reader, card: Card) -> tuple[Row, ...]:
    """For each incident that it may be the same as: it is, or it is not."""
    if not _sorts(reader, card):
        return ()
    number, version = card.incident.id, card.incident.version
    pairs = [
        [
            reader.key("button.same_as", Merge(number, version, one.incident), reference=str(one.incident)),
            reader.key("button.keep_apart", KeepApart(number, version, one.incident), reference=str(one.incident)),
        ]
        for one in card.likenesses
    ]
    return tuple(row for pair in pairs for row in in_rows(pair, 2))


def _sorting(reader: Reader, card: Card) -> tuple[Row, ...]:
    """To ask the reporter, to say that it is the same as another, to take reports out, and to undo that."""
    incident, keys = card.incident, []
    if card.may_ask:
        keys.append(reader.key("button.ask", Questions(incident.id)))
    if _sorts(reader, card):
        keys.append(reader.key("button.same", SameAs(incident.id, incident.version)))
    if incident.status in OPEN and card.organizer and card.reports > 1:
        keys.append(reader.key("button.split", TakeOut(incident.id, incident.version)))
    if card.organizer and may_undo(incident, reader.now):
        keys.append(reader.key("button.undo", Undo(incident.id, incident.version)))
    return in_rows(keys, 2)


def _deciding(reader: Reader, card: Card) -> tuple[Row, ...]:
    if not card.organizer:
        return ()
    incident = card.incident
    return in_rows(
        [reader.key(f"decide.{step}", _decides(incident, step)) for step in _steps(reader, card)],
        2,
    )


def _decides(incident: Incident, step: Step) -> Button:
    """Why an alert was wrong is asked for first."""
    if step is Step.RETRACT:
        return TakeBack(incident.id, incident.version)
    return Decide(incident.id, incident.version, step)


def _steps(reader: Reader, card: Card) -> tuple[Step, ...]:
    """What an organizer may decide: a dispute while it lasts, what only they can publish, then the end of the alert."""
    disputed = (card.nothing_there or card.not_ice) and (card.seen_on_scene or card.seen_remote)
    match card.incident.status:
        case Status.UNVERIFIED if disputed or _awaits_consent(reader, card):
            return (Step.CONFIRM, Step.DISMISS)
        case Status.ACTIVE:
            return (Step.FOLLOW_UP, Step.ALL_CLEAR, Step.RETRACT)
        case Status.OVER | Status.EXPIRED:
            return (Step.RETRACT,)
        case _:
            return ()


def _awaits_consent(reader: Reader, card: Card) -> bool:
    incident = card.incident
    is_delicate = incident.activity is Activity.DETENTION and reader.city.has_children(incident.place)
    return is_delicate and suffice(card.seen_on_scene, card.seen_remote, reader.city.policy)
