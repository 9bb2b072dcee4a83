"""Two incidents become one, one becomes two, and either is undone: nothing is lost and nobody hears anything wrong."""

from collections.abc import Sequence

import pytest

from bot.domain.broadcast import Kind, Way
from bot.domain.buttons import Merge, SameAs, Split, TakeOut, Undo
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident, Status, Step
from bot.domain.letter import LetterFacts, Says
from bot.domain.people import Person, Role
from bot.domain.refusals import Expired, IllegalStep, NotAllowed, Refusal, Stale
from bot.domain.report import When
from bot.domain.verification import Answer, Where
from bot.services import merging
from bot.town import Town
from db import cards, incidents, letters
from db.tables import findings, reports
from simulator.clock import VirtualClock
from tests.services.acts import (
    alert_of,
    claims,
    decides,
    finds,
    goes_on_duty,
    going_out,
    is_confirmed,
    joins,
    rows,
    starts_duty,
    tells,
)

HERE, PARK, MILL, QUAY = "pier_library", "harbor_park", "mill_park", "quay_hall"


async def one(town: Town, number: int) -> Incident:
    async with town.database.reading() as tx:
        return await incidents.get(tx, IncidentId(number))


async def merges(town: Town, by: Person, number: int, into: int) -> IncidentId:
    """Someone picks another incident from the list on a card."""
    button = Merge(IncidentId(number), (await one(town, number)).version, IncidentId(into))
    return await merging.merge(town.database, button, by=by, city=town.city, policy=town.policy, now=town.clock.now())


async def splits(town: Town, by: Person, number: int, newest: int = 1) -> IncidentId:
    """An organizer takes the newest reports out."""
    button = Split(IncidentId(number), (await one(town, number)).version, newest)
    return await merging.split(town.database, button, by=by, city=town.city, policy=town.policy, now=town.clock.now())


async def undoes(town: Town, by: Person, number: int) -> None:
    """An organizer presses "Undo" on a card."""
    button = Undo(IncidentId(number), (await one(town, number)).version)
    await merging.undo(town.database, button, by=by, city=town.city, policy=town.policy, now=town.clock.now())


async def suggested(town: Town, by: Person, number: int) -> Sequence[IncidentId]:
    button = SameAs(IncidentId(number), (await one(town, number)).version)
    found = await merging.suggest(town.database, button, by=by, city=town.city, now=town.clock.now())
    return [each.incident for each in found]


async def owner_of(town: Town) -> Person:
    return await joins(town, 100, role=Role.ORGANIZER)


async def reported(town: Town, *places: str) -> None:
    """Someone else reports at each of these places."""
    for number, place in enumerate(places, start=1):
        await tells(town, await joins(town, number), place)


async def volunteer(town: Town, number: int) -> Person:
    return await joins(town, 20 + number, role=Role.VOLUNTEER)


async def where_reports_are(town: Town) -> list[int]:
    return [row.incident for row in await rows(town.database, reports)]


async def where_findings_are(town: Town) -> list[int]:
    return [row.incident for row in await rows(town.database, findings)]


async def written(town: Town) -> set[tuple[int, Says, str]]:
    """Who has a letter waiting, what it says, and of which place."""
    async with town.database.reading() as tx:
        due = await letters.due(tx, limit=100)
    return {(each.person, each.says, each.facts.place) for each in due if isinstance(each.facts, LetterFacts)}


async def holders(town: Town, number: int) -> set[int]:
    async with town.database.reading() as tx:
        return set(await cards.holders(tx, IncidentId(number)))


@pytest.mark.asyncio
async def test_the_nearest_open_ones_around_are_suggested(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE, PARK, MILL, QUAY)

    assert await suggested(town, owner, 1) == [2, 3]


@pytest.mark.asyncio
async def test_what_is_closed_and_what_was_hours_ago_is_not_suggested(town: Town, clock: VirtualClock) -> None:
    owner = await owner_of(town)
    await reported(town, HERE)
    await decides(town, owner, Step.DISMISS)
    await tells(town, await joins(town, 2), MILL, when=When.HOUR)
    await clock.advance(2 * 3600 + 60)
    await tells(town, await joins(town, 3), PARK)

    assert await suggested(town, owner, 3) == []


