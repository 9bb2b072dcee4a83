"""Writing a notice: to whom, in which languages, and never half of it."""

from collections.abc import Collection

import pytest

from bot.domain.buttons import NoticeShow
from bot.domain.ids import EVERYWHERE, NoticeId, UpdateId
from bot.domain.letter import Says
from bot.domain.notice import LONGEST, NoticeState
from bot.domain.people import Role
from bot.domain.refusals import (
    Expired,
    IllegalStep,
    NobodyToApprove,
    NotAllowed,
    NoWords,
    TooLong,
)
from bot.services import noticing
from bot.town import Town
from db import inbox
from db.inbox import Raw
from db.tables import letters
from simulator.clock import VirtualClock
from tests.services.acts import fills_in, joins, rows
from tests.services.notices import (
    HARBOR,
    HILL,
    TEXTS,
    aims,
    approves,
    asks,
    begins,
    drops,
    is_proposed,
    is_written,
    looks,
    organizers,
    proposes,
    says,
    writes,
)


@pytest.mark.asyncio
async def test_every_other_organizer_is_asked_to_read_it_and_nobody_else(town: Town) -> None:
    olga, omar, otto = await organizers(town, 1, 2, 3)
    await joins(town, 4, HARBOR, role=Role.VOLUNTEER)

    await is_proposed(town, olga)

    written = [(row.person, row.says) for row in await rows(town.database, letters)]
    assert written == [(one.number, Says.NOTICE_PROPOSED) for one in (omar, otto)]


@pytest.mark.asyncio
async def test_a_neighborhood_pressed_twice_is_not_told(town: Town) -> None:
    [olga] = await organizers(town, 1)
    being = await begins(town, olga)

    chosen = [(await aims(town, olga, being, one)).facts.neighborhoods for one in (HILL, HARBOR, HILL)]

    assert chosen == [(HILL,), (HARBOR, HILL), (HARBOR,)]


@pytest.mark.asyncio
async def test_the_whole_city_stands_alone(town: Town) -> None:
    [olga] = await organizers(town, 1)
    being = await begins(town, olga)

    chosen = [(await aims(town, olga, being, one)).facts.neighborhoods for one in (HARBOR, EVERYWHERE, EVERYWHERE)]

    assert chosen == [(HARBOR,), (EVERYWHERE,), ()]


@pytest.mark.asyncio
async def test_a_later_text_in_a_language_replaces_the_earlier(town: Town) -> None:
    [olga] = await organizers(town, 1)
    being = await is_written(town, olga)

    again = await writes(town, olga, being, "en", "We meet on Saturday.")

    assert again.facts.texts == {"en": "We meet on Saturday.", "es": TEXTS["es"]}


@pytest.mark.asyncio
async def test_a_text_goes_to_the_language_asked_for_last_whatever_notice_that_was_of(town: Town) -> None:
    [olga] = await organizers(town, 1)
    first, second = await begins(town, olga), await begins(town, olga)
    await asks(town, olga, second, "en")
    await asks(town, olga, first, "es")

    written = await says(town, olga, "Hola")

    assert written is not None
    assert (written.id, written.facts.texts) == (first.id, {"es": "Hola"})
    assert await says(town, olga, "And this?") is None


@pytest.mark.asyncio
async def test_words_are_a_text_only_within_the_hour_and_only_until_the_author_turns_back(
    town: Town, clock: VirtualClock
) -> None:
    [olga] = await organizers(town, 1)
    being = await begins(town, olga)
    await asks(town, olga, being, "en")
    await looks(town, olga, being)
    turned_back = await says(town, olga, "What is new?")
    await asks(town, olga, being, "en")
    await begins(town, olga)
    begun_anew = await says(town, olga, "What is new?")
    await asks(town, olga, being, "en")
    await clock.advance(town.policy.draft_expires.total_seconds())

    too_late = await says(town, olga, "What is new?")

    assert (turned_back, begun_anew, too_late) == (None, None, None)


