"""Every screen there is, with facts as they come: what the tests of all languages go through."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from bot.domain import asking
from bot.domain.broadcast import CORRECTIONS, AlertFacts, Kind, Way
from bot.domain.card import Card, Told
from bot.domain.details import MOST_SHOWN, Details, Reported, Source, Still, Vehicles
from bot.domain.duplicates import Alike
from bot.domain.ids import EVERYWHERE, IncidentId, Language, LetterId, PersonNumber
from bot.domain.incident import Activity, Claim, Incident, Number, Reason, Status
from bot.domain.letter import Letter, LetterFacts, Says
from bot.domain.masking import Mask
from bot.domain.merging import Likeness
from bot.domain.people import Listening, Person, Role
from bot.domain.refusals import NoticeTooSoon, Refusal, TooLong, TooMany
from bot.domain.report import Blank, Draft, OpenDraft, Remark, Submitted, WholeReport
from bot.domain.screen import Screen
from bot.domain.trouble import Over
from bot.domain.verification import Agency, Detail, Verdict
from bot.domain.where import LONGEST
from bot.render import alerts, joining, refusing, reporting, volunteering
from bot.render.reader import Reader
from cities import Place, PlaceKind
from locales import plain
from tests.render import audit_screens, notice_screens, own_screens, team_screens

ALERTED = (Status.ACTIVE, Status.OVER, Status.RETRACTED, Status.EXPIRED)
"""How an incident can stand that an alert was sent about."""

NOW = datetime(2026, 3, 2, 21, 10, 42, tzinfo=UTC)
SEEN = NOW - timedelta(minutes=25)
SOMEONE = Person(PersonNumber(7), Language("en"), Role.RESIDENT)

Shown = Screen | str
Shows = Callable[[Reader], Iterator[Shown]]


FOUND: dict[int, Place] = {}


def longest(reader: Reader) -> Place:
    """The place whose name takes the most room; looked for once in a city."""
    city = reader.city
    if id(city.places) not in FOUND:
        room = {one.id: len(one.name) + len(reader.neighborhood(one.neighborhood)) for one in city.places.values()}
        FOUND[id(city.places)] = max(city.places.values(), key=lambda one: room[one.id])
    return FOUND[id(city.places)]


def incident(reader: Reader, **changes: object) -> Incident:
    """An incident at that place."""
    place = longest(reader)
    made = Incident(
        IncidentId(1_234_567),
        place.id,
        place.neighborhood,
        Activity.QUESTIONING,
        Number.UNKNOWN,
        Status.UNVERIFIED,
        SEEN,
        SEEN,
        version=99,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def facts(reader: Reader, **changes: object) -> AlertFacts:
    """What an alert says about it."""
    about = incident(reader)
    made = AlertFacts(
        about.id,
        about.place,
        about.neighborhood,
        about.activity,
        about.number,
        observed=SEEN,
        confirmed=NOW,
        expires=NOW + timedelta(hours=2),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def card(reader: Reader, *, organizer: bool = False, **changes: object) -> Card:
    """A volunteer's card of it, with something of everything."""
    return Card(
        incident(reader, **changes),
        reports=23,
        seen_on_scene=1,
        seen_remote=2,
        nothing_there=3,
        cannot_tell=11,
        mine=False,
        answered=False,
        organizer=organizer,
        seen_too=31,
        maybe_over=1,
    )


MORE: Mapping[str, Any] = {
    "not_ice": 2,
    "told": Told(
        tuple((one, 3) for one in Agency), tuple((one, 1) for one in Activity), tuple((one, 12) for one in Number)
    ),
    "questions": (
        *(asking.Question(one, None, NOW) for one in asking.Asked),
        *(
            asking.Question(asking.Asked.WORDS, None, NOW - timedelta(minutes=one), *["w" * asking.MOST_WORDS] * 2)
            for one in range(3)
        ),
    ),
    "still_there": 12,
    "gone": 1,
    "may_ask": True,
    "out_of_alert": True,
    "reported": Reported(
        tuple((one, 12) for one in Vehicles),
        tuple((one, 12) for one in asking.ANSWERS[asking.Asked.VESTS]),
        tuple((one, 12) for one in Still),
        heard=True,
        old=True,
        notes=("v" * LONGEST,) * MOST_SHOWN,
        photos=3,
    ),
}
"""What a card can show beside that."""


def _likenesses(reader: Reader) -> tuple[Likeness, ...]:
    """What a card may be the same as, for every reason."""
    place = incident(reader).place
    pairs = zip((None, 0, 1_600), Alike, strict=True)
    return tuple(
        Likeness(IncidentId(7_654_321 + at), place, NOW, metres, 89, alike) for at, (metres, alike) in enumerate(pairs)
    )


