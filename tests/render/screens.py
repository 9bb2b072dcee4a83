"""Every screen there is, with facts as they come: what the tests of all languages go through."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

from bot.domain.broadcast import CORRECTIONS, AlertFacts, Kind, Way
from bot.domain.card import Card
from bot.domain.ids import EVERYWHERE, IncidentId, Language, LetterId, PersonNumber
from bot.domain.incident import Activity, Claim, Incident, Number, Status
from bot.domain.letter import Letter, LetterFacts, Says
from bot.domain.people import Listening, Person, Role
from bot.domain.refusals import Refusal, TooMany
from bot.domain.report import Draft, Submitted, WholeReport
from bot.domain.screen import Screen
from bot.domain.verification import Verdict
from bot.render import alerts, joining, refusing, reporting, volunteering
from bot.render.reader import Reader
from cities import Place

NOW = datetime(2026, 3, 2, 21, 10, 42, tzinfo=UTC)
SEEN = NOW - timedelta(minutes=25)
SOMEONE = Person(PersonNumber(7), Language("en"), Role.RESIDENT)

Shown = Screen | str
Shows = Callable[[Reader], Iterator[Shown]]


def longest(reader: Reader) -> Place:
    """The place whose name takes the most room."""
    return max(reader.city.places.values(), key=lambda one: len(one.name) + len(reader.neighborhood(one.neighborhood)))


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
    )


def _broadcasts(reader: Reader) -> Iterator[Shown]:
    ways = [(Kind.ALERT, Way.SEND), *((kind, way) for kind, hows in CORRECTIONS.items() for _, way in hows)]
    for (kind, way), activity, number in product(ways, Activity, Number):
        told = facts(reader, activity=activity, number=number, corrected=None if kind is Kind.ALERT else NOW)
        yield alerts.broadcast(reader, kind, way, told)


def _letters(reader: Reader) -> Iterator[Shown]:
    about = incident(reader)
    for says in Says:
        told = LetterFacts(about.id, about.place, about.observed)
        yield alerts.letter(reader, Letter(LetterId(1), PersonNumber(7), reader.words.language, 42, says, told))


def _cards(reader: Reader) -> Iterator[Shown]:
    held = Claim(PersonNumber(7), NOW + timedelta(minutes=9))
    for status, claim in product(Status, (None, held)):
        for mine, answered, organizer in product((False, True), repeat=3):
            drawn = card(reader, organizer=organizer, status=status, claim=claim)
            yield volunteering.card(reader, replace(drawn, mine=mine, answered=answered))


def listening(reader: Reader, *, many: bool) -> Listening:
    """Someone who listens nowhere, or everywhere there is."""
    everywhere = frozenset((*reader.city.neighborhoods, EVERYWHERE))
    return Listening(SOMEONE, everywhere if many else frozenset())


def _listenings(shows: Callable[[Reader, Listening], Screen]) -> Shows:
    return lambda reader: (shows(reader, listening(reader, many=many)) for many in (False, True))


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
    yield replace(draft, number=Number.UNKNOWN)


def _questions(reader: Reader) -> Iterator[Shown]:
    for draft in drafts(reader):
        yield reporting.question(reader, draft, [EVERYWHERE, *list(reader.city.neighborhoods)[-2:]])


def _submitted(reader: Reader) -> Iterator[Shown]:
    place = longest(reader)
    report = WholeReport(Activity.ENTRY, place.id, place.neighborhood, SEEN, Number.MANY)
    for status, known in product(Status, (False, True)):
        yield reporting.submitted(reader, Submitted(report, status, known))


NOES: tuple[Refusal, ...] = (
    *(one() for one in Refusal.__subclasses__() if one is not TooMany),
    *(TooMany(timedelta(seconds=wait)) for wait in (1, 61, 599, 86_400)),
)
"""Every no; with each kind of wait."""


def _refusals(reader: Reader) -> Iterator[Shown]:
    for one in NOES:
        words = refusing.refusal(reader, one)
        yield words
        yield refusing.short(words)


LINK = f"https://t.me/{'a' * 32}?start={'A' * 43}"

SCREENS: Mapping[str, Shows] = {
    "alerts.broadcast": _broadcasts,
    "alerts.letter": _letters,
    "joining.languages": lambda reader: iter([joining.languages(reader)]),
    "joining.parts": _listenings(joining.parts),
    "joining.neighborhoods": _neighborhoods,
    "joining.around": _around,
    "joining.settled": _listenings(joining.settled),
    "joining.commands": lambda reader: (joining.commands(reader, role) for role in Role),
    "joining.privacy": lambda reader: iter([joining.privacy(reader)]),
    "joining.forget": lambda reader: iter([joining.forget(reader)]),
    "joining.forgotten": lambda reader: iter([joining.forgotten(reader)]),
    "refusing.refusal": _refusals,
    "refusing.fault": lambda reader: iter([refusing.fault(reader, "k3x9qz")]),
    "refusing.unknown": lambda reader: iter([refusing.unknown(reader)]),
    "refusing.not_here": lambda reader: iter([refusing.not_here(reader)]),
    "reporting.question": _questions,
    "reporting.submitted": _submitted,
    "reporting.cancelled": lambda reader: iter([reporting.cancelled(reader)]),
    "volunteering.card": _cards,
    "volunteering.duty": lambda reader: iter([volunteering.duty(reader)]),
    "volunteering.on_duty": lambda reader: (volunteering.on_duty(reader, one) for one in (None, NOW)),
    "volunteering.invitation": lambda reader: iter([volunteering.invitation(reader, LINK)]),
    "volunteering.welcome": lambda reader: (volunteering.welcome(reader, role) for role in Role),
    "volunteering.claimed": lambda reader: iter([volunteering.claimed(reader, NOW)]),
    "volunteering.counted": lambda reader: (volunteering.counted(reader, one) for one in Verdict),
    "volunteering.decided": lambda reader: iter([volunteering.decided(reader)]),
}
"""By module and function, all that it can show."""

MODULES = (alerts, joining, refusing, reporting, volunteering)
