"""The screens of those who look and who look after them: duty, questions, merging, people and invitations."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, product

from bot.domain.asking import ANSWERS, MOST_WORDS, Asked, Question, Written
from bot.domain.broadcast import Kind
from bot.domain.buttons import SameAs, TakeOut
from bot.domain.dealing import EMPTY, MOST_LINES, Crowded, Line, Listed
from bot.domain.drill import Standing, Times
from bot.domain.duty import Choice, Duty, offered
from bot.domain.ids import EVERYWHERE, BroadcastId, IncidentId, NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Incident, Number, Status
from bot.domain.letter import DutyEnds, LetterFacts, Suspension
from bot.domain.masking import Mask
from bot.domain.merging import MOST, Suggestion
from bot.domain.people import Alias, Counts, OpenInvitation, Role
from bot.domain.progress import Progress
from bot.domain.screen import Screen
from bot.domain.training import CHOICES, Given, Rehearsal, Scene
from bot.domain.verification import Verdict
from bot.render import (
    asking,
    correcting,
    drilling,
    duty,
    listing,
    merging,
    organizing,
    progress,
    training,
    volunteering,
)
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
    everywhere = dict.fromkeys((*city, EVERYWHERE), 12)
    for one, on_duty, covered in product(listens, (False, True), ({}, everywhere)):
        now = Duty(one or frozenset(city[:1]), NOW) if on_duty else None
        choice = Choice(offered(one, city), one, now, covered, 1_234 if covered else 0)
        yield duty.choosing(reader, choice)
        yield duty.current(reader, choice)


def _standing(reader: Reader) -> Iterator[Screen]:
    yield duty.standing(reader, None)
    later = reader.now + timedelta(minutes=30)
    for where in (frozenset(reader.city.neighborhoods), frozenset({EVERYWHERE})):
        for muted, busy in ((None, None), (later, None), (None, later), (reader.now, reader.now)):
            yield duty.standing(reader, Duty(where, NOW, muted_until=muted, busy_until=busy))


def _ending(reader: Reader) -> Iterator[Screen]:
    for where in (tuple(reader.city.neighborhoods), (EVERYWHERE,)):
        yield duty.ends(reader, DutyEnds(where, NOW))


def _rehearsals(reader: Reader) -> Iterator[Screen]:
    """Every scene: as its card, as it is looked at, with each answer to each question."""
    for scene in Scene:
        yield training.step(reader, Rehearsal(scene))
        looks = Rehearsal(scene, looks=True)
        yield training.step(reader, looks)
        for found in CHOICES[0]:
            at = looks.answered(found)
            while not at.is_over:
                yield training.step(reader, at)
                given: Given = CHOICES[len(at.given)][0]
                at = at.answered(given)
            yield training.step(reader, at)


def _exercises(reader: Reader) -> Iterator[Screen]:
    """No exercise yet, one that is wished for, one under way."""
    for wished, asked in product((False, True), repeat=2):
        yield drilling.standing(reader, Standing(None, 1_234_567, wished=wished, asked=asked))
    yield drilling.standing(reader, Standing(NUMBER, 3, wished=False, asked=False))


def _after(reader: Reader) -> Iterator[Screen]:
    """An exercise in which everything was done, and one in which nothing was."""
    yield drilling.over(reader, Times(NUMBER, NOW, NOW, NOW, NOW, NOW, 1_234_567))
    yield drilling.over(reader, Times(NUMBER, NOW, None, None, None, NOW, 0))


def _questions(reader: Reader) -> Iterator[Screen]:
    for asked in Asked:
        about = LetterFacts(NUMBER, _longest(reader), NOW, question=7, asked=asked)
        yield asking.question(reader, about, 7, asked)
    yield asking.question(reader, replace(about, words="<" * MOST_WORDS), 7, Asked.WORDS)


def _on_card(reader: Reader) -> Iterator[str]:
    for asked, answers in ANSWERS.items():
        for said in (None, *answers):
            yield asking.on_card(reader, Question(asked, said, NOW))
    yield asking.on_card(reader, Question(Asked.WORDS, None, NOW, "<" * MOST_WORDS, "&" * MOST_WORDS))


def _incident(reader: Reader) -> Incident:
    place = reader.city.places[_longest(reader)]
    told = (place.id, place.neighborhood, Activity.PATROL, Number.FEW, Status.ACTIVE, NOW, NOW)
    return Incident(NUMBER, *told, version=99)


def _written(reader: Reader) -> Iterator[Screen]:
    for answers, masked in product((False, True), ((), tuple(Mask))):
        yield asking.written(reader, Written(answers, masked))


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


def _lists(reader: Reader) -> Iterator[Screen]:
    place = reader.city.places[_longest(reader)]
    lines = tuple(
        Line(IncidentId(NUMBER + at), place.id, place.neighborhood, activity, NOW, reports=12_345)
        for at, activity in zip(range(MOST_LINES), cycle(Activity))
    )
    areas = tuple(Crowded(one, many) for many, one in enumerate(reader.city.neighborhoods, start=1))
    for listed in (EMPTY, Listed(lines[:1]), Listed(lines, more=12_345), Listed(lines, more=1, crowded=areas)):
        yield listing.listed(reader, listed)


SCREENS: Mapping[str, Callable[[Reader], Iterator[Screen | str]]] = {
    "progress.progress": _progress,
    "listing.listed": _lists,
    "duty.choosing": _choices,
    "duty.current": _choices,
    "duty.ends": _ending,
    "duty.standing": _standing,
    "asking.questions": lambda reader: iter([asking.questions(reader, NUMBER)]),
    "asking.question": _questions,
    "asking.on_card": _on_card,
    "asking.asked": lambda reader: iter([asking.asked(reader)]),
    "asking.replied": lambda reader: iter([asking.replied(reader)]),
    "asking.in_words": lambda reader: iter([asking.in_words(reader, NUMBER)]),
    "asking.reply_in_words": lambda reader: iter([asking.reply_in_words(reader)]),
    "asking.written": _written,
    "correcting.reasons": lambda reader: iter([correcting.reasons(reader, _incident(reader))]),
    "correcting.suspended": lambda reader: iter([correcting.suspended(reader, Suspension(10**16))]),
    "correcting.stands": lambda reader: iter([correcting.stands(reader)]),
    "correcting.readmitted": lambda reader: (correcting.readmitted(reader, done=one) for one in (False, True)),
    "correcting.rechecked": lambda reader: iter([correcting.rechecked(reader)]),
    "merging.suggestions": _suggestions,
    "merging.taking_out": _taking_out,
    "merging.merged": lambda reader: iter([merging.merged(reader, NUMBER)]),
    "merging.split": lambda reader: iter([merging.split(reader, NUMBER)]),
    "training.step": _rehearsals,
    "drilling.standing": _exercises,
    "drilling.over": _after,
    "drilling.said": lambda reader: iter([drilling.said(reader, volunteering.counted(reader, one)) for one in Verdict]),
    "organizing.everyone": _everyone,
    "organizing.colleagues": _colleagues,
    "organizing.colleague": lambda reader: (organizing.colleague(reader, one) for one in _aliases(6)),
    "organizing.removed": lambda reader: (organizing.removed(reader, one) for one in _aliases(2)),
    "organizing.inviting": lambda reader: iter([organizing.inviting(reader)]),
    "organizing.inviting_to": lambda reader: (
        organizing.inviting_to(reader, where)
        for where in (frozenset[NeighborhoodId](), frozenset(reader.city.neighborhoods))
    ),
    "organizing.inviting_organizer": lambda reader: iter([organizing.inviting_organizer(reader)]),
    "organizing.invitation": lambda reader: (
        organizing.invitation(reader, one, LINK, works=one is Role.VOLUNTEER)
        for one in (Role.VOLUNTEER, Role.ORGANIZER)
    ),
    "organizing.invitations": _invitations,
}
"""By module and function, all that it can show."""
