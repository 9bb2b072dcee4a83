"""A notice goes out when a second organizer has read exactly that. Nobody can do both."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from itertools import product

import pytest

from bot.domain.broadcast import Audience, Kind, Lane, State, Way
from bot.domain.ids import EVERYWHERE
from bot.domain.letter import Says
from bot.domain.notice import Notice, NoticeState
from bot.domain.people import Person, Role
from bot.domain.refusals import (
    Expired,
    IllegalStep,
    NotAllowed,
    NoticeTooSoon,
    OwnNotice,
    Stale,
)
from bot.services import forgetting, noticing
from bot.town import Town
from db import suspensions
from db.tables import letters
from simulator.clock import VirtualClock
from tests.services.acts import going_out, is_made, joins, rows
from tests.services.notices import (
    HARBOR,
    HILL,
    aims,
    approves,
    asks,
    begins,
    drops,
    is_paused,
    is_proposed,
    is_written,
    looks,
    organizers,
    proposes,
    reached,
    reads,
    says,
)

Decides = Callable[[Town, Person, Notice], Awaitable[Notice]]


@pytest.mark.asyncio
async def test_a_notice_is_written_read_by_another_and_goes_out_as_one_row(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    being = await is_proposed(town, olga)
    waiting = await noticing.listed(town.database, by=omar)

    approved = await approves(town, omar, waiting[0])

    [sent] = await going_out(town)
    assert list(waiting) == [being]
    assert approved.state is NoticeState.APPROVED
    assert (sent.kind, sent.lane, sent.way, sent.state) == (Kind.NOTICE, Lane.NOTICE, Way.SEND, State.OPEN)
    assert sent.facts == being.facts
    assert sent.audience == Audience(((HARBOR, EVERYWHERE),))
    assert (approved.broadcast, approved.author, approved.next) == (sent.id, None, None)
    assert await noticing.listed(town.database, by=omar) == [approved]


@pytest.mark.asyncio
async def test_its_author_cannot_approve_it(town: Town) -> None:
    olga, _omar = await organizers(town, 1, 2)
    being = await is_proposed(town, olga)

    with pytest.raises(OwnNotice):
        await approves(town, olga, being)

    assert await going_out(town) == []


@pytest.mark.asyncio
async def test_only_exactly_what_was_read_is_approved(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    being, other = await is_proposed(town, olga), await is_proposed(town, olga)

    for digest in (other.facts.digest, "", being.facts.digest.upper(), being.facts.digest[:-1]):
        with pytest.raises(Stale):
            await approves(town, omar, being, digest)

    assert await going_out(town) == []
    assert (await approves(town, omar, being)).state is NoticeState.APPROVED


@pytest.mark.asyncio
@pytest.mark.parametrize("role", [Role.RESIDENT, Role.VOLUNTEER])
async def test_nobody_but_organizers_does_anything_with_notices(town: Town, role: Role) -> None:
    olga, _omar = await organizers(town, 1, 2)
    proposed, begun = await is_proposed(town, olga), await is_written(town, olga)
    mallory = await joins(town, 3, role=role)
    pretends = Person(mallory.number, mallory.language, Role.ORGANIZER)

    for by, being in product((mallory, pretends), (proposed, begun)):
        for does in (looks, drops, proposes, approves):
            with pytest.raises(NotAllowed):
                await does(town, by, being)
        with pytest.raises(NotAllowed):
            await aims(town, by, being, HILL)
        with pytest.raises(NotAllowed):
            await asks(town, by, being, "en")
        with pytest.raises(NotAllowed):
            await begins(town, by)
        with pytest.raises(NotAllowed):
            await noticing.listed(town.database, by=by)
    with suppress(NotAllowed):
        assert await says(town, pretends, "Hello") is None


@pytest.mark.asyncio
async def test_who_was_an_organizer_can_neither_approve_nor_have_theirs_approved(town: Town) -> None:
    olga, omar, otto = await organizers(town, 1, 2, 3)
    being = await is_proposed(town, olga)
    await is_made(town, omar, Role.VOLUNTEER)
    with pytest.raises(NotAllowed):
        await approves(town, omar, being)
    await is_made(town, olga, Role.RESIDENT)

    with pytest.raises(Expired):
        await approves(town, otto, being)

    assert await noticing.listed(town.database, by=otto) == []
    assert await going_out(town) == []


@pytest.mark.asyncio
async def test_what_somebody_wrote_who_is_suspended_is_not_approved(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    being = await is_proposed(town, olga)
    async with town.database.transaction() as tx:
        await suspensions.suspend(tx, olga.number, now=town.clock.now())

    with pytest.raises(Expired):
        await approves(town, omar, being)

    assert await going_out(town) == []


@pytest.mark.asyncio
async def test_whoever_was_forgotten_and_came_back_does_not_approve_what_they_wrote(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    being = await is_proposed(town, olga)
    await forgetting.forget(town.database, by=olga)
    [again] = await organizers(town, 1)

    for one in (again, omar):
        with pytest.raises(Expired):
            await approves(town, one, being)

    assert await noticing.listed(town.database, by=omar) == []
    assert await going_out(town) == []


@pytest.mark.asyncio
@pytest.mark.parametrize("who", [0, 1], ids=["its author", "another organizer"])
async def test_what_is_dropped_is_never_sent(town: Town, who: int) -> None:
    both = await organizers(town, 1, 2)
    being = await is_proposed(town, both[0])
    dropped = await drops(town, both[who], being)
    with pytest.raises(IllegalStep):
        await approves(town, both[1], being)

    assert dropped.state is NoticeState.DROPPED
    assert await noticing.listed(town.database, by=both[1]) == []
    assert await going_out(town) == []


@pytest.mark.asyncio
async def test_what_was_approved_goes_out_once_and_cannot_be_dropped(town: Town) -> None:
    olga, omar, otto = await organizers(town, 1, 2, 3)
    being = await is_proposed(town, olga)
    await approves(town, omar, being)

    with pytest.raises(IllegalStep):
        await approves(town, otto, being)
    with pytest.raises(IllegalStep):
        await drops(town, olga, being)

    assert len(await going_out(town)) == 1


@pytest.mark.asyncio
async def test_two_organizers_together_send_one_in_half_an_hour(town: Town, clock: VirtualClock) -> None:
    olga, omar = await organizers(town, 1, 2)
    first, second = await is_proposed(town, olga), await is_proposed(town, olga)
    theirs = await is_proposed(town, omar)
    await approves(town, omar, first)
    await clock.advance(60)
    with pytest.raises(NoticeTooSoon) as refused:
        await approves(town, omar, second)
    await clock.advance((town.policy.notices_apart - timedelta(seconds=61)).total_seconds())
    with pytest.raises(NoticeTooSoon):
        await approves(town, olga, theirs)
    await clock.advance(1)

    assert refused.value.wait == town.policy.notices_apart - timedelta(seconds=60)
    assert (await approves(town, olga, theirs)).state is NoticeState.APPROVED


@pytest.mark.asyncio
async def test_what_was_only_dropped_makes_nobody_wait(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    await drops(town, omar, await is_proposed(town, olga))

    assert (await approves(town, omar, await is_proposed(town, olga))).state is NoticeState.APPROVED


@pytest.mark.asyncio
async def test_it_reaches_once_whoever_listens_there_and_has_not_paused(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    listens = {
        "harbor en": await joins(town, 10, "harbor"),
        "harbor es": await joins(town, 11, "harbor", language="es"),
        "harbor and hill": await joins(town, 12, "harbor", "hill"),
        "the city": await joins(town, 13, "city"),
        "the city and the harbor": await joins(town, 14, "city", "harbor"),
        "harbor ar": await joins(town, 15, "harbor", language="ar"),
        "mill": await joins(town, 16, "mill"),
        "nowhere": await joins(town, 17),
        "paused": await joins(town, 18, "harbor"),
    }
    await is_paused(town, listens["paused"])
    await approves(town, omar, await is_proposed(town, olga, "harbor", "hill"))

    told = await reached(town)

    assert told == [listens[one].number for one in list(listens)[:6]]


@pytest.mark.asyncio
async def test_for_readers_of_some_languages_it_reaches_nobody_else(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    ana, _ben, amal = [await joins(town, 10 + at, HARBOR, language=one) for at, one in enumerate(("es", "en", "ar"))]
    being = await is_written(town, olga)
    for one in ("es", "ar", "en", "en"):
        being = await reads(town, olga, being, one)

    await approves(town, omar, await proposes(town, olga, being))

    assert being.facts.languages == ("es", "ar")
    assert await reached(town) == [ana.number, amal.number]


@pytest.mark.asyncio
async def test_to_the_whole_city_is_to_whoever_listens_anywhere(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    everyone = [await joins(town, 10 + at, one) for at, one in enumerate((*town.city.neighborhoods, EVERYWHERE))]
    await joins(town, 30)
    await approves(town, omar, await is_proposed(town, olga, EVERYWHERE))

    assert await reached(town) == [one.number for one in everyone]


@pytest.mark.asyncio
@pytest.mark.parametrize(("does", "says"), [(approves, Says.NOTICE_APPROVED), (drops, Says.NOTICE_DROPPED)])
async def test_its_author_hears_what_another_organizer_decided(town: Town, does: Decides, says: Says) -> None:
    olga, omar, _otto = await organizers(town, 1, 2, 3)
    being = await is_proposed(town, olga)
    asked = len(await rows(town.database, letters))

    await does(town, omar, being)

    written = [(row.person, row.says) for row in await rows(town.database, letters)]
    assert written[asked:] == [(olga.number, says)]


@pytest.mark.asyncio
async def test_who_drops_their_own_is_not_told_so(town: Town) -> None:
    olga, _omar = await organizers(town, 1, 2)
    being = await is_proposed(town, olga)
    asked = len(await rows(town.database, letters))

    await drops(town, olga, being)

    assert len(await rows(town.database, letters)) == asked
