"""Nobody could look in time: it comes to an end, and whoever reported it hears just that."""

import pytest

from bot.domain.buttons import HandBack
from bot.domain.details import Source
from bot.domain.incident import Status
from bot.domain.letter import Says
from bot.domain.people import Role
from bot.domain.refusals import IllegalStep
from bot.domain.verification import Answer
from bot.services import checking, lapsing, verification
from bot.town import Town
from db import cards
from db.tables import cards as cards_held
from db.tables import letters, reports
from simulator.clock import VirtualClock
from tests.services.acts import claims, finds, goes_on_duty, going_out, is_confirmed, joins, newest, rows, tells

IN_TIME = 2 * 3600


async def lapses(town: Town) -> None:
    await lapsing.lapse(town.database, policy=town.policy, now=town.clock.now())


async def cards_due(town: Town) -> list[int]:
    """Who is to be sent a card now."""
    async with town.database.reading() as tx:
        return [one.person for one in await cards.due(tx, limit=10)]


async def written(town: Town) -> list[tuple[str, int]]:
    return [(row.says, row.person) for row in await rows(town.database, letters)]


@pytest.mark.asyncio
async def test_whoever_reported_it_is_told_once_that_nobody_could_check_it(town: Town, clock: VirtualClock) -> None:
    ana, eva = await joins(town, 1), await joins(town, 4)
    await tells(town, ana)
    await tells(town, eva)
    await clock.advance(IN_TIME)
    await lapses(town)
    before = await written(town)

    await clock.advance(1)
    await lapses(town)
    await lapses(town)

    assert before == []
    assert await written(town) == [(Says.REPORT_LAPSED, ana.number), (Says.REPORT_LAPSED, eva.number)]
    assert ((await newest(town)).status, await going_out(town)) == (Status.LAPSED, [])


@pytest.mark.asyncio
async def test_after_that_nobody_can_find_anything_and_no_report_joins_it(town: Town, clock: VirtualClock) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    await tells(town, await joins(town, 1))
    await clock.advance(IN_TIME + 1)
    await lapses(town)
    with pytest.raises(IllegalStep):
        await finds(town, ben)

    told = await tells(town, await joins(town, 4))

    assert not told.known
    assert [row.incident for row in await rows(town.database, reports)] == [1, 2]


@pytest.mark.asyncio
async def test_who_asks_whether_it_is_true_still_hears_that_nobody_could_look(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1, "harbor")
    await tells(town, ana)
    await clock.advance(IN_TIME + 1)
    await lapses(town)

    known = await checking.check(town.database, by=ana, city=town.city, policy=town.policy, now=clock.now())

    assert (known.being_checked, known.never_checked) == (0, 1)


@pytest.mark.asyncio
async def test_what_somebody_looks_at_waits_for_them(town: Town, clock: VirtualClock) -> None:
    ben = await goes_on_duty(town, 2, "harbor")
    await tells(town, await joins(town, 1))
    await clock.advance(IN_TIME - 60)
    await claims(town, ben)
    await clock.advance(120)
    await lapses(town)
    looked = (await newest(town)).status

    await verification.hand_back(town.database, HandBack((await newest(town)).id), by=ben, now=clock.now())
    await lapses(town)

    assert (looked, (await newest(town)).status) == (Status.UNVERIFIED, Status.LAPSED)


@pytest.mark.asyncio
@pytest.mark.parametrize("answer", [Answer.SEEN, Answer.NOTHING_THERE])
async def test_what_was_decided_in_time_stays_as_it_was(town: Town, clock: VirtualClock, answer: Answer) -> None:
    ben, cai = await joins(town, 2, role=Role.VOLUNTEER), await joins(town, 3, role=Role.VOLUNTEER)
    await tells(town, await joins(town, 1))
    if answer is Answer.SEEN:
        await is_confirmed(town, ben, cai)
    else:
        for one in (ben, cai):
            await finds(town, one, answer)
    before = await newest(town)
    await clock.advance(IN_TIME + 1)

    await lapses(town)

    assert await newest(town) == before


@pytest.mark.asyncio
async def test_whoever_has_not_got_its_card_by_then_is_not_woken_by_it(town: Town, clock: VirtualClock) -> None:
    owner = await joins(town, 100, role=Role.ORGANIZER)
    await clock.advance(14 * 3600)
    await tells(town, await joins(town, 1), source=Source.HEARD)
    await clock.advance(IN_TIME + 1)

    await lapses(town)

    assert await cards_due(town) == []
    assert [row.person for row in await rows(town.database, cards_held)] == [owner.number]