@pytest.mark.asyncio
async def test_reports_and_findings_move_and_the_card_says_where(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE, PARK)
    await finds(town, await volunteer(town, 1), where=Where.REMOTE)

    assert await merges(town, owner, 2, 1) == 1

    gone = await one(town, 2)
    assert (gone.status, gone.merged_into) == (Status.MERGED, 1)
    assert await where_reports_are(town) == [1, 1]
    assert await where_findings_are(town) == [1]


@pytest.mark.asyncio
async def test_a_verdict_may_follow_at_once(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE)
    await finds(town, await volunteer(town, 1))
    await tells(town, await joins(town, 2), PARK)
    await finds(town, await volunteer(town, 2))

    await merges(town, owner, 2, 1)

    assert (await one(town, 1)).status is Status.ACTIVE
    assert [alert_of(each).place for each in await going_out(town)] == [HERE]
    assert {who for who, says, _ in await written(town) if says is Says.REPORT_CONFIRMED} == {2, 4}


@pytest.mark.asyncio
async def test_each_reporter_hears_of_the_place_that_they_told(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE, PARK)
    await merges(town, owner, 2, 1)
    before = await written(town)
    for number in (1, 2):
        await finds(town, await volunteer(town, number), Answer.NOTHING_THERE, card=await one(town, 1))

    assert before == set()
    assert await written(town) == {(2, Says.REPORT_DISMISSED, HERE), (3, Says.REPORT_DISMISSED, PARK)}


@pytest.mark.asyncio
async def test_who_reported_the_one_is_no_witness_of_the_other(town: Town) -> None:
    owner, ben = await owner_of(town), await volunteer(town, 1)
    await tells(town, ben, HERE)
    await tells(town, await joins(town, 2), PARK)
    await finds(town, ben)
    await finds(town, await volunteer(town, 2), card=await one(town, 1))

    await merges(town, owner, 2, 1)

    assert (await one(town, 1)).status is Status.UNVERIFIED


@pytest.mark.asyncio
async def test_who_has_found_something_about_both_counts_once(town: Town) -> None:
    owner, ben = await owner_of(town), await volunteer(town, 1)
    await reported(town, HERE)
    await finds(town, ben)
    await tells(town, await joins(town, 2), PARK)
    await finds(town, ben)

    await merges(town, owner, 2, 1)

    assert (await one(town, 1)).status is Status.UNVERIFIED
    assert await where_findings_are(town) == [1, 2]


@pytest.mark.asyncio
async def test_what_is_no_news_any_more_is_merged_and_not_alerted(town: Town, clock: VirtualClock) -> None:
    owner = await owner_of(town)
    await reported(town, HERE)
    await finds(town, await volunteer(town, 1))
    await clock.advance(2 * 3600 + 1)
    await tells(town, await joins(town, 2), PARK)
    await finds(town, await volunteer(town, 2))

    await merges(town, owner, 2, 1)

    assert (await one(town, 1)).status is Status.UNVERIFIED
    assert await going_out(town) == []


@pytest.mark.asyncio
async def test_it_goes_into_an_alert_and_the_alert_stands(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE)
    await is_confirmed(town, await volunteer(town, 1), await volunteer(town, 2))
    await tells(town, await joins(town, 5), PARK)
    before = await written(town)

    await merges(town, owner, 2, 1)

    assert (await one(town, 1)).status is Status.ACTIVE
    assert len(await going_out(town)) == 1
    assert await written(town) - before == {(5, Says.REPORT_CONFIRMED, PARK)}


