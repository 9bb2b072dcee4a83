"""A photo and a note: for whoever looks, sealed, and not for long."""

from datetime import timedelta

import pytest

from bot.domain.asking import Said
from bot.domain.buttons import Bare, KnownBy, OnVests
from bot.domain.details import Details, Photo, Source
from bot.domain.incident import Step
from bot.domain.masking import HIDDEN, Mask
from bot.domain.people import Role
from bot.domain.refusals import Expired, NotAllowed
from bot.domain.report import Blank, Remark
from bot.services import forgetting, keeping, reporting
from bot.town import Town
from db.opening import open_database
from db.tables import drafts, reports
from simulator.clock import VirtualClock
from tests.services.acts import claims, decides, fills_in, goes_on_duty, is_made, joins, rows, sends, tells
from tests.services.descriptions import MASKED, describes, looks_at, presses, sees, shows


@pytest.mark.asyncio
async def test_neither_note_nor_photo_is_in_clear_in_any_row(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await describes(town, ana)
    [drafted] = await rows(town.database, drafts)
    await sends(town, ana, draft)
    [kept] = await rows(town.database, reports)

    for sealed in (drafted.sealed, kept.note, kept.photo):
        assert b"van" not in sealed
        assert b"A1" not in sealed


@pytest.mark.asyncio
async def test_both_can_be_taken_out_again(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await describes(town, ana)

    asked = await presses(town, ana, Bare(draft.tag))

    assert (asked.draft.note, asked.draft.photo, asked.draft.blank) == (None, None, Blank.SEND)


@pytest.mark.asyncio
async def test_a_new_photo_takes_the_place_of_the_one_before_and_a_caption_that_of_the_note(town: Town) -> None:
    ana = await joins(town, 1)
    await describes(town, ana)

    kept = await shows(town, ana, Photo("B2"))
    asked = await shows(town, ana, Photo("C3"), "blue van, ana@example.org")

    assert kept is not None and asked is not None
    assert (kept.draft.note, kept.draft.photo) == (MASKED, "B2")
    assert (asked.draft.note, asked.draft.photo, asked.masked) == (f"blue van, {HIDDEN}", "C3", (Mask.EMAIL,))


@pytest.mark.asyncio
async def test_of_an_album_the_first_photo_counts_and_the_rest_is_answered_once(town: Town) -> None:
    ana = await joins(town, 1)
    await fills_in(town, ana)

    asked = [await shows(town, ana, Photo(one, "album")) for one in ("A1", "B2", "C3", "D4")]

    assert [None if one is None else (one.draft.photo, one.remark) for one in asked] == [
        ("A1", None),
        ("A1", Remark.FIRST_PHOTO),
        None,
        None,
    ]


@pytest.mark.asyncio
async def test_a_photo_that_comes_too_early_is_not_kept_and_its_album_is_answered_once(town: Town) -> None:
    ana = await joins(town, 1)
    await reporting.begin(town.database, by=ana, policy=town.policy, now=town.clock.now())

    asked = [await shows(town, ana, Photo(one, "album"), "van") for one in ("A1", "B2")]

    assert asked[0] is not None and asked[1] is None
    assert (asked[0].remark, asked[0].draft.photo, asked[0].draft.note) == (Remark.PHOTO_LATER, None, None)


@pytest.mark.asyncio
async def test_whoever_looks_sees_the_photo_and_nobody_else(town: Town, clock: VirtualClock) -> None:
    ben, cai = await goes_on_duty(town, 2, "harbor"), await goes_on_duty(town, 3, "harbor")
    ana = await joins(town, 1)
    await sends(town, ana, await describes(town, ana))
    await claims(town, ben)

    assert await looks_at(town, ben) == ["A1"]
    assert ((await sees(town, ben)).reported.photos, (await sees(town, ben)).mine) == (1, True)
    for one in (cai, ana):
        with pytest.raises(NotAllowed):
            await looks_at(town, one)
    await clock.advance(601)
    with pytest.raises(NotAllowed):
        await looks_at(town, ben)
    await claims(town, ben)
    await is_made(town, ben, Role.RESIDENT)
    with pytest.raises(NotAllowed):
        await looks_at(town, ben)


@pytest.mark.asyncio
async def test_without_a_photo_there_is_none_to_see(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    await tells(town, await joins(town, 1))
    await claims(town, ben)

    with pytest.raises(Expired):
        await looks_at(town, ben)


@pytest.mark.asyncio
@pytest.mark.parametrize("end", ["closed", "swept", "forgotten", "its key destroyed"])
async def test_note_and_photo_are_gone_and_the_cards_are_drawn_without_them(
    town: Town, clock: VirtualClock, end: str
) -> None:
    owner, ana = await joins(town, 100, "harbor", role=Role.ORGANIZER), await joins(town, 1)
    await sends(town, ana, await describes(town, ana))
    before = await sees(town, owner)

    match end:
        case "closed":
            await decides(town, owner, Step.DISMISS)
        case "swept":
            await clock.advance(24 * 3600 + 1)
            await keeping.sweep(town.database, now=clock.now())
        case "forgotten":
            await forgetting.forget(town.database, by=ana)
        case _:
            town.database.keys.destroy_before(clock.now().date() + timedelta(days=1))

    after = await sees(town, owner)
    [kept] = await rows(town.database, reports)
    assert (before.reported.notes, before.reported.photos) == ((MASKED,), 1)
    assert after.reported.notes == ()
    if end != "its key destroyed":
        assert (kept.note, kept.photo, after.reported.photos) == (None, None, 0)
        assert after.incident.edition > before.incident.edition


@pytest.mark.asyncio
async def test_a_draft_with_all_of_it_is_whole_after_a_restart(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await describes(town, ana)
    await presses(town, ana, OnVests(draft.tag, Said.ICE, 1))
    again = await open_database(str(town.database.engine.url), town.database.keys.folder)
    restarted = Town(town.city, town.policy, again, town.clock)
    try:
        asked = await presses(restarted, ana, KnownBy(draft.tag, Source.HEARD))
        sent = await sends(restarted, ana, draft)
    finally:
        await again.close()

    assert asked.details
    assert sent.report.details == Details(vests=Said.ICE, source=Source.HEARD)
    assert (sent.report.note, sent.report.photo) == (MASKED, "A1")
