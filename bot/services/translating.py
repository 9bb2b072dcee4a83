"""Volunteers who offered a language put notices into it; a second organizer reads that before it goes out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.authority import May
from bot.domain.buttons import NoticeRequest, Translate, TranslateInto
from bot.domain.ids import Language
from bot.domain.letter import Says, ToTranslate, Translated
from bot.domain.marked import Mark
from bot.domain.notice import TRANSLATABLE, Notice, words
from bot.domain.people import Person
from bot.domain.refusals import BeingTranslated, Expired, IllegalStep, NobodyTranslates
from bot.domain.retention import RETENTION, Kept
from bot.services import noticing
from bot.services.acting import act
from bot.services.meeting import demand
from cities import City
from db import letters, notices, translators
from db.engine import Database, Transaction
from db.translators import Claim


async def offered(database: Database, *, by: Person) -> frozenset[Language]:
    """Into which languages this volunteer can translate."""
    async with database.reading() as tx:
        await demand(tx, by, May.TRANSLATE)
        return await translators.offered(tx, by.number)


@act
async def toggle(tx: Transaction, into: TranslateInto, *, by: Person, city: City) -> frozenset[Language]:
    """They can translate into one more language, or one less."""
    await demand(tx, by, May.TRANSLATE)
    if into.language not in city.languages:
        raise Expired
    if into.language in await translators.offered(tx, by.number):
        await translators.take_back(tx, by.number, into.language)
    else:
        await translators.offer(tx, by.number, into.language)
    return await translators.offered(tx, by.number)


@act
async def request(tx: Transaction, requested: NoticeRequest, *, by: Person, city: City, now: datetime) -> Notice:
    """Everyone who offered a language that the notice lacks, and into which nobody was asked to put it yet, is asked.

    NobodyTranslates when no one has.
    """
    found = await noticing.own(tx, requested.notice, by)
    original = found.facts.original
    if original is None:
        raise IllegalStep
    wanted = [one for one in found.facts.lacks(city.languages) if one not in found.asked]
    asked = {}
    for language, persons in (await translators.able(tx, wanted)).items():
        if others := [one for one in persons if one != by.number]:
            asked[language] = others
    if not asked:
        raise NobodyTranslates
    for language, others in asked.items():
        facts = ToTranslate(found.id, language, original, found.facts.texts[original])
        await letters.write(tx, others, Says.NOTICE_TRANSLATE, facts, now=now)
    return await notices.change(tx, found, replace(found, asked=(*found.asked, *asked)), now=now)


@act
async def take(tx: Transaction, taken: Translate, *, by: Person, now: datetime) -> Notice:
    """A volunteer translates it, and writes it next. BeingTranslated while another does, Expired when it is late."""
    await demand(tx, by, May.TRANSLATE)
    claim = Claim(taken.notice, taken.language)
    if claim.language not in await translators.offered(tx, by.number):
        raise Expired
    found = await _wanted(tx, claim)
    other = await translators.taken(tx, claim, since=now - RETENTION[Kept.TRANSLATIONS].keep)
    if other is not None and other != by.number:
        raise BeingTranslated
    await notices.ask_nothing(tx, by.number)
    await translators.take(tx, by.number, claim, now=now)
    return found


async def _wanted(tx: Transaction, claim: Claim) -> Notice:
    """The notice, while it waits for this translation."""
    found = await notices.get(tx, claim.notice)
    is_missing = claim.language in found.asked and claim.language not in found.facts.texts
    if not is_missing or found.state not in TRANSLATABLE:
        raise Expired
    return found


async def write(
    tx: Transaction, raw: str, marks: Sequence[Mark], *, by: Person, since: datetime, now: datetime
) -> Notice | None:
    """What a volunteer wrote is the translation that they took on after `since`; None when there is none. With the
    first of those that were asked for, and with the last, its author hears how many are there."""
    claim = await translators.translating(tx, by.number, since=since)
    if claim is None:
        return None
    found = await _wanted(tx, claim)
    translated = found.with_text(claim.language, words(raw, marks))
    await translators.put_down(tx, by.number)
    if found.author is not None and translated.translated in (1, len(translated.asked)):
        there = Translated(found.id, translated.translated, len(translated.asked))
        await letters.write(tx, [found.author], Says.NOTICE_TRANSLATED, there, now=now)
    return await notices.change(tx, found, translated, now=now)
