"""The screens of those who look and who look after them: duty, questions, merging, people and invitations."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

from bot.domain.asking import ANSWERS, Asked, Question
from bot.domain.broadcast import Kind
from bot.domain.buttons import SameAs, TakeOut
from bot.domain.duty import Choice, Duty, offered
from bot.domain.ids import EVERYWHERE, BroadcastId, IncidentId, NeighborhoodId, PlaceId
from bot.domain.letter import LetterFacts
from bot.domain.merging import MOST, Suggestion
from bot.domain.people import Alias, Counts, OpenInvitation, Role
from bot.domain.progress import Progress
from bot.domain.screen import Screen
from bot.render import asking, duty, merging, organizing, progress
from bot.render.reader import Reader

NOW = datetime(2026, 3, 2, 21, 10, 42, tzinfo=UTC)
LINK = f"https://t.me/{'a' * 32}?start={'A' * 43}"
NUMBER = IncidentId(1_234_567)
TAGS = tuple(f"ABCDEF{one:02}".translate(str.maketrans("0189", "QRST")) for one in range(40))


def _choices(reader: Reader) -> Iterator[Screen]:
    city = tuple(reader.city.neighborhoods)
    listens: tuple[frozenset[NeighborhoodId], ...] = (
        frozenset(),
        frozenset(city[:2]),
        frozenset(city),
        frozenset({EVERYWHERE}),
    )
    for one, on_duty in product(listens, (False, True)):
        now = Duty(one or frozenset(city[:1]), NOW) if on_duty else None
        yield duty.choosing(reader, Choice(offered(one, city), one, now))


def _standing(reader: Reader) -> Iterator[Screen]:
    yield duty.standing(reader, None)
    for where in (frozenset(reader.city.neighborhoods), frozenset({EVERYWHERE})):
        yield duty.standing(reader, Duty(where, NOW))


def _questions(reader: Reader) -> Iterator[Screen]:
    for asked in Asked:
        about = LetterFacts(NUMBER, _longest(reader), NOW, question=7, asked=asked)
        yield asking.question(reader, about, 7, asked)


def _on_card(reader: Reader) -> Iterator[str]:
    for asked, answers in ANSWERS.items():
        for said in (None, *answers):
            yield asking.on_card(reader, Question(asked, said, NOW))


def _longest(reader: Reader) -> PlaceId:
    return max(reader.city.places.values(), key=lambda one: len(one.name)).id


def _suggestions(reader: Reader) -> Iterator[Screen]:
    asked = SameAs(NUMBER, 99)
    found = [Suggestion(IncidentId(NUMBER - one), _longest(reader), NOW, 1e9) for one in range(1, MOST + 1)]
    for many in (0, 1, MOST):
        yield merging.suggestions(reader, asked, found[:many])


def _taking_out(reader: Reader) -> Iterator[Screen]:
    for many, alerted in product(range(MOST + 1), (False, True)):
        newest = [NOW - timedelta(minutes=one) for one in range(many)]
        yield merging.taking_out(reader, TakeOut(NUMBER, 99), newest, alerted=alerted)


def _everyone(reader: Reader) -> Iterator[Screen]:
    everywhere = dict.fromkeys((*reader.city.neighborhoods, EVERYWHERE), 12)
    half = {one: 1 for at, one in enumerate(reader.city.neighborhoods) if at % 2}
    for covered, open_ones in product(({}, half, everywhere), (0, 3)):
        yield organizing.everyone(reader, Counts(dict.fromkeys(Role, 1_234), 17, covered, open_ones))


def _aliases(count: int) -> tuple[Alias, ...]:
    roles = (Role.VOLUNTEER, Role.ORGANIZER)
    return tuple(Alias(TAGS[one], roles[one % 2], NOW - timedelta(days=400 * one), one) for one in range(count))


def _colleagues(reader: Reader) -> Iterator[Screen]:
    for count, page in ((0, 0), (1, 0), (8, 0), (9, 0), (9, 1), (40, 2), (40, 10**15)):
        yield organizing.colleagues(reader, _aliases(count), page)


def _invitations(reader: Reader) -> Iterator[Screen]:
    for count in (0, 1, 30):
        found = [OpenInvitation(f"{one:012x}"[::-1], Role.VOLUNTEER, NOW) for one in range(count)]
        yield organizing.invitations(reader, found)


def _progress(reader: Reader) -> Iterator[Screen]:
    going_out = [one for one in Kind if one is not Kind.EXPIRY]
    for kind, over in product(going_out, (False, True)):
        state = Progress(BroadcastId(1), kind, NUMBER, 1_234_567, 1, timedelta(seconds=333), over)
        yield progress.progress(reader, replace(state, to_go=None) if over else state)
    yield progress.progress(reader, Progress(BroadcastId(1), Kind.ALERT, NUMBER, 0, 0, None, over=False))


SCREENS: Mapping[str, Callable[[Reader], Iterator[Screen | str]]] = {
    "progress.progress": _progress,
    "duty.choosing": _choices,
    "duty.standing": _standing,
    "asking.questions": lambda reader: iter([asking.questions(reader, NUMBER)]),
    "asking.question": _questions,
    "asking.on_card": _on_card,
    "asking.asked": lambda reader: iter([asking.asked(reader)]),
    "asking.replied": lambda reader: iter([asking.replied(reader)]),
    "merging.suggestions": _suggestions,
    "merging.taking_out": _taking_out,
    "merging.merged": lambda reader: iter([merging.merged(reader, NUMBER)]),
    "merging.split": lambda reader: iter([merging.split(reader, NUMBER)]),
    "organizing.everyone": _everyone,
    "organizing.colleagues": _colleagues,
    "organizing.colleague": lambda reader: (organizing.colleague(reader, one) for one in _aliases(6)),
    "organizing.removed": lambda reader: (organizing.removed(reader, one) for one in _aliases(2)),
    "organizing.inviting": lambda reader: iter([organizing.inviting(reader)]),
    "organizing.inviting_organizer": lambda reader: iter([organizing.inviting_organizer(reader)]),
    "organizing.invitation": lambda reader: (
        organizing.invitation(reader, one, LINK) for one in (Role.VOLUNTEER, Role.ORGANIZER)
    ),
    "organizing.invitations": _invitations,
}
"""By module and function, all that it can show."""
