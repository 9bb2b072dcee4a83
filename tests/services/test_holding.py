"""A legal hold: a while longer for what leads to nobody, and for nothing else."""

from datetime import timedelta

import pytest

from bot.courier import holding as waiting
from bot.domain.hold import HELD, LONGEST, NoHold
from bot.domain.incident import Step
from bot.domain.ledger import Act
from bot.domain.people import Role
from bot.domain.retention import RETENTION, Kept
from bot.services import auditing, checking, holding, keeping, naming, telling, tidying
from bot.town import Town
from db import freezes, holds, invitations, ledger
from db.engine import Database
from db.opening import CHECK
from db.tables import facts, incidents
from simulator.clock import VirtualClock
from tests.db.crowd import NOW
from tests.db.kept import TRIALS, Trial
from tests.services.acts import decides, joins, rows, tells

WEEK = timedelta(days=7)


async def is_there(database: Database, trial: Trial) -> bool:
    wanted = trial.table.select() if trial.there is None else trial.table.select().where(trial.there)
    async with database.reading() as tx:
        return bool(await tx.all(wanted))


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: str(trial.kept))
@pytest.mark.asyncio
async def test_what_may_be_held_stays_and_all_else_goes_as_always(database: Database, trial: Trial) -> None:
    await trial.make(database)
    late = NOW + RETENTION[trial.kept].keep + timedelta(days=1)
    await holding.begin(database, until=late + WEEK, reason="file 12", now=late)
    await keeping.sweep(database, now=late)
    while_held = await is_there(database, trial)
    await keeping.sweep(database, now=late + 2 * WEEK + RETENTION[Kept.LEDGER].keep)

    assert while_held is (trial.kept in HELD)
    assert not await is_there(database, trial) or trial.kept in (Kept.LEDGER, Kept.ALERTED)


def test_nothing_is_held_that_leads_to_a_person_or_says_what_one_said() -> None:
    assert sorted(HELD) == ["alerted", "dismissed", "ledger", "sent_notices", "tallies"]


@pytest.mark.parametrize(
    ("ends", "reason"),
    [(timedelta(0), "file 12"), (LONGEST + timedelta(1), "file 12"), (WEEK, " "), (WEEK, "x" * 81), (WEEK, "a\nb")],
)
@pytest.mark.asyncio
async def test_one_without_an_end_or_a_reason_is_none(town: Town, ends: timedelta, reason: str) -> None:
    now = town.clock.now()

    with pytest.raises(NoHold):
        await holding.begin(town.database, until=now + ends, reason=reason, now=now)
    assert await holding.standing(town.database, now=now) is None


@pytest.mark.asyncio
async def test_it_stands_in_the_ledger_and_in_what_everyone_is_told_and_ends_by_itself(
    town: Town, clock: VirtualClock
) -> None:
    olga, now = await joins(town, 1, role=Role.ORGANIZER), clock.now()
    await holding.begin(town.database, until=now + WEEK, reason="file 12", now=now)
    told = [await telling.asked(town.database, one, now=clock.now()) for one in (olga, None)]
    await clock.advance(WEEK.total_seconds())
    page = await auditing.acts(town.database, 0, by=olga)

    assert [one.held_until for one in told] == [now + WEEK] * 2
    assert [one.act for one in page.entries if one.act is Act.HELD] == [Act.HELD]
    assert (await telling.asked(town.database, olga, now=clock.now())).held_until is None


@pytest.mark.asyncio
async def test_it_can_be_ended_before_that_and_only_once(town: Town) -> None:
    now = town.clock.now()
    await holding.begin(town.database, until=now + WEEK, reason="file 12", now=now)
    await holding.end(town.database, now=now)

    assert await holding.standing(town.database, now=now) is None
    with pytest.raises(NoHold, match="no hold"):
        await holding.end(town.database, now=now)
    assert "legal_hold" not in {row.name for row in await rows(town.database, facts)}


@pytest.mark.asyncio
async def test_what_is_held_is_told_to_nobody_for_longer(town: Town, clock: VirtualClock) -> None:
    owner, ana = await joins(town, 1, role=Role.ORGANIZER), await joins(town, 2, "harbor")
    await tells(town, ana)
    await decides(town, owner, Step.DISMISS)
    await holding.begin(town.database, until=clock.now() + 2 * WEEK, reason="file 12", now=clock.now())
    await clock.advance(WEEK.total_seconds() + 60)
    await keeping.sweep(town.database, now=clock.now())
    told = await checking.check(town.database, by=ana, city=town.city, policy=town.policy, now=clock.now())

    assert len(await rows(town.database, incidents)) == 1
    assert (told.closed, told.confirmed, told.never_checked) == ((), (), 0)


def test_nothing_else_is_kept_under_the_same_name() -> None:
    names = [CHECK, ledger.ANCHOR, ledger.HEAD, holds.FACT, naming.FACT, tidying.FACT, waiting.BULK, waiting.REPLIES]

    assert len({*names, freezes.FROZEN, invitations.REMOVED}) == len(names) + 2