@pytest.mark.asyncio
async def test_the_volunteers_of_both_hold_what_it_is_now_and_organizers_can_undo_it(town: Town) -> None:
    owner, ben = await owner_of(town), await goes_on_duty(town, 2, "harbor")
    await tells(town, await joins(town, 1), HERE)
    await tells(town, await joins(town, 3), MILL)
    cai = await goes_on_duty(town, 4, "mill")
    before = [await holders(town, number) for number in (1, 2)]
    await claims(town, cai, await one(town, 2))

    await merges(town, cai, 2, 1)

    assert before == [{ben.number}, {owner.number, cai.number}]
    assert await holders(town, 1) == {ben.number, cai.number, owner.number}
    assert owner.number in await holders(town, 2)


@pytest.mark.asyncio
async def test_undone_everything_is_where_it_was(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE, PARK)
    await finds(town, await volunteer(town, 1), Answer.CANNOT_TELL)
    before = [await where_reports_are(town), await where_findings_are(town)]
    await merges(town, owner, 2, 1)
    await tells(town, await joins(town, 9), HERE)

    await undoes(town, owner, 2)

    back = await one(town, 2)
    assert (back.status, back.merged_into) == (Status.UNVERIFIED, None)
    assert [(await where_reports_are(town))[:2], await where_findings_are(town)] == before
    assert (await where_reports_are(town))[2:] == [1]


@pytest.mark.asyncio
async def test_of_two_merges_in_a_row_either_can_be_undone_first(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE, PARK, MILL)
    await merges(town, owner, 3, 2)
    await merges(town, owner, 2, 1)
    together = await where_reports_are(town)

    await undoes(town, owner, 3)
    first = await where_reports_are(town)
    await undoes(town, owner, 2)

    assert (together, first, await where_reports_are(town)) == ([1, 1, 1], [1, 1, 3], [1, 2, 3])


@pytest.mark.asyncio
async def test_undone_the_last_first_it_is_the_same(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE, PARK, MILL)
    await merges(town, owner, 3, 2)
    await merges(town, owner, 2, 1)

    await undoes(town, owner, 2)
    first = await where_reports_are(town)
    await undoes(town, owner, 3)

    assert (first, await where_reports_are(town)) == ([1, 2, 2], [1, 2, 3])


@pytest.mark.asyncio
async def test_an_alert_that_came_of_a_merge_stands_when_that_is_undone_until_an_organizer_decides(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE)
    await finds(town, await volunteer(town, 1))
    await tells(town, await joins(town, 2), PARK)
    await finds(town, await volunteer(town, 2))
    await merges(town, owner, 2, 1)

    await undoes(town, owner, 2)

    assert (await one(town, 1)).status is Status.ACTIVE
    assert (owner.number, Says.DISPUTED, HERE) in await written(town)


@pytest.mark.asyncio
async def test_a_dispute_that_came_of_a_merge_is_judged_anew_when_that_is_undone(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE)
    await finds(town, await volunteer(town, 1))
    await tells(town, await joins(town, 2), PARK)
    await finds(town, await volunteer(town, 2), Answer.NOTHING_THERE)
    await merges(town, owner, 2, 1)
    await finds(town, await volunteer(town, 3), card=await one(town, 1))
    disputed = (await one(town, 1)).status

    await undoes(town, owner, 2)

    assert (disputed, (await one(town, 1)).status) == (Status.UNVERIFIED, Status.ACTIVE)


@pytest.mark.asyncio
async def test_after_ten_minutes_it_stays(town: Town, clock: VirtualClock) -> None:
    owner = await owner_of(town)
    await reported(town, HERE, PARK)
    await merges(town, owner, 2, 1)
    await clock.advance(601)

    with pytest.raises(Expired):
        await undoes(town, owner, 2)
    assert (await one(town, 2)).status is Status.MERGED


@pytest.mark.asyncio
async def test_the_newest_reports_become_an_incident_of_their_own(town: Town, clock: VirtualClock) -> None:
    owner, ben = await owner_of(town), await goes_on_duty(town, 4, "harbor")
    for number in (1, 2, 3):
        await tells(town, await joins(town, number), HERE)
        await clock.advance(300)
    await finds(town, ben, Answer.CANNOT_TELL)

    assert await splits(town, owner, 1, newest=2) == 2

    opened = await one(town, 2)
    assert await where_reports_are(town) == [1, 2, 2]
    assert await where_findings_are(town) == [1]
    assert (opened.status, opened.place, opened.split_from) == (Status.UNVERIFIED, HERE, 1)
    assert (await one(town, 1)).observed < opened.observed
    assert await holders(town, 2) == {owner.number, ben.number}


