"""What the clock does by itself."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.people import Role
from bot.domain.retention import RETENTION, Kept
from bot.domain.verification import Answer
from bot.services import forgetting, keeping, meeting
from bot.town import Town
from db.tables import cards, findings, incidents, reports
from simulator.clock import VirtualClock
from tests.services.acts import finds, goes_on_duty, is_confirmed, joins, newest, rows, tells

DAY = timedelta(days=1)


def size(path: Path) -> int:
    return path.stat().st_size


async def sweeps_after(town: Town, clock: VirtualClock, wait: timedelta) -> None:
    await clock.advance(wait.total_seconds())
    await keeping.sweep(town.database, now=clock.now())


@pytest.mark.asyncio
async def test_who_reported_is_known_for_three_days_and_the_report_stays(town: Town, clock: VirtualClock) -> None:
    await tells(town, await joins(town, 1))
    await is_confirmed(town, await joins(town, 2, role=Role.VOLUNTEER), await joins(town, 3, role=Role.VOLUNTEER))

    await sweeps_after(town, clock, RETENTION[Kept.REPORTER_LINKS].keep + timedelta(seconds=1))

    assert [row.person for row in await rows(town.database, reports)] == [None]


@pytest.mark.asyncio
async def test_an_alert_is_on_record_for_thirteen_months_without_people(town: Town, clock: VirtualClock) -> None:
    ben, cai = await goes_on_duty(town, 2, "harbor"), await goes_on_duty(town, 3, "harbor")
    await tells(town, await joins(town, 1))
    incident = await is_confirmed(town, ben, cai)

    await sweeps_after(town, clock, timedelta(days=390))

    assert [row.id for row in await rows(town.database, incidents)] == [incident]
    assert {row.person for row in await rows(town.database, reports)} == {None}
    assert {row.person for row in await rows(town.database, findings)} == {None}
    assert await rows(town.database, cards) == []


@pytest.mark.asyncio
async def test_a_rumor_is_gone_after_a_week(town: Town, clock: VirtualClock) -> None:
    await tells(town, await joins(town, 1))
    await finds(town, await joins(town, 2, role=Role.VOLUNTEER), Answer.NOTHING_THERE)
    await finds(town, await joins(town, 3, role=Role.VOLUNTEER), Answer.NOTHING_THERE)

    await sweeps_after(town, clock, 7 * DAY + timedelta(seconds=1))

    assert await rows(town.database, incidents) == []
    assert await rows(town.database, reports) == []


@pytest.mark.asyncio
async def test_people_stay_until_they_leave(town: Town, clock: VirtualClock) -> None:
    ana = await joins(town, 1, "harbor")

    await sweeps_after(town, clock, 4000 * DAY)

    assert await meeting.known(town.database, 1) == ana


@pytest.mark.asyncio
async def test_a_lapse_moves_nothing_but_what_ran_out(town: Town, clock: VirtualClock) -> None:
    await tells(town, await joins(town, 1))
    before = await newest(town)

    await keeping.lapse(town.database, now=clock.now() + DAY)

    assert await newest(town) == before


@pytest.mark.asyncio
@pytest.mark.sqlite
async def test_the_log_is_empty_after_erasing(town: Town, tmp_path: Path) -> None:
    log = tmp_path / "data" / "avisa.db-wal"
    ana = await joins(town, 1)
    await forgetting.forget(town.database, by=ana)
    before = size(log)

    await keeping.erase(town.database, now=town.clock.now())

    assert (before > 0, size(log)) == (True, 0)


@pytest.mark.asyncio
async def test_forgetting_twice_is_forgetting_once(town: Town) -> None:
    ana, ben = await joins(town, 1), await joins(town, 2)

    await forgetting.forget(town.database, by=ana)
    await forgetting.forget(town.database, by=ana)

    assert await meeting.known(town.database, 1) is None
    assert await meeting.known(town.database, 2) == ben
