"""Findings, what they add up to, and every no to them."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.broadcast import Audience, Kind, Lane, State, Way
from bot.domain.ids import EVERYWHERE, IncidentId, NeighborhoodId
from bot.domain.incident import Activity, Incident, Number, Status, Step
from bot.domain.letter import Says
from bot.domain.people import Person, Role
from bot.domain.refusals import AlreadyFound, Expired, IllegalStep, NotAllowed, OwnReport, Refusal, Stale
from bot.domain.report import When
from bot.domain.verification import Answer, Verdict, Where
from bot.services import meeting
from bot.town import Town
from db import letters
from db.tables import broadcasts, cards
from db.tables import findings as finding_rows
from simulator.clock import VirtualClock
from tests.services.acts import alert_of, decides, finds, goes_on_duty, going_out, is_made, joins, newest, rows, tells

Look = tuple[Answer, Where]

SEEN, SEEN_REMOTE = (Answer.SEEN, Where.ON_SCENE), (Answer.SEEN, Where.REMOTE)
NOTHING, UNSURE = (Answer.NOTHING_THERE, Where.ON_SCENE), (Answer.CANNOT_TELL, Where.REMOTE)

RING_0, RING_1 = (NeighborhoodId("harbor"),), (NeighborhoodId("mill"), NeighborhoodId("hill"))


async def looks(town: Town, *answers: Look) -> list[Verdict]:
    """So many volunteers answer, one after the other."""
    said = []
    for number, (answer, where) in enumerate(answers):
        said.append(await finds(town, await joins(town, 20 + number, role=Role.VOLUNTEER), answer, where))
    return said


async def written(town: Town) -> set[tuple[int, Says]]:
    """Who has a letter waiting, and what it says."""
    async with town.database.reading() as tx:
        return {(one.person, one.says) for one in await letters.due(tx, limit=100)}


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("answers", "verdict", "status"),
    [
        ([SEEN], Verdict.OPEN, Status.UNVERIFIED),
        ([SEEN, UNSURE], Verdict.OPEN, Status.UNVERIFIED),
        ([SEEN, SEEN], Verdict.CONFIRMED, Status.ACTIVE),
        ([SEEN, SEEN_REMOTE], Verdict.CONFIRMED, Status.ACTIVE),
        ([SEEN_REMOTE, SEEN], Verdict.CONFIRMED, Status.ACTIVE),
        ([SEEN_REMOTE, SEEN_REMOTE], Verdict.OPEN, Status.UNVERIFIED),
        ([SEEN_REMOTE, SEEN_REMOTE, SEEN_REMOTE], Verdict.CONFIRMED, Status.ACTIVE),
        ([UNSURE, SEEN, UNSURE, SEEN], Verdict.CONFIRMED, Status.ACTIVE),
        ([UNSURE] * 5, Verdict.OPEN, Status.UNVERIFIED),
        ([NOTHING], Verdict.OPEN, Status.UNVERIFIED),
        ([NOTHING, NOTHING], Verdict.DISMISSED, Status.DISMISSED),
        ([NOTHING, UNSURE, NOTHING], Verdict.DISMISSED, Status.DISMISSED),
        ([SEEN, NOTHING], Verdict.DISPUTED, Status.UNVERIFIED),
        ([NOTHING, SEEN, SEEN], Verdict.DISPUTED, Status.UNVERIFIED),
        ([SEEN, NOTHING, NOTHING, NOTHING], Verdict.DISPUTED, Status.UNVERIFIED),
    ],
)
async def test_what_findings_add_up_to(town: Town, answers: list[Look], verdict: Verdict, status: Status) -> None:
    await tells(town, await joins(town, 1))

    said = await looks(town, *answers)

    assert (said[-1], (await newest(town)).status) == (verdict, status)
    assert len(await going_out(town)) == (status is Status.ACTIVE)


@pytest.mark.asyncio
async def test_the_alert_says_what_was_seen_to_those_near_first(town: Town, clock: VirtualClock) -> None:
    told = clock.now()
    await tells(town, await joins(town, 1), activity=Activity.ENTRY, number=Number.MANY)
    await clock.advance(300)

    await looks(town, SEEN, SEEN)

    [alert] = await going_out(town)
    facts, incident = alert_of(alert), await newest(town)
    assert (alert.kind, alert.lane, alert.way, alert.state) == (Kind.ALERT, Lane.ALERT, Way.SEND, State.OPEN)
    assert alert.audience == Audience((RING_0, RING_1, (EVERYWHERE,)))
    assert (facts.incident, facts.place, facts.neighborhood) == (incident.id, "pier_library", "harbor")
    assert (facts.activity, facts.number) == (Activity.ENTRY, Number.MANY)
    assert (facts.observed, facts.confirmed) == (told, clock.now())
    assert (facts.expires, facts.corrected) == (clock.now() + town.policy.alert_expires, None)


@pytest.mark.asyncio
async def test_the_reporters_hear_what_came_of_it_once(town: Town) -> None:
    ana, eva = await joins(town, 1), await joins(town, 5)
    await tells(town, ana)
    await tells(town, eva)
    before = await written(town)

    await looks(town, SEEN, SEEN)

    assert before == set()
    assert await written(town) == {(ana.number, Says.REPORT_CONFIRMED), (eva.number, Says.REPORT_CONFIRMED)}


@pytest.mark.asyncio
async def test_the_reporter_hears_that_nothing_was_found(town: Town) -> None:
    ana = await joins(town, 1)
    await tells(town, ana)

    await looks(town, NOTHING, NOTHING)

    assert await written(town) == {(ana.number, Says.REPORT_DISMISSED)}


@pytest.mark.asyncio
async def test_with_an_alert_the_organizers_hold_its_card(town: Town) -> None:
    owner, ben = await joins(town, 100, role=Role.ORGANIZER), await goes_on_duty(town, 2, "harbor")
    await tells(town, await joins(town, 1))
    before = [row.person for row in await rows(town.database, cards)]
    await looks(town, SEEN, SEEN)

    assert before == [ben.number]
    assert {row.person for row in await rows(town.database, cards)} == {owner.number, ben.number}


@pytest.mark.asyncio
async def test_what_is_no_news_any_more_is_not_alerted(town: Town, clock: VirtualClock) -> None:
    await tells(town, await joins(town, 1), when=When.HOUR)
    await looks(town, SEEN)
    await clock.advance(3601)

    with pytest.raises(Expired):
        await finds(town, await joins(town, 30, role=Role.VOLUNTEER))
    assert await going_out(town) == []
    assert len(await rows(town.database, finding_rows)) == 1


@pytest.mark.asyncio
async def test_it_is_news_for_two_hours(town: Town, clock: VirtualClock) -> None:
    await tells(town, await joins(town, 1), when=When.HOUR)
    await clock.advance(3600)

    assert (await looks(town, SEEN, SEEN))[-1] is Verdict.CONFIRMED


@pytest.mark.asyncio
async def test_whoever_reports_it_later_too_is_no_witness_of_their_own(town: Town) -> None:
    await tells(town, await joins(town, 1))
    ben = await joins(town, 2, role=Role.VOLUNTEER)
    await finds(town, ben)
    await tells(town, ben)

    assert await looks(town, SEEN_REMOTE, SEEN) == [Verdict.OPEN, Verdict.CONFIRMED]


async def refused(town: Town, by: Person, card: Incident | None = None, look: Look = SEEN) -> type[Refusal]:
    with pytest.raises(Refusal) as no:
        await finds(town, by, *look, card)
    return no.type


@pytest.mark.asyncio
async def test_every_no_to_a_finding(town: Town) -> None:
    ana = await joins(town, 1, role=Role.VOLUNTEER)
    ben, cai = await joins(town, 2, role=Role.VOLUNTEER), await joins(town, 3, role=Role.VOLUNTEER)
    await tells(town, ana)
    old = await newest(town)
    await finds(town, ben)
    now = await newest(town)

    assert await refused(town, await joins(town, 4)) is NotAllowed
    assert await refused(town, ana) is OwnReport
    assert await refused(town, ben) is AlreadyFound
    assert await refused(town, ben, look=NOTHING) is AlreadyFound
    assert await refused(town, cai, old) is Stale
    assert await refused(town, cai, replace(now, version=now.version + 1)) is Stale
    assert await refused(town, cai, replace(now, id=IncidentId(10**17))) is Expired
    assert len(await rows(town.database, finding_rows)) == 1
    assert await newest(town) == now


@pytest.mark.asyncio
@pytest.mark.parametrize("ends", ["confirmed", "dismissed", "over", "retracted"])
async def test_what_is_closed_takes_no_finding(town: Town, ends: str) -> None:
    owner, late = await joins(town, 100, role=Role.ORGANIZER), await joins(town, 9, role=Role.VOLUNTEER)
    await tells(town, await joins(town, 1))
    await looks(town, *([NOTHING, NOTHING] if ends == "dismissed" else [SEEN, SEEN]))
    step: dict[str, Any] = {"over": Step.ALL_CLEAR, "retracted": Step.RETRACT}
    if ends in step:
        await decides(town, owner, step[ends])
    sent = len(await rows(town.database, broadcasts))

    assert await refused(town, late) is IllegalStep
    assert len(await rows(town.database, broadcasts)) == sent


@pytest.mark.asyncio
async def test_a_role_taken_away_between_card_and_press_counts(town: Town) -> None:
    await tells(town, await joins(town, 1))
    await looks(town, SEEN)
    ben = await joins(town, 2, role=Role.VOLUNTEER)
    await is_made(town, ben, Role.RESIDENT)

    assert await refused(town, ben) is NotAllowed
    assert await going_out(town) == []


@pytest.mark.asyncio
async def test_someone_forgotten_between_card_and_press_is_refused(town: Town) -> None:
    await tells(town, await joins(town, 1))
    await looks(town, SEEN)
    ben = await joins(town, 2, role=Role.VOLUNTEER)
    await meeting.gone(town.database, 2)

    assert await refused(town, ben) is NotAllowed
    assert await going_out(town) == []


@pytest.mark.asyncio
@pytest.mark.parametrize("look", [SEEN, NOTHING])
async def test_the_finding_of_someone_forgotten_counts_no_more(town: Town, look: Look) -> None:
    await tells(town, await joins(town, 1))
    await finds(town, await joins(town, 2, role=Role.VOLUNTEER), *look)
    await meeting.gone(town.database, 2)

    assert await looks(town, SEEN, SEEN) == [Verdict.OPEN, Verdict.CONFIRMED]
