"""After it went out: other words, which a second organizer reads first; or it does not hold any more."""

import pytest

from bot.domain.broadcast import Broadcast, Kind, Lane, Receipt, State, Way
from bot.domain.ids import BroadcastId, MessageId
from bot.domain.letter import Says
from bot.domain.notice import Notice, NoticeState
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, IllegalStep, NotAllowed, OwnNotice
from bot.town import Town
from db import broadcasts
from db.tables import broadcasts as broadcast_rows
from db.tables import ledger, letters
from db.tables import notices as notice_rows
from tests.services.acts import is_made, joins, rows
from tests.services.notices import (
    aims,
    amends,
    approves,
    drops,
    is_proposed,
    kept,
    organizers,
    proposes,
    withdraws,
    writes,
)


async def is_sent(town: Town, olga: Person, omar: Person) -> Notice:
    """A notice that went out, and that someone holds."""
    found = await approves(town, omar, await is_proposed(town, olga))
    assert found.broadcast is not None
    ana = await joins(town, 50, "harbor")
    async with town.database.transaction() as tx:
        await broadcasts.settle(tx, [Receipt(found.broadcast, ana.number, MessageId(9))], [])
    return found


async def reworded(town: Town, by: Person, found: Notice, text: str = "We meet on Saturday.") -> Notice:
    """Other words for it, which wait for a second organizer."""
    being = await amends(town, by, found)
    return await proposes(town, by, await writes(town, by, being, "en", text))


async def of_kind(town: Town, kind: Kind) -> list[Broadcast]:
    numbers = [BroadcastId(row.id) for row in await rows(town.database, broadcast_rows) if row.kind is kind]
    async with town.database.reading() as tx:
        return list(await broadcasts.these(tx, numbers))


@pytest.mark.asyncio
async def test_other_words_are_read_by_a_second_organizer_and_edit_what_people_hold(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    found = await is_sent(town, olga, omar)
    being = await reworded(town, omar, found)
    with pytest.raises(OwnNotice):
        await approves(town, omar, being)
    before = await of_kind(town, Kind.NOTICE_EDIT)

    now = await approves(town, olga, being)

    [edit] = await of_kind(town, Kind.NOTICE_EDIT)
    assert before == []
    assert (edit.basis, edit.way, edit.lane, edit.explained) == (found.broadcast, Way.EDIT, Lane.EDIT, True)
    assert now.id == found.id
    assert edit.facts == now.facts == (await kept(town, found)).facts
    assert now.facts.texts == {"en": "We meet on Saturday.", "es": found.facts.texts["es"]}  # type: ignore[index]
    assert [row.id for row in await rows(town.database, notice_rows)] == [found.id]


@pytest.mark.asyncio
async def test_other_words_change_neither_readers_nor_time(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    being = await amends(town, omar, await is_sent(town, olga, omar))

    with pytest.raises(IllegalStep):
        await aims(town, omar, being, "hill")


@pytest.mark.asyncio
async def test_of_two_who_write_other_words_only_the_first_that_is_approved_counts(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    found = await is_sent(town, olga, omar)
    first, second = await reworded(town, omar, found, "Saturday"), await reworded(town, omar, found, "Sunday")
    await approves(town, olga, first)

    with pytest.raises(Expired):
        await approves(town, olga, second)

    assert (await kept(town, found)).facts.texts["en"] == "Saturday"  # type: ignore[index]


@pytest.mark.asyncio
async def test_one_organizer_withdraws_it_and_the_others_hear(town: Town) -> None:
    olga, omar, otto = await organizers(town, 1, 2, 3)
    found = await is_sent(town, olga, omar)
    being = await reworded(town, omar, found)
    await approves(town, olga, being)

    after = await withdraws(town, otto, found)

    [withdrawal] = await of_kind(town, Kind.WITHDRAWAL)
    ended = [one.state for kind in (Kind.NOTICE, Kind.NOTICE_EDIT) for one in await of_kind(town, kind)]
    assert after.state is NoticeState.WITHDRAWN
    assert (withdrawal.basis, withdrawal.state, withdrawal.explained) == (found.broadcast, State.OPEN, True)
    assert ended == [State.ENDED, State.ENDED]
    told = [row.person for row in await rows(town.database, letters) if row.says == Says.NOTICE_WITHDRAWN]
    assert told == [olga.number, omar.number]
    assert [row.act for row in await rows(town.database, ledger)] == ["notice", "notice_edit", "withdrawal"]


@pytest.mark.asyncio
async def test_what_was_withdrawn_gets_no_other_words_and_is_not_withdrawn_again(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    found = await is_sent(town, olga, omar)
    being = await reworded(town, omar, found)
    await withdraws(town, omar, found)

    with pytest.raises(Expired):
        await approves(town, olga, being)
    with pytest.raises(Expired):
        await amends(town, omar, found)
    with pytest.raises(Expired):
        await withdraws(town, omar, found)


@pytest.mark.asyncio
async def test_what_nobody_holds_cannot_be_withdrawn(town: Town) -> None:
    olga, omar = await organizers(town, 1, 2)
    being = await is_proposed(town, olga)
    with pytest.raises(Expired):
        await withdraws(town, omar, being)
    await drops(town, omar, being)

    with pytest.raises(Expired):
        await withdraws(town, omar, being)


@pytest.mark.asyncio
@pytest.mark.parametrize("role", [Role.RESIDENT, Role.VOLUNTEER])
async def test_nobody_but_organizers_changes_or_withdraws_it(town: Town, role: Role) -> None:
    olga, omar, otto = await organizers(town, 1, 2, 3)
    found = await is_sent(town, olga, omar)
    await is_made(town, otto, role)

    for does in (amends, withdraws):
        with pytest.raises(NotAllowed):
            await does(town, otto, found)
