"""Volunteers who offered a language put notices into it, and nobody reads that before a second organizer did."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import Language
from bot.domain.letter import Says, ToTranslate, Translated
from bot.domain.notice import LONGEST, Notice
from bot.domain.people import Person, Role
from bot.domain.refusals import (
    BeingTranslated,
    Expired,
    IllegalStep,
    NobodyTranslates,
    NotAllowed,
    Stale,
    TooLong,
)
from bot.town import Town
from db import letters
from db.tables import translators
from simulator.clock import VirtualClock
from tests.services.acts import is_made, joins, rows
from tests.services.notices import (
    aims,
    approves,
    asks,
    asks_translators,
    begins,
    can_translate,
    drops,
    kept,
    organizers,
    proposes,
    reads,
    says,
    translates,
    writes,
)

ARABIC = "نلتقي يوم الجمعة."


async def helper(town: Town, telegram_id: int, *languages: str) -> Person:
    """A volunteer who offers to translate."""
    person = await joins(town, telegram_id, role=Role.VOLUNTEER)
    await can_translate(town, person, *languages)
    return person


async def in_english(town: Town, by: Person) -> Notice:
    """A notice to the harbor in English."""
    being = await aims(town, by, await begins(town, by), "harbor")
    return await writes(town, by, being, "en", "We meet on Friday.")


async def asked(town: Town) -> list[tuple[int, str]]:
    """Who was asked to translate, and into what."""
    async with town.database.reading() as tx:
        due = await letters.due(tx, limit=100)
    return [(one.person, one.facts.into) for one in due if isinstance(one.facts, ToTranslate)]


@pytest.mark.asyncio
async def test_whoever_offered_a_language_that_is_missing_is_asked_once(town: Town) -> None:
    [olga] = await organizers(town, 1)
    await can_translate(town, olga, "ar")
    ben, cai = await helper(town, 2, "ar", "en"), await helper(town, 3, "ar", "es")
    gone = await helper(town, 4, "es")
    await is_made(town, gone, Role.RESIDENT)
    being = await in_english(town, olga)

    being = await asks_translators(town, olga, being)

    assert await asked(town) == [(ben.number, "ar"), (cai.number, "ar"), (cai.number, "es")]
    assert (being.asked, being.translated) == (("ar", "es"), 0)
    with pytest.raises(NobodyTranslates):
        await asks_translators(town, olga, being)


@pytest.mark.asyncio
async def test_nobody_is_asked_for_a_language_that_its_readers_do_not_read_nor_before_it_is_written(
    town: Town,
) -> None:
    [olga] = await organizers(town, 1)
    await helper(town, 2, "ar")
    with pytest.raises(IllegalStep):
        await asks_translators(town, olga, await begins(town, olga))
    being = await in_english(town, olga)
    for one in ("en", "es"):
        being = await reads(town, olga, being, one)

    with pytest.raises(NobodyTranslates):
        await asks_translators(town, olga, being)


@pytest.mark.asyncio
async def test_the_next_text_of_who_does_it_is_the_translation_and_its_author_sees_how_many_are_done(
    town: Town,
) -> None:
    [olga] = await organizers(town, 1)
    ben = await helper(town, 2, "ar")
    being = await asks_translators(town, olga, await in_english(town, olga))
    await translates(town, ben, being, "ar")

    await says(town, ben, ARABIC)

    found = await kept(town, being)
    assert found.facts.texts == {"en": "We meet on Friday.", "ar": ARABIC}
    assert (found.translated, found.facts.original) == (1, "en")
    assert await says(town, ben, "And this?") is None
    with pytest.raises(Expired):
        await translates(town, ben, being, "ar")


@pytest.mark.asyncio
async def test_a_translation_that_is_too_long_is_refused_and_still_awaited(town: Town) -> None:
    [olga] = await organizers(town, 1)
    ben = await helper(town, 2, "ar")
    being = await asks_translators(town, olga, await in_english(town, olga))
    await translates(town, ben, being, "ar")
    with pytest.raises(TooLong):
        await says(town, ben, "a" * (LONGEST + 1))

    assert await says(town, ben, ARABIC) is not None


@pytest.mark.asyncio
async def test_one_at_a_time_translates_it_until_an_hour_has_passed(town: Town, clock: VirtualClock) -> None:
    [olga] = await organizers(town, 1)
    ben, cai = await helper(town, 2, "ar"), await helper(town, 3, "ar")
    being = await asks_translators(town, olga, await in_english(town, olga))
    await translates(town, ben, being, "ar")
    with pytest.raises(BeingTranslated):
        await translates(town, cai, being, "ar")
    await clock.advance(timedelta(hours=1).total_seconds())

    await translates(town, cai, being, "ar")

    assert await says(town, ben, ARABIC) is None
    assert await says(town, cai, ARABIC) is not None


@pytest.mark.asyncio
async def test_what_was_read_without_a_translation_that_came_since_has_to_be_read_again(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    ben = await helper(town, 3, "ar")
    seen = await proposes(town, olga, await asks_translators(town, olga, await in_english(town, olga)))
    await translates(town, ben, seen, "ar")
    await says(town, ben, ARABIC)
    with pytest.raises(Stale):
        await approves(town, omar, seen)

    approved = await approves(town, omar, await kept(town, seen))

    assert approved.facts.texts["ar"] == ARABIC  # type: ignore[index]


@pytest.mark.asyncio
async def test_once_it_is_approved_or_dropped_no_translation_comes_in(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    ben = await helper(town, 3, "ar")
    being = await asks_translators(town, olga, await in_english(town, olga))
    await translates(town, ben, being, "ar")
    await proposes(town, olga, being)
    await drops(town, omar, being)

    with pytest.raises(Expired):
        await says(town, ben, ARABIC)
    with pytest.raises(Expired):
        await translates(town, ben, being, "ar")


@pytest.mark.asyncio
async def test_only_volunteers_who_offered_it_translate_what_was_asked_for(town: Town) -> None:
    [olga] = await organizers(town, 1)
    ben, cai = await helper(town, 2, "ar"), await helper(town, 3)
    ana = await joins(town, 4)
    being = await in_english(town, olga)
    with pytest.raises(Expired):
        await translates(town, ben, being, "ar")
    being = await asks_translators(town, olga, being)

    for by, refused in ((ana, NotAllowed), (cai, Expired)):
        with pytest.raises(refused):
            await translates(town, by, being, "ar")
    with pytest.raises(NotAllowed):
        await can_translate(town, ana, "ar")
    with pytest.raises(Expired):
        await can_translate(town, ben, "tlh")


@pytest.mark.asyncio
async def test_an_offer_is_taken_back_by_the_same_tap(town: Town) -> None:
    ben = await helper(town, 2, "ar", "es", "ar")

    assert [(row.person, row.language) for row in await rows(town.database, translators)] == [(ben.number, "es")]


@pytest.mark.asyncio
async def test_an_organizers_words_are_for_what_they_were_asked_for_last(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    await can_translate(town, omar, "ar")
    theirs = await asks_translators(town, olga, await in_english(town, olga))
    own = await asks(town, omar, await begins(town, omar), "en")

    await translates(town, omar, theirs, "ar")
    first = await says(town, omar, ARABIC)
    await asks(town, omar, own, "en")
    second = await says(town, omar, "Hello")

    assert first is not None
    assert second is not None
    assert (first.id, second.id) == (theirs.id, own.id)
    assert second.facts.texts == {Language("en"): "Hello"}


@pytest.mark.asyncio
async def test_the_letter_has_the_original_beside_it(town: Town) -> None:
    [olga] = await organizers(town, 1)
    await helper(town, 2, "ar")
    being = await asks_translators(town, olga, await in_english(town, olga))
    async with town.database.reading() as tx:
        [letter] = await letters.due(tx, limit=9)

    assert letter.says is Says.NOTICE_TRANSLATE
    assert letter.facts == ToTranslate(being.id, Language("ar"), Language("en"), "We meet on Friday.")


@pytest.mark.asyncio
async def test_its_author_hears_without_a_sound_of_the_first_translation_and_of_the_last(town: Town) -> None:
    [olga] = await organizers(town, 1)
    languages = ("en", "ar", "es", "fr")
    many = replace(town, city=replace(town.city, languages=tuple(map(Language, languages))))
    helpers = {one: await helper(many, number, one) for number, one in enumerate(languages[1:], start=2)}
    being = await asks_translators(many, olga, await in_english(many, olga))

    for one, by in helpers.items():
        await translates(many, by, being, one)
        await says(many, by, ARABIC)

    async with town.database.reading() as tx:
        told = [one for one in await letters.due(tx, limit=9) if one.person == olga.number]
    assert [one.facts for one in told] == [Translated(being.id, 1, 3), Translated(being.id, 3, 3)]
    assert all(one.silent for one in told)