def _broadcasts(reader: Reader) -> Iterator[Shown]:
    ways = [(Kind.ALERT, Way.SEND), *((kind, way) for kind, hows in CORRECTIONS.items() for _, way in hows)]
    for (kind, way), activity, number in product(ways, Activity, Number):
        told = facts(reader, activity=activity, number=number, corrected=None if kind is Kind.ALERT else NOW)
        yield alerts.broadcast(reader, kind, way, told)
    for reason in Reason:
        yield alerts.broadcast(reader, Kind.RETRACTION, Way.REPLY, facts(reader, corrected=NOW, reason=reason))


def _letters(reader: Reader) -> Iterator[Shown]:
    about = incident(reader)
    elsewhere = (
        Says.NOTICE_TRANSLATE,
        Says.NOTICE_TRANSLATED,
        Says.DUTY_ENDS,
        Says.EXERCISE_OVER,
    )  # in notice_screens and team_screens
    yield alerts.letter(
        reader, Letter(LetterId(1), PersonNumber(7), reader.words.language, 42, Says.TROUBLE_OVER, Over(NOW))
    )
    for says in (one for one in Says if one not in (*elsewhere, Says.TROUBLE_OVER)):
        of_no_incident = says.startswith(("notice_", "invitation_", "organizer_", "sending_", "exercise_", "trouble_"))
        told = None if of_no_incident else LetterFacts(about.id, about.place, about.observed)
        yield alerts.letter(reader, Letter(LetterId(1), PersonNumber(7), reader.words.language, 42, says, told))
    played = LetterFacts(about.id, about.place, about.observed, exercise=True)
    yield alerts.letter(reader, Letter(LetterId(1), PersonNumber(7), reader.words.language, 42, Says.DISPUTED, played))
    for reason in Reason:
        undone = LetterFacts(about.id, about.place, about.observed, reason=reason, undo=True)
        letter = Letter(LetterId(1), PersonNumber(7), reader.words.language, 42, Says.ALERT_TAKEN_BACK, undone)
        yield alerts.letter(reader, letter)


def _cards(reader: Reader) -> Iterator[Shown]:
    held = Claim(PersonNumber(7), NOW + timedelta(minutes=9))
    for status, claim in product(Status, (None, held)):
        for mine, answered, organizer in product((False, True), repeat=3):
            drawn = card(reader, organizer=organizer, status=status, claim=claim)
            yield volunteering.card(reader, replace(drawn, mine=mine, answered=answered))
            more = replace(drawn, mine=mine, answered=answered, likenesses=_likenesses(reader), **MORE)
            yield volunteering.card(reader, more)
    for asks, merged in product((None, *Detail), (None, IncidentId(7_654_321))):
        about = incident(reader, merged_into=merged, regrouped=NOW, status=Status.MERGED if merged else Status.ACTIVE)
        drawn = replace(card(reader, organizer=True), incident=about, answered=True, asks=asks)
        yield volunteering.card(reader, drawn)
    yield volunteering.card(reader, replace(card(reader), volunteer=False))
    yield volunteering.card(reader, replace(card(reader), incident=incident(reader, exercise=True)))


def listening(reader: Reader, *, many: bool) -> Listening:
    """Someone who listens nowhere, or everywhere there is."""
    everywhere = frozenset((*reader.city.neighborhoods, EVERYWHERE))
    return Listening(SOMEONE, everywhere if many else frozenset())


def _listenings(shows: Callable[[Reader, Listening], Screen]) -> Shows:
    return lambda reader: (shows(reader, listening(reader, many=many)) for many in (False, True))


def _settled(reader: Reader) -> Iterator[Shown]:
    for many, ours in product((False, True), (own_screens.OURS, own_screens.ALL_OURS)):
        yield joining.settled(reader, listening(reader, many=many), ours)


def _neighborhoods(reader: Reader) -> Iterator[Shown]:
    for part, many in product(reader.city.parts, (False, True)):
        yield joining.neighborhoods(reader, listening(reader, many=many), part)


def _around(reader: Reader) -> Iterator[Shown]:
    for one, many in product((*reader.city.neighborhoods, EVERYWHERE), (False, True)):
        yield joining.around(reader, listening(reader, many=many), one)


def drafts(reader: Reader) -> Iterator[Draft]:
    """A draft at each of its questions, in each neighborhood."""
    draft = Draft(tag=int(NOW.timestamp()))
    yield draft
    draft = replace(draft, activity=Activity.QUESTIONING)
    yield draft
    for one in reader.city.neighborhoods:
        yield replace(draft, neighborhood=one)
    place = longest(reader)
    draft = replace(draft, neighborhood=place.neighborhood, place=place.id)
    yield draft
    draft = replace(draft, observed=SEEN)
    yield draft
    draft = replace(draft, number=Number.UNKNOWN)
    yield draft
    details = Details(Vehicles.NOT_SURE, asking.Said.FEDERAL, Source.HEARD, Still.THERE)
    yield replace(draft, details=details, note="&" * LONGEST, photo="A1")