@pytest.mark.asyncio
async def test_words_of_anyone_else_are_no_notice(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    await asks(town, olga, await begins(town, olga), "en")
    others = [None, omar, await joins(town, 3), await joins(town, 4, role=Role.VOLUNTEER)]

    assert [await says(town, one, "Hello") for one in others] == [None] * 4


@pytest.mark.asyncio
async def test_a_text_is_kept_as_it_will_be_read(town: Town) -> None:
    [olga] = await organizers(town, 1)
    being = await begins(town, olga)

    written = await writes(town, olga, being, "en", "  one\u200b\u202e <b>two</b>\r\nthree \x00\n")

    assert written.facts.texts == {"en": "one <b>two</b>\nthree"}


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("text", "refused"),
    [("\u200b\u202e \n", NoWords), ("", NoWords), ("a" * (LONGEST + 1), TooLong), ("👩" * 501, TooLong)],
)
async def test_a_text_that_is_none_or_too_long_is_refused_and_still_asked_for(
    town: Town, text: str, refused: type[Exception]
) -> None:
    [olga] = await organizers(town, 1)
    being = await begins(town, olga)
    await asks(town, olga, being, "en")
    with pytest.raises(refused):
        await says(town, olga, text)

    written = await says(town, olga, "👩" * 500)

    assert written is not None
    assert written.facts.texts == {"en": "👩" * 500}


@pytest.mark.asyncio
@pytest.mark.parametrize(("where", "language"), [((), "en"), ((HARBOR,), None)], ids=["to nobody", "without words"])
async def test_what_says_nothing_or_reaches_nobody_is_not_proposed(
    town: Town, where: Collection[str], language: str | None
) -> None:
    olga, _omar = await organizers(town, 1, 2)
    being = await begins(town, olga)
    for one in where:
        await aims(town, olga, being, one)
    if language is not None:
        await writes(town, olga, being, language, "Hello")

    with pytest.raises(IllegalStep):
        await proposes(town, olga, being)


@pytest.mark.asyncio
async def test_without_another_organizer_nothing_is_proposed(town: Town) -> None:
    [olga] = await organizers(town, 1)
    being = await is_written(town, olga)
    with pytest.raises(NobodyToApprove):
        await proposes(town, olga, being)
    await organizers(town, 2)

    assert (await proposes(town, olga, being)).state is NoticeState.PROPOSED


@pytest.mark.asyncio
@pytest.mark.parametrize("where", ["atlantis", "", "city "])
async def test_a_neighborhood_or_language_that_the_city_has_not_is_refused(town: Town, where: str) -> None:
    [olga] = await organizers(town, 1)
    being = await begins(town, olga)

    with pytest.raises(Expired):
        await aims(town, olga, being, where)
    with pytest.raises(Expired):
        await asks(town, olga, being, where)


@pytest.mark.asyncio
async def test_once_proposed_nothing_about_it_changes(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    written = await is_written(town, olga)
    await asks(town, olga, written, "en")
    being = await proposes(town, olga, written)

    for by, refused in ((olga, IllegalStep), (omar, NotAllowed)):
        with pytest.raises(refused):
            await aims(town, by, being, HILL)
        with pytest.raises(refused):
            await asks(town, by, being, "en")
        with pytest.raises(refused):
            await proposes(town, by, being)

    assert await says(town, olga, "Something else") is None
    assert await looks(town, omar, being) == being


@pytest.mark.asyncio
async def test_what_is_still_being_written_is_its_authors_alone(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    being = await is_written(town, olga)

    for does in (looks, drops, proposes):
        with pytest.raises(NotAllowed):
            await does(town, omar, being)
    with pytest.raises(IllegalStep):
        await approves(town, omar, being)

    assert await looks(town, olga, being) == being


@pytest.mark.asyncio
async def test_what_is_kept_no_longer_is_expired(town: Town) -> None:
    [olga] = await organizers(town, 1)

    with pytest.raises(Expired):
        await noticing.show(town.database, NoticeShow(NoticeId(99)), by=olga, now=town.clock.now())


@pytest.mark.asyncio
async def test_a_text_that_comes_twice_is_taken_once_and_answered_the_same(town: Town) -> None:
    [olga] = await organizers(town, 1)
    being = await begins(town, olga)
    await asks(town, olga, being, "en")
    async with town.database.transaction() as tx:
        await inbox.write(tx, [Raw(UpdateId(7), 1, b"{}")], now=town.clock.now())
    on_behalf = town.database.on_behalf_of(UpdateId(7))

    answers = [await says(town, olga, "Hello", on_behalf) for _ in range(2)]

    assert answers[0] is not None
    assert answers[0] == answers[1]


@pytest.mark.asyncio
@pytest.mark.parametrize("first", ["notice", "draft"])
async def test_words_are_for_what_was_gone_on_with_last(town: Town, clock: VirtualClock, first: str) -> None:
    [olga] = await organizers(town, 1)
    being = await begins(town, olga)
    for one in ("notice", "draft") if first == "notice" else ("draft", "notice"):
        await clock.advance(60)
        if one == "notice":
            await asks(town, olga, being, "en")
        else:
            await fills_in(town, olga)

    written = await says(town, olga, "Pier Library")

    assert (written is None) == (first == "notice")
