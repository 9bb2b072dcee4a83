"""What organizers see who write a notice or read one, and what comes of it in a chat."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from bot.domain.ids import EVERYWHERE, Language, NeighborhoodId, NoticeId, PersonNumber
from bot.domain.notice import Notice, NoticeFacts, NoticeState, words
from bot.domain.people import Person, Role
from bot.domain.screen import Screen
from bot.domain.text import clean
from bot.render import noticing
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


def _writing(reader: Reader) -> Iterator[Screen]:
    for much, everywhere in product((False, True), repeat=2):
        yield noticing.writing(reader, being(reader, NoticeState.WRITING, much=much, everywhere=everywhere))


def _asked(reader: Reader) -> Iterator[Screen]:
    for language in (None, *reader.city.languages):
        yield noticing.asked(reader, replace(being(reader, NoticeState.WRITING), writing=language))


def _reading(reader: Reader) -> Iterator[Screen]:
    alone = {reader.words.language: LONG}
    for state, by in product((NoticeState.PROPOSED, NoticeState.APPROVED, NoticeState.DROPPED), (OLGA, OMAR)):
        found = being(reader, state)
        yield from noticing.reading(reader, replace(found, facts=replace(found.facts, texts=alone)), by, other(reader))


def _waiting(reader: Reader) -> Iterator[Screen]:
    one = being(reader, NoticeState.PROPOSED)
    many = [replace(one, facts=replace(one.facts, notice=NoticeId(one.id + at))) for at in range(50)]
    for found in ([], [one], many):
        yield noticing.waiting(reader, found)


SCREENS: Mapping[str, Callable[[Reader], Iterator[Screen]]] = {
    "noticing.notice": lambda reader: iter([noticing.notice(reader, facts(reader, much=True))]),
    "noticing.writing": _writing,
    "noticing.asked": _asked,
    "noticing.proposed": lambda reader: iter([noticing.proposed(reader)]),
    "noticing.waiting": _waiting,
    "noticing.reading": _reading,
    "noticing.approved": lambda reader: iter([noticing.approved(reader)]),
    "noticing.dropped": lambda reader: iter([noticing.dropped(reader)]),
}
"""By module and function, all that it can show."""
