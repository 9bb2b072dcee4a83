"""An exercise: begun by two, heard by those who take part and by nobody else, and counted nowhere."""

from collections.abc import Collection
from datetime import timedelta

import pytest

from bot.domain.broadcast import Kind, Receipt
from bot.domain.buttons import Exercises, Merge, Taking
from bot.domain.checked import Checked
from bot.domain.drill import Times
from bot.domain.ids import EVERYWHERE, IncidentId, Language, NeighborhoodId
from bot.domain.incident import Incident, Status, Step
from bot.domain.ledger import Act
from bot.domain.letter import LetterFacts, Says
from bot.domain.people import Person, Role
from bot.domain.progress import SOON
from bot.domain.refusals import Expired, IllegalStep, NotAllowed
from bot.domain.verification import Answer, Verdict
from bot.services import checking, drilling, keeping, merging, progressing
from bot.town import Town
from db import areas, audience, duties, letters, people, record, tallies
from db import broadcasts as sent
from db.tables import cards, ledger, reports
from db.tables import letters as letter_rows
from simulator.clock import VirtualClock
from tests.services.acts import (
    alert_of,
    claims,
    decides,
    finds,
    going_out,
    is_confirmed,
    joins,
    newest,
    rows,
    starts_duty,
    tells,
)

HARBOR = NeighborhoodId("harbor")


async def takes_part(town: Town, *persons: Person, taking: Taking = Taking.PART) -> None:
    for one in persons:
        await drilling.take_part(town.database, Exercises(taking), by=one)


async def agrees(town: Town, by: Person) -> None:
    await drilling.agree(town.database, by=by, city=town.city, now=town.clock.now())


async def begun(town: Town) -> tuple[Person, Person, Person, Person]:
    """Two organizers have begun one; two volunteers on duty take part, and so does a resident far away. A volunteer, an
    organizer and a resident who do not are there too."""
    now = town.clock.now()
    async with town.database.transaction() as tx:
        made = [
            await people.add(tx, number, language=Language("en"), role=role, now=now)
            for number, role in enumerate(
                (Role.ORGANIZER, Role.ORGANIZER, Role.VOLUNTEER, Role.VOLUNTEER, Role.RESIDENT), start=1
            )
        ]
        for one in made[2:]:
            await people.exercise(tx, one.number, takes_part=True)
        others = [
            await people.add(tx, number, language=Language("en"), role=role, now=now)
            for number, role in ((6, Role.ORGANIZER), (7, Role.VOLUNTEER), (8, Role.RESIDENT))
        ]
        for one in (*made[2:4], *others):
            await areas.listen(tx, one.number, HARBOR)
        for one in (*made[2:4], others[1]):
            await duties.start(tx, one.number, [HARBOR], until=now + timedelta(hours=4))
    olga, omar, ben, cai, _ = made
    await agrees(town, olga)
    await agrees(town, omar)
    return olga, omar, ben, cai


async def hear(town: Town) -> set[int]:
    """Whom everything under way reaches, and is still to reach."""
    async with town.database.reading() as tx:
        found = set()
        for one in await sent.under_way(tx):
            reached = await audience.recipients(tx, one, after=one.cursor, limit=100, now=town.clock.now())
            still = await audience.still(tx, one, {who.place.number for who in reached}, now=town.clock.now())
            assert still == {who.place.number for who in reached}
            found |= {who.chat for who in reached}
    return found


async def lettered(town: Town, says: Says) -> list[int]:
    return [row.person for row in await rows(town.database, letter_rows) if row.says == says]


@pytest.mark.asyncio
async def test_one_organizer_alone_begins_none_and_the_others_are_asked(town: Town) -> None:
    olga, omar = [await joins(town, one, role=Role.ORGANIZER) for one in (1, 2)]
    await agrees(town, olga)
    await agrees(town, olga)

    assert await rows(town.database, reports) == []
    assert await lettered(town, Says.EXERCISE_WISHED) == [omar.number]


@pytest.mark.asyncio
async def test_an_agreement_holds_for_an_hour(town: Town, clock: VirtualClock) -> None:
    olga, omar = [await joins(town, one, role=Role.ORGANIZER) for one in (1, 2)]
    await agrees(town, olga)
    await clock.advance(timedelta(hours=1, seconds=1).total_seconds())
    await agrees(town, omar)

    assert await rows(town.database, reports) == []


@pytest.mark.asyncio
async def test_only_organizers_begin_one_and_none_while_one_is_under_way(town: Town) -> None:
    olga, _, ben, _ = await begun(town)

    with pytest.raises(NotAllowed):
        await agrees(town, ben)
    with pytest.raises(IllegalStep):
        await agrees(town, olga)


@pytest.mark.asyncio
async def test_its_card_goes_to_who_takes_part_and_to_no_other_volunteer_or_organizer(town: Town) -> None:
    olga, omar, ben, cai = await begun(town)
    late = await joins(town, 9, "harbor", role=Role.VOLUNTEER)
    await starts_duty(town, late, 4, EVERYWHERE)

    before = await holders(town)
    await is_confirmed(town, ben, cai)

    assert before == await holders(town) == {one.number for one in (olga, omar, ben, cai)}


async def holders(town: Town) -> Collection[int]:
    """Who holds a card."""
    return {row.person for row in await rows(town.database, cards)}