def asked(reader: Reader) -> Iterator[OpenDraft]:
    """Each of these drafts at its question, and the question asked in every other way."""
    near = frozenset([EVERYWHERE, *list(reader.city.neighborhoods)[-2:]])
    place = longest(reader)
    for draft in drafts(reader):
        yield OpenDraft(draft, near)
        yield OpenDraft(draft, near, Remark.STILL_SO, since=SEEN)
        yield OpenDraft(draft, near, Remark.PHOTO_LATER)
        yield OpenDraft(
            draft, near, Remark.DID_YOU_MEAN, (place.id, *[one for one in reader.city.places if one != place.id][:2])
        )
        if draft.blank is Blank.WHERE:
            yield OpenDraft(draft, near, Remark.NOT_FOUND)
        if draft.blank is Blank.SEND:
            yield OpenDraft(draft, near, Remark.FIRST_PHOTO)
            yield OpenDraft(draft, near, details=True)
            yield OpenDraft(draft, near, masked=tuple(Mask))
    there = Draft(tag=int(NOW.timestamp()), activity=Activity.PATROL)
    for one, kind, page in product(reader.city.neighborhoods, PlaceKind, (0, 1, 99)):
        yield OpenDraft(replace(there, neighborhood=one, kind=kind, page=page), near)


def _questions(reader: Reader) -> Iterator[Shown]:
    for one in asked(reader):
        yield reporting.question(reader, one)


def _submitted(reader: Reader) -> Iterator[Shown]:
    place = longest(reader)
    report = WholeReport(Activity.ENTRY, place.id, place.neighborhood, SEEN, Number.MANY)
    for status, known in product(Status, (False, True)):
        yield reporting.submitted(reader, Submitted(report, status, known, still_there=1_234_567 if known else None))
    yield reporting.submitted(reader, Submitted(report, Status.UNVERIFIED, known=False, waits=True))


NOES: tuple[Refusal, ...] = (
    *(one() for one in Refusal.__subclasses__() if one not in (TooMany, TooLong, NoticeTooSoon)),
    TooLong(500),
    *(kind(timedelta(seconds=wait)) for kind in (TooMany, NoticeTooSoon) for wait in (1, 61, 599, 86_400)),
)
"""Every no; with each kind of wait."""


def _refusals(reader: Reader) -> Iterator[Shown]:
    for one in NOES:
        words = refusing.refusal(reader, one)
        yield words
        yield plain(words)


SCREENS: Mapping[str, Shows] = {
    "alerts.broadcast": _broadcasts,
    "alerts.letter": _letters,
    "alerts.ignore": lambda reader: (alerts.ignore(reader, exercise=one) for one in (False, True)),
    "alerts.venue": lambda reader: (f"{one.title}\n{one.address}" for one in [alerts.venue(reader, incident(reader))]),
    "alerts.echoed": lambda reader: (alerts.echoed(reader, one) for one in ALERTED),
    "joining.languages": lambda reader: iter(
        [joining.languages(reader), joining.languages(reader, replace(SOMEONE, role=Role.VOLUNTEER))]
    ),
    "joining.other_language": lambda reader: iter([joining.other_language(reader, None)]),
    "joining.parts": _listenings(joining.parts),
    "joining.neighborhoods": _neighborhoods,
    "joining.around": _around,
    "joining.elsewhere": _listenings(joining.elsewhere),
    "joining.settled": _settled,
    **own_screens.SCREENS,
    **notice_screens.SCREENS,
    **audit_screens.SCREENS,
    "refusing.refusal": _refusals,
    "refusing.fault": lambda reader: iter([refusing.fault(reader, "k3x9qz")]),
    "refusing.not_here": lambda reader: iter([refusing.not_here(reader)]),
    "refusing.not_now": lambda reader: iter([refusing.not_now(reader)]),
    "refusing.slow_down": lambda reader: iter([refusing.slow_down(reader)]),
    "reporting.question": _questions,
    "reporting.submitted": _submitted,
    "reporting.photo_later": lambda reader: iter([reporting.photo_later(reader)]),
    "reporting.stop_sharing": lambda reader: iter([reporting.stop_sharing(reader)]),
    "reporting.cancelled": lambda reader: iter([reporting.cancelled(reader)]),
    "volunteering.card": _cards,
    **team_screens.SCREENS,
    "volunteering.welcome": lambda reader: (volunteering.welcome(reader, role) for role in Role),
    "volunteering.claimed": lambda reader: iter([volunteering.claimed(reader, NOW)]),
    "volunteering.counted": lambda reader: (volunteering.counted(reader, one) for one in Verdict),
    "volunteering.handed_back": lambda reader: iter([volunteering.handed_back(reader)]),
    "volunteering.told": lambda reader: (volunteering.told(reader, one) for one in Verdict),
    "volunteering.decided": lambda reader: iter([volunteering.decided(reader)]),
}
"""By module and function, all that it can show."""