@pytest.mark.asyncio
async def test_at_most_three_and_never_all_can_be_taken_out(town: Town, clock: VirtualClock) -> None:
    owner = await owner_of(town)
    offered = []
    for number in range(1, 6):
        await tells(town, await joins(town, number), HERE)
        await clock.advance(60)
        button = TakeOut(IncidentId(1), (await one(town, 1)).version)
        offered.append(len(await merging.newest(town.database, button, by=owner)))

    assert offered == [0, 1, 2, 3, 3]
    for wrong in (0, 4, 5):
        with pytest.raises(Expired):
            await splits(town, owner, 1, newest=wrong)


@pytest.mark.asyncio
async def test_a_split_is_undone_with_what_was_found_since(town: Town) -> None:
    owner = await owner_of(town)
    await tells(town, await joins(town, 1), HERE)
    await tells(town, await joins(town, 2), HERE)
    await splits(town, owner, 1)
    await finds(town, await volunteer(town, 1), Answer.CANNOT_TELL)

    await undoes(town, owner, 2)

    assert await where_reports_are(town) == [1, 1]
    assert await where_findings_are(town) == [1]
    assert (await one(town, 2)).merged_into == 1


@pytest.mark.asyncio
async def test_a_report_that_joined_an_alert_can_be_taken_out_too(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE)
    await is_confirmed(town, await volunteer(town, 1), await volunteer(town, 2))
    await tells(town, await joins(town, 5), HERE)

    await splits(town, owner, 1)

    assert [(await one(town, number)).status for number in (1, 2)] == [Status.ACTIVE, Status.UNVERIFIED]


@pytest.mark.asyncio
async def test_a_split_of_an_alert_says_so_to_all_who_hold_its_card_on_duty_or_not(town: Town) -> None:
    owner, ben = await owner_of(town), await goes_on_duty(town, 4, "harbor")
    await reported(town, HERE)
    await is_confirmed(town, await volunteer(town, 1), await volunteer(town, 2))
    await tells(town, await joins(town, 5), HERE)
    await starts_duty(town, ben, 0)
    await splits(town, owner, 1)

    async with town.database.reading() as tx:
        said = {who: (await cards.one(tx, IncidentId(2), who)).out_of_alert for who in (owner.number, ben.number)}
        source = (await cards.one(tx, IncidentId(1), owner.number)).out_of_alert
    assert said == {owner.number: True, ben.number: True}
    assert not source
    assert await holders(town, 1) <= await holders(town, 2)


@pytest.mark.asyncio
async def test_who_is_merged_into_what_somebody_looks_at_hears_that_somebody_looks(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE, PARK)
    await claims(town, await volunteer(town, 1), await one(town, 1))
    before = await written(town)
    await merges(town, owner, 2, 1)

    assert await written(town) - before == {(3, Says.REPORT_CLAIMED, PARK)}


@pytest.mark.asyncio
async def test_whose_merge_is_undone_after_it_was_dismissed_hears_that_theirs_is_looked_at(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE, PARK)
    await merges(town, owner, 2, 1)
    for number in (1, 2):
        await finds(town, await volunteer(town, number), Answer.NOTHING_THERE, card=await one(town, 1))
    before = await written(town)
    await undoes(town, owner, 2)

    assert (await one(town, 2)).status is Status.UNVERIFIED
    assert await written(town) - before == {(3, Says.REPORT_APART, PARK)}


