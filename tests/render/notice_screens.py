"""What organizers see who write a notice or read one, and what comes of it in a chat."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product

from bot.domain.ids import EVERYWHERE, BroadcastId, Language, NeighborhoodId, NoticeId, PersonNumber
from bot.domain.letter import ToTranslate, Translated
from bot.domain.notice import Notice, NoticeFacts, NoticeState, words
from bot.domain.people import Person, Role
from bot.domain.screen import Screen
from bot.domain.text import clean
from bot.render import noticing, translating
from bot.render.reader import Reader
from locales import Translator

OLGA, OMAR = (Person(PersonNumber(one), Language("en"), Role.ORGANIZER) for one in (7, 8))

HOSTILE = "</b><a href='tg://user?id=1'>&amp;\"</a>\u202e\u200b\u2066{place}\x00 <tg-spoiler>/forget"
LONG = words((clean(HOSTILE).replace("{place}", "") + " ") * 12)


def other(reader: Reader) -> Callable[[Language], Reader]:
    """Someone who reads another language, in the same city at the same time."""
    return lambda language: Reader(Translator(language, strict=True), reader.city, reader.now)


def facts(reader: Reader, *, much: bool, everywhere: bool = False) -> NoticeFacts:
    """All that a notice can say, to everyone; or nothing to nobody yet."""
    city: tuple[NeighborhoodId, ...] = (EVERYWHERE,) if everywhere else tuple(reader.city.neighborhoods)
    if not much:
        return NoticeFacts(NoticeId(1), (), {})
    return NoticeFacts(NoticeId(1_234_567), city, dict.fromkeys((*reader.city.languages, reader.words.language), LONG))


def being(reader: Reader, state: NoticeState, *, much: bool = True, everywhere: bool = False) -> Notice:
    """A notice of Olga's."""
    return Notice(facts(reader, much=much, everywhere=everywhere), OLGA.number, state)


def planned(reader: Reader, state: NoticeState) -> Notice:
    """One in another language that is to be translated into all others, replaces another, and goes out every week."""
    said = NoticeFacts(
        NoticeId(1_234_567),
        tuple(reader.city.neighborhoods),
        {Language("en" if reader.words.language == "ar" else "ar"): LONG},
        reader.city.languages,
        at=reader.now,
        weekly=True,
        urgent=True,
    )
    going = state in (NoticeState.PLANNED, NoticeState.APPROVED)
    return Notice(
        said,
        None if going else OLGA.number,
        state,
        asked=tuple(reader.city.languages),
        next=reader.now + timedelta(days=7) if state is NoticeState.PLANNED else None,
        broadcast=BroadcastId(1_234_567) if going else None,
        amends=None if going else NoticeId(1_234_566),
    )


def _writing(reader: Reader) -> Iterator[Screen]:
    for much, everywhere in product((False, True), repeat=2):
        yield noticing.writing(reader, being(reader, NoticeState.WRITING, much=much, everywhere=everywhere))
    yield noticing.writing(reader, planned(reader, NoticeState.WRITING))


def _pages(shows: Callable[[Reader, Notice], Screen]) -> Callable[[Reader], Iterator[Screen]]:
    def show(reader: Reader) -> Iterator[Screen]:
        yield shows(reader, being(reader, NoticeState.WRITING))
        yield shows(reader, planned(reader, NoticeState.WRITING))

    return show


def _asked(reader: Reader) -> Iterator[Screen]:
    for language in (None, *reader.city.languages):
        yield noticing.asked(reader, replace(being(reader, NoticeState.WRITING), writing=language))


def _reading(reader: Reader) -> Iterator[Screen]:
    alone = {reader.words.language: LONG}
    states = [one for one in NoticeState if one is not NoticeState.WRITING]
    for state, by in product(states, (OLGA, OMAR)):
        found = being(reader, state)
        yield from noticing.reading(reader, replace(found, facts=replace(found.facts, texts=alone)), by, other(reader))
        yield from noticing.reading(reader, planned(reader, state), by, other(reader))


def _listed(reader: Reader) -> Iterator[Screen]:
    one = being(reader, NoticeState.PROPOSED)
    states = list(noticing.MARKS)
    many = [
        replace(one, facts=replace(one.facts, notice=NoticeId(one.id + at)), state=states[at % len(states)])
        for at in range(50)
    ]
    for found in ([], [one], many):
        yield noticing.listed(reader, found)


def _approved(reader: Reader) -> Iterator[Screen]:
    for state in (NoticeState.PLANNED, NoticeState.APPROVED):
        yield noticing.approved(reader, planned(reader, state))


def _letters(reader: Reader) -> Iterator[Screen]:
    for into in reader.city.languages:
        yield translating.letter(reader, ToTranslate(NoticeId(1_234_567), into, Language("en"), LONG))


SCREENS: Mapping[str, Callable[[Reader], Iterator[Screen]]] = {
    "noticing.notice": lambda reader: iter(
        [noticing.notice(reader, one) for one in (facts(reader, much=True), planned(reader, NoticeState.WRITING).facts)]
    ),
    "noticing.withdrawn": lambda reader: iter([noticing.withdrawn(reader)]),
    "noticing.readers": _pages(noticing.readers),
    "noticing.when": _pages(noticing.when),
    "noticing.preview": lambda reader: iter(
        noticing.preview(reader, planned(reader, NoticeState.WRITING).facts, other(reader))
    ),
    "noticing.writing": _writing,
    "noticing.asked": _asked,
    "noticing.proposed": lambda reader: iter([noticing.proposed(reader)]),
    "noticing.listed": _listed,
    "noticing.reading": _reading,
    "noticing.approved": _approved,
    "noticing.taken_back": lambda reader: iter([noticing.taken_back(reader)]),
    "noticing.dropped": lambda reader: iter([noticing.dropped(reader)]),
    "translating.offered": lambda reader: iter(
        [translating.offered(reader, chosen) for chosen in ((), reader.city.languages)]
    ),
    "translating.letter": _letters,
    "translating.taken": lambda reader: iter(
        [translating.taken(reader, planned(reader, NoticeState.WRITING), one) for one in reader.city.languages]
    ),
    "translating.arrived": lambda reader: iter([translating.arrived(reader, Translated(NoticeId(1), 1, 12))]),
    "translating.translated": lambda reader: iter([translating.translated(reader)]),
}
"""By module and function, all that it can show."""
