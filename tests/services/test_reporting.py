"""A draft on its way: a question at a time, back, cancelled, expired, or another's."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.buttons import Among, Around, At, Back, Cancel, Elsewhere, HowMany, Seen, Send, What
from bot.domain.ids import EVERYWHERE, NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number, Step
from bot.domain.people import Person, Role
from bot.domain.refusals import AlreadySent, DraftGone, Expired
from bot.domain.report import Blank, Draft, OpenDraft, Remark, When
from bot.services import reporting
from bot.services.reporting import Answered
from bot.town import Town
from db.tables import drafts, incidents, reports
from simulator.clock import VirtualClock
from tests.services.acts import (
    decides,
    fills_in,
    goes_on_duty,
    is_confirmed,
    joins,
    rows,
    sends,
    tells,
)

HARBOR, LIBRARY = NeighborhoodId("harbor"), PlaceId("pier_library")


async def begins(town: Town, by: Person) -> Draft:
    return (await reporting.begin(town.database, by=by, policy=town.policy, now=town.clock.now())).draft


async def is_asked(town: Town, by: Person, answered: Answered) -> OpenDraft:
    return await reporting.answer(
        town.database, answered, by=by, city=town.city, policy=town.policy, now=town.clock.now()
    )


async def answers(town: Town, by: Person, answered: Answered) -> Draft:
    return (await is_asked(town, by, answered)).draft


async def cancels(town: Town, by: Person, draft: Draft) -> None:
    await reporting.cancel(town.database, Cancel(draft.tag), by=by, policy=town.policy, now=town.clock.now())


def every_answer(tag: int) -> tuple[Answered, ...]:
    return (
        What(tag, Activity.DETENTION),
        Around(tag, HARBOR),
        At(tag, LIBRARY),
        Seen(tag, When.HALF),
        HowMany(tag, Number.MANY),
    )


@pytest.mark.asyncio
async def test_five_taps_fill_a_draft(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)
    draft = await begins(town, ana)
    asked = [draft.blank]
    for answered in every_answer(draft.tag):
        draft = await answers(town, ana, answered)
        asked.append(draft.blank)

    wanted = [Blank.WHAT, Blank.WHERE, Blank.WHERE, Blank.WHEN, Blank.HOW_MANY, Blank.SEND]
    seen = clock.now() - timedelta(minutes=30)
    assert asked == wanted
    assert draft == Draft(draft.tag, Activity.DETENTION, HARBOR, LIBRARY, seen, Number.MANY)


@pytest.mark.asyncio
async def test_a_place_says_its_neighborhood_by_itself(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await begins(town, ana)

    draft = await answers(town, ana, At(draft.tag, PlaceId("mill_park")))

    assert draft.neighborhood == "mill"


@pytest.mark.asyncio
async def test_another_neighborhood_asks_for_the_place_again(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await fills_in(town, ana)

    draft = await answers(town, ana, Around(draft.tag, NeighborhoodId("mill")))

    assert (draft.neighborhood, draft.place, draft.blank) == ("mill", None, Blank.WHERE)


@pytest.mark.asyncio
async def test_back_takes_one_answer_back_and_keeps_the_others(town: Town) -> None:
    ana = await joins(town, 1)
    full = await fills_in(town, ana)
    asked = [(await answers(town, ana, Back(full.tag))).blank for _ in range(6)]

    wanted = [Blank.HOW_MANY, Blank.WHEN, Blank.WHERE, Blank.WHERE, Blank.WHAT, Blank.WHAT]
    assert asked == wanted


@pytest.mark.asyncio
async def test_a_cancelled_draft_leaves_nothing(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await fills_in(town, ana)

    await cancels(town, ana, draft)

    assert await rows(town.database, drafts) == []
    with pytest.raises(DraftGone):
        await sends(town, ana, draft)


@pytest.mark.asyncio
async def test_a_sent_report_leaves_no_draft_and_cannot_be_sent_again(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await fills_in(town, ana)
    await sends(town, ana, draft)

    with pytest.raises(AlreadySent):
        await sends(town, ana, draft)
    assert await rows(town.database, drafts) == []
    assert len(await rows(town.database, reports)) == 1


@pytest.mark.asyncio
async def test_a_draft_with_an_open_question_cannot_be_sent(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await fills_in(town, ana)
    await answers(town, ana, Back(draft.tag))

    with pytest.raises(Expired):
        await sends(town, ana, draft)
    assert await rows(town.database, incidents) == []
    assert len(await rows(town.database, drafts)) == 1


@pytest.mark.asyncio
async def test_a_draft_waits_for_an_hour_after_its_last_answer(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)
    draft = await begins(town, ana)
    for answered in every_answer(draft.tag):
        await clock.advance(3599)
        draft = await answers(town, ana, answered)
        if isinstance(answered, Seen):
            draft = await answers(town, ana, answered)

    assert draft.blank is Blank.SEND


@pytest.mark.asyncio
@pytest.mark.parametrize("press", ["answer", "cancel", "send"])
async def test_a_draft_is_gone_after_an_hour(town: Town, clock: VirtualClock, press: str) -> None:
    ana = await joins(town, 1)
    draft = await fills_in(town, ana)
    does: dict[str, Any] = {
        "answer": lambda: answers(town, ana, HowMany(draft.tag, Number.FEW)),
        "cancel": lambda: cancels(town, ana, draft),
        "send": lambda: sends(town, ana, draft),
    }

    await clock.advance(3600)

    with pytest.raises(DraftGone):
        await does[press]()
    assert await rows(town.database, incidents) == []


@pytest.mark.asyncio
async def test_a_new_draft_replaces_the_old_one_and_its_buttons(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)
    old = await fills_in(town, ana)
    await clock.advance(1)
    new = await begins(town, ana)

    for answered in (*every_answer(old.tag), Back(old.tag)):
        with pytest.raises(Expired):
            await answers(town, ana, answered)
    with pytest.raises(Expired):
        await cancels(town, ana, old)
    with pytest.raises(Expired):
        await reporting.submit(
            town.database, Send(old.tag), by=ana, city=town.city, policy=town.policy, now=clock.now()
        )
    assert (await answers(town, ana, What(new.tag, Activity.ENTRY))).activity is Activity.ENTRY


@pytest.mark.asyncio
async def test_the_buttons_of_one_persons_draft_do_nothing_for_another(town: Town, clock: VirtualClock) -> None:
    ana, ben = await joins(town, 1), await joins(town, 2)
    draft = await fills_in(town, ana)
    await clock.advance(1)
    await begins(town, ben)

    for by, no in ((ben, Expired), (await joins(town, 3), DraftGone)):
        with pytest.raises(no):
            await sends(town, by, draft)
    assert await rows(town.database, reports) == []


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "forged", [At(0, PlaceId("nowhere")), Around(0, NeighborhoodId("nowhere")), Among(0, "castle", 0)]
)
async def test_a_place_that_the_city_has_not_is_refused(town: Town, forged: Answered) -> None:
    ana = await joins(town, 1)
    draft = await begins(town, ana)
    forged = type(forged)(draft.tag, *[getattr(forged, name) for name in forged.__slots__ if name != "draft"])

    with pytest.raises(Expired):
        await answers(town, ana, forged)
    assert (await answers(town, ana, What(draft.tag, Activity.PATROL))).place is None


@pytest.mark.asyncio
async def test_nothing_of_a_draft_can_be_read_in_the_database(town: Town) -> None:
    ana = await joins(town, 1)
    await fills_in(town, ana)

    [kept] = await rows(town.database, drafts)
    assert b"pier_library" not in kept.sealed
    assert b"patrol" not in kept.sealed


@pytest.mark.asyncio
async def test_a_draft_whose_key_was_destroyed_is_gone(town: Town) -> None:
    ana = await joins(town, 1)
    draft = await fills_in(town, ana)

    town.database.keys.destroy_before(town.clock.now().date() + timedelta(days=1))

    with pytest.raises(DraftGone):
        await sends(town, ana, draft)


@pytest.mark.asyncio
async def test_where_someone_listens_the_places_of_alerts_are_known_and_those_of_mere_reports_are_not(
    town: Town, clock: VirtualClock
) -> None:
    cai, dee = [await goes_on_duty(town, one, EVERYWHERE) for one in (3, 4)]
    for place, alerted in (("harbor_park", True), ("hill_school", True), ("quay_hall", False)):
        await tells(town, await joins(town, 1), place)
        if alerted:
            await is_confirmed(town, cai, dee)
        await clock.advance(20 * 60)
    ana = await joins(town, 2, "harbor", "hill", "quay")

    asked = await is_asked(town, ana, What((await begins(town, ana)).tag, Activity.PATROL))

    assert asked.alerted == ("hill_school", "harbor_park")


@pytest.mark.asyncio
@pytest.mark.parametrize("end", [Step.RETRACT, Step.ALL_CLEAR])
async def test_the_place_of_an_alert_that_was_taken_back_is_not_known_for_it(town: Town, end: Step) -> None:
    cai, dee = [await goes_on_duty(town, one, EVERYWHERE) for one in (3, 4)]
    await tells(town, await joins(town, 1, "harbor"))
    await is_confirmed(town, cai, dee)
    await decides(town, await joins(town, 5, role=Role.ORGANIZER), end)
    ana = await joins(town, 2, "harbor")

    asked = await is_asked(town, ana, What((await begins(town, ana)).tag, Activity.PATROL))

    assert asked.alerted == (() if end is Step.RETRACT else (LIBRARY,))


@pytest.mark.asyncio
@pytest.mark.parametrize(("listens", "anywhere"), [((), False), ((EVERYWHERE,), False), (("harbor",), True)])
async def test_back_from_all_neighborhoods_leads_to_what_was_shown_before(
    town: Town, listens: tuple[str, ...], anywhere: bool
) -> None:
    ana = await joins(town, 1, *listens)
    draft = await answers(town, ana, What((await begins(town, ana)).tag, Activity.PATROL))

    everywhere = await answers(town, ana, Elsewhere(draft.tag))
    back = await answers(town, ana, Back(draft.tag))

    assert everywhere.anywhere is anywhere
    assert (back.blank, back.anywhere) == (Blank.WHERE if anywhere else Blank.WHAT, False)


@pytest.mark.asyncio
@pytest.mark.parametrize("listens", [("harbor",), ("hill", "harbor"), ("harbor", EVERYWHERE)])
async def test_where_someone_listens_a_report_takes_five_taps(town: Town, listens: tuple[str, ...]) -> None:
    ana = await joins(town, 1, *listens)
    draft = await begins(town, ana)
    taps: tuple[Answered, ...] = (
        What(draft.tag, Activity.PATROL),
        At(draft.tag, LIBRARY),
        Seen(draft.tag, When.NOW),
        HowMany(draft.tag, Number.FEW),
    )
    for tap in taps:
        draft = await answers(town, ana, tap)

    outcome = await sends(town, ana, draft)

    assert (len(taps) + 1, outcome.report.place) == (5, LIBRARY)


@pytest.mark.asyncio
async def test_elsewhere_leads_from_any_neighborhood_to_all_of_them(town: Town) -> None:
    ana = await joins(town, 1, "harbor")
    full = await fills_in(town, ana)

    asked = await is_asked(town, ana, Elsewhere(full.tag))

    assert (asked.draft.blank, asked.draft.neighborhood, asked.draft.activity) == (
        Blank.WHERE,
        None,
        Activity.PATROL,
    )
    assert asked.near == {HARBOR}


@pytest.mark.asyncio
async def test_a_kind_and_a_page_are_kept_until_another_neighborhood_is_chosen(town: Town) -> None:
    ana = await joins(town, 1, "harbor")
    draft = await answers(town, ana, Around((await begins(town, ana)).tag, HARBOR))

    among = await answers(town, ana, Among(draft.tag, "library", 2))
    there = await answers(town, ana, At(draft.tag, LIBRARY))
    elsewhere = await answers(town, ana, At(draft.tag, PlaceId("mill_park")))

    assert [(one.kind, one.page) for one in (among, there, elsewhere)] == [("library", 2), ("library", 2), (None, 0)]


@pytest.mark.asyncio
async def test_right_now_on_a_question_that_stood_for_long_is_asked_once_more(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1, "harbor")
    draft = await answers(town, ana, What((await begins(town, ana)).tag, Activity.PATROL))
    draft = await answers(town, ana, At(draft.tag, LIBRARY))
    shown = clock.now()
    await clock.advance(15 * 60 + 1)

    again = await is_asked(town, ana, Seen(draft.tag, When.NOW))
    draft = await answers(town, ana, Seen(draft.tag, When.NOW))

    assert (again.remark, again.since, again.draft.observed) == (Remark.STILL_SO, shown, None)
    assert draft.observed == clock.now()


@pytest.mark.asyncio
async def test_what_was_seen_counts_from_the_press_and_not_from_the_sending(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)
    draft = await fills_in(town, ana, when=When.QUARTER)
    seen = clock.now() - timedelta(minutes=15)
    await clock.advance(3000)

    outcome = await sends(town, ana, draft)

    assert outcome.report.observed == seen


@pytest.mark.asyncio
@pytest.mark.parametrize(("minutes", "remark"), [(0, None), (60, None), (61, Remark.STILL_SO)])
async def test_who_wrote_while_the_bot_was_away_is_asked_whether_it_is_still_so(
    town: Town, clock: VirtualClock, minutes: int, remark: Remark | None
) -> None:
    ana = await joins(town, 1)
    said_at = clock.now() - timedelta(minutes=minutes)

    asked = await reporting.begin(town.database, by=ana, policy=town.policy, now=clock.now(), said_at=said_at)

    assert (asked.remark, asked.since) == (remark, said_at if remark else None)


@pytest.mark.asyncio
async def test_every_button_of_a_sent_report_says_that_it_has_arrived(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1)
    draft = await fills_in(town, ana)
    await sends(town, ana, draft)
    await clock.advance(480)
    new = await begins(town, ana)

    for pressed in (Send(draft.tag), *every_answer(draft.tag), Back(draft.tag)):
        with pytest.raises(AlreadySent):
            await (sends(town, ana, draft) if isinstance(pressed, Send) else answers(town, ana, pressed))
    with pytest.raises(AlreadySent):
        await cancels(town, ana, draft)
    assert (await answers(town, ana, What(new.tag, Activity.PATROL))).tag == new.tag
