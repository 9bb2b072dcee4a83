"""What a resident sees beside alerts and reports: is it true, rights, pauses, privacy."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import product

from bot.domain.addresses import Addresses
from bot.domain.broadcast import AlertFacts
from bot.domain.checked import Asked, AtPlace, Checked, Closed, Known
from bot.domain.ids import EVERYWHERE, IncidentId, Language, PersonNumber
from bot.domain.incident import Activity, Number, Status
from bot.domain.kept import AboutYou, Trace
from bot.domain.pausing import FURTHER_NOTICE
from bot.domain.people import Hearing, Person, Role
from bot.domain.rights import Situation
from bot.domain.screen import Screen
from bot.render import about, checking, pausing, rights
from bot.render.reader import Reader

NOW = datetime(2026, 3, 2, 21, 10, 42, tzinfo=UTC)
SEEN = NOW - timedelta(minutes=25)
MORNING = NOW + timedelta(hours=15)
OURS = Addresses("avisa_bot", 7_000_000_001)
ALL_OURS = Addresses("a" * 32, 9_999_999_999, signed="https://example.org/addresses", backup="https://example.org/b")
"""A bot that is found in one place, and one that is found in all places."""

HEARINGS = [
    *(Hearing(until, quiet=quiet) for until in (None, MORNING, FURTHER_NOTICE) for quiet in (False, True)),
    Hearing(None, quiet=False, exercises=True),
]
"""How someone can hear alerts."""


def confirmed(reader: Reader, *, followed_up: bool = False) -> AlertFacts:
    """An alert at the place whose name takes the most room."""
    place = max(reader.city.places.values(), key=lambda one: len(one.name) + len(reader.neighborhood(one.neighborhood)))
    return AlertFacts(
        IncidentId(1),
        place.id,
        place.neighborhood,
        Activity.QUESTIONING,
        Number.MANY,
        observed=SEEN,
        confirmed=SEEN,
        expires=NOW,
        corrected=NOW if followed_up else None,
    )


def closed(reader: Reader, status: Status) -> Closed:
    """Something that came to an end there."""
    told = confirmed(reader)
    return Closed(told.place, told.neighborhood, status, observed=SEEN, closed=NOW)


def known(reader: Reader, *, much: bool, everywhere: bool = False) -> Checked:
    """All that can be known, as much as there can be; or nothing at all."""
    city = tuple(reader.city.neighborhoods)
    ends = [closed(reader, one) for one in checking.BECAME] * 4
    return Checked(
        asked=() if everywhere else city,
        listens=city,
        confirmed=tuple(confirmed(reader, followed_up=bool(at % 2)) for at in range(12)) if much else (),
        being_checked=1_234_567 if much else 0,
        never_checked=3 if much else 0,
        closed=tuple(ends) if much else (),
    )


def kept(reader: Reader, role: Role, hearing: Hearing, *, much: bool) -> AboutYou:
    """All that can be kept of someone, or as little as there can be."""
    return AboutYou(
        Person(PersonNumber(7), Language("en"), role),
        frozenset((*reader.city.neighborhoods, EVERYWHERE)) if much else frozenset(),
        NOW if much else None,
        hearing,
        draft=much,
        trained=much,
        traces=dict.fromkeys(Trace, 1_234_567 if much else 0),
    )


def _known(reader: Reader) -> Iterator[Screen]:
    for much, everywhere in product((False, True), repeat=2):
        yield checking.known(reader, known(reader, much=much, everywhere=everywhere))


def _answers(reader: Reader) -> Iterator[Screen]:
    ends = [(Known.CLOSED, status) for status in checking.BECAME]
    states = [*((one, None) for one in checking.STANDS), *ends]
    longest, *places = sorted(reader.city.places.values(), key=lambda one: len(one.name), reverse=True)
    all_known = [AtPlace(longest.id, longest.neighborhood, Known.NOTHING)] + [
        AtPlace(there.id, there.neighborhood, known, SEEN, NOW, status)
        for there, (known, status) in zip(places, states, strict=False)
    ]
    yield checking.answer(reader, Asked(tuple(all_known)))
    yield checking.answer(reader, Asked(tuple(all_known[:1])))
    yield checking.answer(reader, Asked(neighborhoods=tuple(reader.city.neighborhoods)[:3]))
    yield checking.answer(reader, Asked())
    yield checking.answer(reader, known(reader, much=True))


def _privacy(reader: Reader) -> Iterator[Screen]:
    yield about.privacy(reader, None, NOW)
    for role, hearing, much in product(Role, HEARINGS, (False, True)):
        yield about.privacy(reader, kept(reader, role, hearing, much=much))


SCREENS: Mapping[str, Callable[[Reader], Iterator[Screen]]] = {
    "about.commands": lambda reader: (about.commands(reader, role) for role in Role),
    "about.unknown": lambda reader: (about.unknown(reader, role) for role in Role),
    "about.privacy": _privacy,
    "about.about": lambda reader: (about.about(reader, ours) for ours in (OURS, ALL_OURS)),
    "about.stopped": lambda reader: iter([about.stopped(reader)]),
    "about.forget": lambda reader: iter([about.forget(reader)]),
    "about.forgotten": lambda reader: iter([about.forgotten(reader)]),
    "about.kept": lambda reader: iter([about.kept(reader)]),
    "checking.known": _known,
    "checking.answer": _answers,
    "checking.parts": lambda reader: iter([checking.parts(reader)]),
    "checking.neighborhoods": lambda reader: (checking.neighborhoods(reader, one) for one in reader.city.parts),
    "rights.cards": lambda reader: iter([rights.cards(reader)]),
    "rights.card": lambda reader: (rights.card(reader, one) for one in Situation),
    "pausing.pause": lambda reader: (pausing.pause(reader, one) for one in HEARINGS),
    "pausing.resumed": lambda reader: iter([pausing.resumed(reader)]),
    "pausing.night": lambda reader: (pausing.night(reader, one) for one in HEARINGS),
}
"""By module and function, all that it can show."""