@pytest.mark.asyncio
async def test_its_alert_and_its_end_reach_all_who_take_part_wherever_they_listen_and_nobody_else(town: Town) -> None:
    olga, _, ben, cai = await begun(town)
    await is_confirmed(town, ben, cai)
    assert await hear(town) == {1, 2, 3, 4, 5}
    assert not (await progressing.look(town.database, now=town.clock.now() + SOON)).due
    [alert] = await going_out(town)
    async with town.database.transaction() as tx:
        await sent.settle(tx, [Receipt(alert.id, ben.number, None)], [])

    await decides(town, olga, Step.ALL_CLEAR)

    told = await going_out(town)
    assert all(alert_of(one).exercise for one in (alert, *told))
    assert [one.kind for one in told if one.kind is not Kind.ALERT] == [Kind.ALL_CLEAR]
    assert await hear(town) <= {1, 2, 3, 4, 5}


@pytest.mark.asyncio
async def test_who_takes_part_no_more_hears_of_it_no_more(town: Town) -> None:
    _, _, ben, cai = await begun(town)
    await is_confirmed(town, ben, cai)
    await takes_part(town, ben, taking=Taking.NONE)

    assert await hear(town) == {1, 2, 4, 5}


@pytest.mark.asyncio
async def test_a_dispute_about_it_asks_only_the_organizers_who_take_part_and_says_what_it_is(town: Town) -> None:
    olga, omar, ben, cai = await begun(town)
    await finds(town, ben)

    assert await finds(town, cai, Answer.NOTHING_THERE) is Verdict.DISPUTED
    async with town.database.reading() as tx:
        asked = [one for one in await letters.due(tx, limit=100) if one.says is Says.DISPUTED]
    assert {one.person for one in asked} == {olga.number, omar.number}
    assert all(isinstance(one.facts, LetterFacts) and one.facts.exercise for one in asked)


@pytest.mark.asyncio
async def test_after_it_the_organizers_who_take_part_read_when_each_step_was_done(
    town: Town, clock: VirtualClock
) -> None:
    olga, omar, ben, cai = await begun(town)
    start = clock.now()
    await clock.advance(60)
    await claims(town, ben)
    await clock.advance(60)
    await finds(town, ben)
    await clock.advance(60)
    await finds(town, cai)
    await clock.advance(60)
    await decides(town, olga, Step.ALL_CLEAR)

    async with town.database.reading() as tx:
        ends = [one for one in await letters.due(tx, limit=100) if one.says is Says.EXERCISE_OVER]
    reported, claimed, found, alerted, over = [start + timedelta(minutes=one) for one in range(5)]
    assert {one.person for one in ends} == {olga.number, omar.number}
    assert {one.facts for one in ends} == {Times(IncidentId(1), reported, claimed, found, alerted, over, heard=0)}


@pytest.mark.asyncio
async def test_one_that_nobody_ends_ends_by_itself_with_what_was_done(town: Town, clock: VirtualClock) -> None:
    olga, omar, ben, cai = await begun(town)
    await is_confirmed(town, ben, cai)
    await clock.advance(town.policy.alert_expires.total_seconds())
    await keeping.expire(town.database, now=clock.now())

    assert (await newest(town)).status is Status.EXPIRED
    assert await lettered(town, Says.EXERCISE_OVER) == [olga.number, omar.number]


async def asks(town: Town, by: Person) -> Checked:
    return await checking.check_at(
        town.database,
        NeighborhoodId(EVERYWHERE),
        by=by,
        city=town.city,
        policy=town.policy,
        now=town.clock.now(),
    )


async def counted(town: Town) -> tuple[int, int]:
    """How many incidents the record and the statistics have."""
    week = town.clock.now() - timedelta(days=30)
    async with town.database.reading() as tx:
        return len(await record.confirmed(tx, since=week)), len(await tallies.since(tx, week))


@pytest.mark.asyncio
async def test_nobody_who_asks_is_told_of_it_and_it_counts_nowhere_but_in_the_ledger(town: Town) -> None:
    olga, _, ben, cai = await begun(town)
    ana = await joins(town, 5, "quay")
    unconfirmed, unconfirmed_counts = await asks(town, ana), await counted(town)
    await is_confirmed(town, ben, cai)
    stands = await asks(town, ana)
    await decides(town, olga, Step.ALL_CLEAR)
    over = await asks(town, ana)

    acts = [row.act for row in await rows(town.database, ledger)]

    assert unconfirmed == stands == over
    assert not over.confirmed
    assert not over.closed
    assert over.being_checked == 0
    assert unconfirmed_counts == await counted(town) == (0, 0)
    assert acts == [Act.EXERCISE] * 3


async def merges(town: Town, by: Person, one: Incident, into: Incident) -> None:
    await merging.merge(
        town.database,
        Merge(one.id, one.version, into.id),
        by=by,
        city=town.city,
        policy=town.policy,
        now=town.clock.now(),
    )


@pytest.mark.asyncio
async def test_what_is_real_never_becomes_a_part_of_it(town: Town) -> None:
    olga, *_ = await begun(town)
    played = await newest(town)
    ana = await joins(town, 5, "quay")
    submitted = await tells(town, ana, played.place)
    real = await newest(town)

    with pytest.raises(Expired):
        await merges(town, olga, real, played)
    with pytest.raises(Expired):
        await merges(town, olga, played, real)
    assert not submitted.known
    assert (played.exercise, real.exercise) == (True, False)
