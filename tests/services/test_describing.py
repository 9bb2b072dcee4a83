"""What someone tells beside the five answers: details and a note."""

import pytest

from bot.domain.asking import Said
from bot.domain.buttons import AreStill, Back, Bare, Enough, HasVehicles, KnownBy, More, OnVests
from bot.domain.details import Details, Photo, Source, Still, Vehicles
from bot.domain.masking import Mask
from bot.domain.refusals import AlreadySent, DraftGone, Expired, TooLong
from bot.domain.report import Blank
from bot.services import describing
from bot.town import Town
from db.tables import drafts, reports
from simulator.clock import VirtualClock
from tests.services.acts import fills_in, goes_on_duty, joins, rows, sends, tells
from tests.services.descriptions import MASKED, VAN, presses, sees, shows, types


@pytest.mark.asyncio
async def test_one_tap_says_it_two_taps_of_one_button_are_one_and_the_other_takes_it_back(town: Town) -> None:
    ana = await joins(town, 1)
    tag = (await fills_in(town, ana)).tag
    taps: tuple[tuple[describing.Detail, Details], ...] = (
        (More(tag), Details()),
        (HasVehicles(tag, Vehicles.ONE, 1), Details(Vehicles.ONE)),
        (HasVehicles(tag, Vehicles.ONE, 1), Details(Vehicles.ONE)),
        (HasVehicles(tag, Vehicles.SEVERAL, 1), Details(Vehicles.SEVERAL)),
        (HasVehicles(tag, Vehicles.SEVERAL, 0), Details()),
        (OnVests(tag, Said.POLICE, 1), Details(vests=Said.POLICE)),
        (OnVests(tag, Said.POLICE, 0), Details()),
        (KnownBy(tag, Source.HEARD), Details(source=Source.HEARD)),
        (KnownBy(tag, Source.SEEN), Details()),
        (AreStill(tag, Still.GONE, 1), Details(still=Still.GONE)),
        (AreStill(tag, Still.THERE, 1), Details(still=Still.THERE)),
        (AreStill(tag, Still.THERE, 0), Details()),
    )

    for tap, told in taps:
        asked = await presses(town, ana, tap)
        assert (asked.draft.details, asked.draft.blank, asked.details) == (told, Blank.SEND, True)
    assert not (await presses(town, ana, Enough(tag))).details


@pytest.mark.asyncio
async def test_what_vests_never_say_is_no_answer(town: Town) -> None:
    ana = await joins(town, 1)
    tag = (await fills_in(town, ana)).tag

    with pytest.raises(Expired):
        await presses(town, ana, OnVests(tag, Said.FEW, 1))


@pytest.mark.asyncio
async def test_on_another_phone_where_a_blank_is_open_again_the_blank_is_asked_for_and_the_detail_is_kept(
    town: Town,
) -> None:
    ana = await joins(town, 1)
    tag = (await fills_in(town, ana)).tag
    await presses(town, ana, Back(tag))

    asked = await presses(town, ana, HasVehicles(tag, Vehicles.ONE, 1))

    assert (asked.details, asked.draft.blank, asked.draft.details) == (False, Blank.HOW_MANY, Details(Vehicles.ONE))


@pytest.mark.asyncio
async def test_after_sending_each_of_these_buttons_says_that_it_has_arrived(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await fills_in(town, ana)
    await sends(town, ana, draft)
    tag = draft.tag

    for tap in (More(tag), OnVests(tag, Said.ICE, 1), KnownBy(tag, Source.HEARD), Enough(tag), Bare(tag)):
        with pytest.raises(AlreadySent):
            await presses(town, ana, tap)
    with pytest.raises(DraftGone):
        await shows(town, ana, Photo("A1"))


@pytest.mark.asyncio
async def test_who_opens_no_screen_sends_what_they_saw_and_leaves_the_rest_unsaid(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    await tells(town, await joins(town, 1))

    reported = (await sees(town, ben)).reported

    [row] = await rows(town.database, reports)
    assert (row.vehicles, row.vests, row.firsthand, row.still, row.note, row.photo) == (
        None,
        None,
        True,
        None,
        None,
        None,
    )
    assert (reported.heard, reported.old, reported.vehicles, reported.photos) == (False, False, (), 0)


@pytest.mark.asyncio
async def test_what_all_reports_tell_stands_on_the_card_as_counts(town: Town, clock: VirtualClock) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    for telegram_id, vests in ((1, Said.ICE), (3, Said.ICE), (4, Said.NOT_SURE)):
        ana = await joins(town, telegram_id)
        draft = await fills_in(town, ana)
        for tap in (OnVests(draft.tag, vests, 1), HasVehicles(draft.tag, Vehicles.ONE, 1)):
            await presses(town, ana, tap)
        await types(town, ana, f"note {telegram_id}")
        await sends(town, ana, draft)
        await clock.advance(60)

    reported = (await sees(town, ben)).reported

    assert reported.vests == ((Said.ICE, 2), (Said.NOT_SURE, 1))
    assert reported.vehicles == ((Vehicles.ONE, 3),)
    assert reported.notes == ("note 4", "note 3", "note 1")


@pytest.mark.asyncio
async def test_a_note_is_hidden_in_part_before_it_is_kept_and_the_newest_counts(town: Town) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    ana = await joins(town, 1)
    draft = await fills_in(town, ana)
    await types(town, ana, "the first words")

    asked = await types(town, ana, f"  {VAN}\n")

    assert (asked.draft.note, asked.masked) == (MASKED, (Mask.PHONE,))
    await sends(town, ana, draft)
    assert (await sees(town, ben)).reported.notes == (MASKED,)


@pytest.mark.asyncio
async def test_a_note_that_is_too_long_changes_nothing(town: Town) -> None:
    ana = await joins(town, 1)
    await fills_in(town, ana)
    await types(town, ana, "white van")
    before = await rows(town.database, drafts)

    with pytest.raises(TooLong):
        await types(town, ana, "v" * 501)
    with pytest.raises(TooLong):
        await shows(town, ana, Photo("A1"), "v" * 501)
    assert await rows(town.database, drafts) == before
