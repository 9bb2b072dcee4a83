"""Organizers are shown how far a broadcast has come: who, when, and what."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.domain.broadcast import Broadcast, Kind, Receipt
from bot.domain.ids import MessageId
from bot.domain.incident import Step
from bot.domain.people import Person, Role
from bot.domain.progress import DueProgress
from bot.services import forgetting, progressing
from bot.town import Town
from db import broadcasts
from db.tables import progress
from simulator.clock import VirtualClock
from tests.services.acts import decides, going_out, is_confirmed, is_made, joins, rows, tells
from tests.services.notices import approves, is_paused, is_written, organizers, proposes, reads

HARBOR = "harbor"


async def an_alert_for(town: Town, size: int) -> tuple[Broadcast, list[Person]]:
    """An alert that is for so many, and them."""
    cai, dee = [await joins(town, one, role=Role.VOLUNTEER) for one in (3, 4)]
    people = [await joins(town, 1_000 + at, HARBOR) for at in range(size)]
    await tells(town, await joins(town, 1))
    await is_confirmed(town, cai, dee)
    [alert] = await going_out(town)
    return alert, people


async def are_told(town: Town, broadcast: Broadcast, people: Sequence[Person]) -> None:
    """Telegram has taken it for these."""
    async with town.database.transaction() as tx:
        told = [Receipt(broadcast.id, one.number, MessageId(7)) for one in people]
        await broadcasts.settle(tx, told, [])


async def is_done(town: Town, broadcast: Broadcast) -> None:
    async with town.database.transaction() as tx:
        await broadcasts.finish(tx, broadcast.id)


async def looks(town: Town) -> list[DueProgress]:
    return list((await progressing.look(town.database, now=town.clock.now())).due)


async def sees(town: Town, message: int | None = 70) -> list[DueProgress]:
    """Whatever is due is shown, in this message."""
    due = await looks(town)
    for one in due:
        where = one.message or (None if message is None else MessageId(message))
        await progressing.show(town.database, one, where, now=town.clock.now())
    return due


@pytest.mark.asyncio
async def test_after_ten_seconds_every_organizer_sees_it_and_nobody_else(town: Town, clock: VirtualClock) -> None:
    olga, omar = await organizers(town, 10, 11)
    alert, people = await an_alert_for(town, 6)
    await are_told(town, alert, people[:2])
    await clock.advance(9)
    early = await looks(town)
    await clock.advance(1)

    due = await looks(town)

    assert early == []
    assert [(one.person, one.chat, one.message) for one in due] == [(olga.number, 10, None), (omar.number, 11, None)]
    [state] = {one.progress for one in due}
    assert (state.kind, state.about, state.told, state.left, state.over) == (Kind.ALERT, 1, 2, 4, False)
    assert state.to_go == timedelta(seconds=20)


@pytest.mark.asyncio
async def test_it_is_edited_every_five_seconds_and_the_rest_reckoned_from_the_last(
    town: Town, clock: VirtualClock
) -> None:
    await organizers(town, 10)
    alert, people = await an_alert_for(town, 10)
    await clock.advance(10)
    await sees(town)
    await are_told(town, alert, people[:5])
    await clock.advance(4)
    soon = await looks(town)
    await clock.advance(1)

    [due] = await looks(town)

    assert soon == []
    assert (due.message, due.progress.told, due.progress.left) == (70, 5, 5)
    assert due.progress.to_go == timedelta(seconds=5)


@pytest.mark.asyncio
async def test_when_nothing_goes_out_nobody_can_tell_how_long_it_takes(town: Town, clock: VirtualClock) -> None:
    await organizers(town, 10)
    await an_alert_for(town, 3)
    await clock.advance(10)

    [due] = await looks(town)

    assert (due.progress.told, due.progress.to_go) == (0, None)


@pytest.mark.asyncio
async def test_the_end_is_shown_once_and_then_nothing_is_kept_of_it(town: Town, clock: VirtualClock) -> None:
    await organizers(town, 10)
    alert, people = await an_alert_for(town, 3)
    await clock.advance(10)
    await sees(town)
    await are_told(town, alert, people)
    await is_done(town, alert)

    looked = await progressing.look(town.database, now=clock.now())
    await progressing.finish(town.database, alert.id, but=())

    [due] = looked.due
    assert (due.progress.over, due.progress.told, due.progress.to_go, looked.over) == (True, 3, None, {alert.id})
    assert await rows(town.database, progress) == []
    assert await looks(town) == []


@pytest.mark.asyncio
async def test_whoever_could_not_be_shown_the_end_is_shown_it_later(town: Town, clock: VirtualClock) -> None:
    olga, _omar = await organizers(town, 10, 11)
    alert, _ = await an_alert_for(town, 3)
    await clock.advance(10)
    await sees(town)
    await is_done(town, alert)

    await progressing.finish(town.database, alert.id, but={olga.number})

    assert [one.person for one in await looks(town)] == [olga.number]


@pytest.mark.asyncio
async def test_what_is_done_at_once_is_not_told_of(town: Town, clock: VirtualClock) -> None:
    await organizers(town, 10)
    alert, _ = await an_alert_for(town, 3)
    await is_done(town, alert)
    await clock.advance(60)

    assert await looks(town) == []


@pytest.mark.asyncio
async def test_whoever_has_deleted_it_paused_or_is_no_organizer_any_more_sees_it_no_more(
    town: Town, clock: VirtualClock
) -> None:
    olga, omar, otto = await organizers(town, 10, 11, 12)
    await an_alert_for(town, 3)
    await clock.advance(10)
    for one in await looks(town):
        where = None if one.person == olga.number else MessageId(70)
        await progressing.show(town.database, one, where, now=clock.now())
    await is_paused(town, omar)
    await is_made(town, otto, Role.RESIDENT)
    await clock.advance(60)

    assert await looks(town) == []


@pytest.mark.asyncio
async def test_whoever_is_forgotten_leaves_nothing_of_it(town: Town, clock: VirtualClock) -> None:
    [olga] = await organizers(town, 10)
    await an_alert_for(town, 3)
    await clock.advance(10)
    [due] = await sees(town)

    await forgetting.forget(town.database, by=olga)
    await progressing.show(town.database, due, MessageId(70), now=clock.now())

    assert await rows(town.database, progress) == []


@pytest.mark.asyncio
async def test_of_a_retraction_what_sounds_is_told_of_and_the_edits_are_not(town: Town, clock: VirtualClock) -> None:
    [olga] = await organizers(town, 10)
    alert, people = await an_alert_for(town, 4)
    await are_told(town, alert, people)
    await is_done(town, alert)
    await decides(town, olga, Step.RETRACT)
    await clock.advance(10)

    due = await looks(town)

    assert [(one.progress.kind, one.progress.told, one.progress.left) for one in due] == [(Kind.RETRACTION, 0, 4)]


@pytest.mark.asyncio
async def test_a_notice_is_for_those_who_read_it_listen_there_and_have_not_paused(
    town: Town, clock: VirtualClock
) -> None:
    olga, omar = await organizers(town, 10, 11)
    for at, language in enumerate(("en", "es", "ar")):
        await joins(town, 1_000 + at, HARBOR, language=language)
    await is_paused(town, await joins(town, 1_100, HARBOR))
    await joins(town, 1_200, "quay")
    notice = await is_written(town, olga, HARBOR)
    for language in ("en", "es"):
        await reads(town, olga, notice, language)
    await approves(town, omar, await proposes(town, olga, notice))
    await clock.advance(10)

    due = await looks(town)

    assert {(one.progress.kind, one.progress.about, one.progress.left) for one in due} == {(Kind.NOTICE, notice.id, 2)}