@pytest.mark.asyncio
async def test_who_got_the_alert_hears_nothing_twice_of_what_is_merged_into_it(town: Town) -> None:
    owner, ben, cai = await owner_of(town), await volunteer(town, 1), await volunteer(town, 2)
    await reported(town, HERE)
    await is_confirmed(town, ben, cai)
    await tells(town, await joins(town, 5), PARK)
    await finds(town, await volunteer(town, 3), card=await one(town, 2))
    await merges(town, owner, 2, 1)
    await decides(town, owner, Step.FOLLOW_UP, await one(town, 1))

    gone_out = await going_out(town)
    assert {alert_of(each).incident for each in gone_out} == {1}
    assert [(each.kind, each.way) for each in gone_out] == [
        (Kind.ALERT, Way.SEND),
        (Kind.FOLLOW_UP, Way.SILENT_REPLY),
        (Kind.FOLLOW_UP, Way.EDIT),
    ]


@pytest.mark.asyncio
async def test_a_new_report_after_a_merge_joins_what_is_open(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE, PARK)
    await merges(town, owner, 2, 1)
    await tells(town, await joins(town, 5), HERE)

    assert (await where_reports_are(town))[-1] == 1


async def refused(act: object) -> type[Refusal]:
    with pytest.raises(Refusal) as no:
        await act  # type: ignore[misc]
    return no.type


@pytest.mark.asyncio
async def test_every_no_to_a_merge(town: Town) -> None:
    owner, ben = await owner_of(town), await volunteer(town, 1)
    await reported(town, HERE, PARK, QUAY)
    old = await one(town, 2)
    await claims(town, ben, await one(town, 1))
    button = Merge(IncidentId(2), old.version + 1, IncidentId(1))

    assert await refused(merges(town, ben, 2, 1)) is NotAllowed
    assert await refused(suggested(town, ben, 2)) is NotAllowed
    assert await refused(merges(town, await joins(town, 1), 2, 1)) is NotAllowed
    assert await refused(merges(town, owner, 2, 2)) is Expired
    assert await refused(merges(town, owner, 2, 3)) is Expired
    assert await refused(merges(town, owner, 2, 99)) is Expired
    stale = merging.merge(town.database, button, by=owner, city=town.city, policy=town.policy, now=town.clock.now())
    assert await refused(stale) is Stale
    assert await where_reports_are(town) == [1, 2, 3]


@pytest.mark.asyncio
async def test_what_was_published_is_merged_into_nothing(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE)
    await is_confirmed(town, await volunteer(town, 1), await volunteer(town, 2))
    await tells(town, await joins(town, 5), PARK)

    assert await refused(merges(town, owner, 1, 2)) is IllegalStep
    await merges(town, owner, 2, 1)
    assert await refused(merges(town, owner, 2, 1)) is IllegalStep


@pytest.mark.asyncio
async def test_a_claim_that_ran_out_merges_nothing(town: Town, clock: VirtualClock) -> None:
    ben = await volunteer(town, 1)
    await reported(town, HERE, PARK)
    await claims(town, ben, await one(town, 2))
    await clock.advance(600)

    assert await refused(merges(town, ben, 2, 1)) is NotAllowed


@pytest.mark.asyncio
async def test_every_no_to_a_split_and_to_an_undo(town: Town) -> None:
    owner, ben = await owner_of(town), await volunteer(town, 1)
    await tells(town, await joins(town, 1), HERE)
    assert await refused(splits(town, owner, 1)) is Expired
    await tells(town, await joins(town, 2), HERE)
    await claims(town, ben, await one(town, 1))

    assert await refused(splits(town, ben, 1)) is NotAllowed
    assert await refused(undoes(town, owner, 1)) is Expired
    await splits(town, owner, 1)
    assert await refused(undoes(town, ben, 2)) is NotAllowed
    await decides(town, owner, Step.DISMISS, await one(town, 1))
    assert await refused(splits(town, owner, 1)) is IllegalStep
    assert await refused(undoes(town, owner, 2)) is IllegalStep


@pytest.mark.asyncio
async def test_a_forged_decision_merges_nothing(town: Town) -> None:
    owner = await owner_of(town)
    await reported(town, HERE, PARK)

    assert await refused(decides(town, owner, Step.MERGE)) is NotAllowed
    await merges(town, owner, 2, 1)
    assert await refused(decides(town, owner, Step.UNMERGE, await one(town, 2))) is NotAllowed
