"""What is removed by itself: just after its window, and not a moment before."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.broadcast import Kind, State
from bot.domain.ids import UpdateId
from bot.domain.incident import Status
from bot.domain.retention import RETENTION, Kept
from bot.domain.verification import Answer, Finding, Where
from bot.services import keeping
from db import (
    areas,
    broadcasts,
    cards,
    findings,
    inbox,
    incidents,
    reports,
)
from db import sweeps as sweeping
from db.engine import Database
from db.inbox import Raw
from db.tables import areas as area_rows
from db.tables import broadcasts as broadcast_rows
from db.tables import cards as card_rows
from db.tables import findings as finding_rows
from db.tables import receipts
from db.tables import reports as report_rows
from tests.db.crowd import HARBOR, MILL, NOW, REPORT, alert, correct, someone, told
from tests.db.kept import RINGS, TRIALS, Trial, drafted, received
from tests.services.acts import alert_of

MOMENT = timedelta(microseconds=1)


async def kept(database: Database, trial: Trial) -> int:
    async with database.reading() as tx:
        counting = select(func.count()).select_from(trial.table)
        row = await tx.one(counting if trial.there is None else counting.where(trial.there))
    return int(row[0]) if row else 0


@pytest.mark.asyncio
@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.kept)
async def test_it_goes_just_after_its_window_and_not_before(database: Database, trial: Trial) -> None:
    await trial.make(database)
    end = NOW + RETENTION[trial.kept].keep
    counts = [await kept(database, trial)]
    for now in (end - MOMENT, end, end + MOMENT):
        async with database.transaction() as tx:
            await sweeping.sweep(tx, now=now)
        counts.append(await kept(database, trial))

    assert counts == [1, 1, 1, 0]


@pytest.mark.asyncio
async def test_the_key_of_a_day_goes_when_its_window_has_passed_since_that_days_end(database: Database) -> None:
    day = NOW.date()
    database.keys.seal(day, "drafts", b"1", b"two vans")
    end = datetime(day.year, day.month, day.day, tzinfo=NOW.tzinfo) + timedelta(days=1) + RETENTION[Kept.DAY_KEYS].keep
    left = []
    for now in (NOW, end - MOMENT, end):
        await keeping.sweep(database, now=now)
        left.append(database.keys.days())

    assert left == [[day], [day], []]


def test_everything_that_has_a_window_is_swept_and_tried() -> None:
    by_statement = {*sweeping.SWEEPS, Kept.LEDGER}

    assert set(RETENTION) == set(Kept)
    assert by_statement | {Kept.DAY_KEYS, Kept.WEEK_KEYS, Kept.BACKUPS, Kept.DEPARTURES} == set(Kept)
    assert {trial.kept for trial in TRIALS} == by_statement


@pytest.mark.asyncio
async def test_what_is_still_wanted_is_not_swept_however_old(database: Database) -> None:
    ana = await someone(database, 1, HARBOR)
    async with database.transaction() as tx:
        await inbox.write(tx, [Raw(UpdateId(7), 1, b"{}")], now=NOW)
    async with database.transaction() as tx:
        await sweeping.sweep(tx, now=NOW + timedelta(days=4000))

    async with database.reading() as tx:
        assert await areas.chosen(tx, ana) == {HARBOR}
        assert len(await inbox.turns(tx, after=inbox.Arrival(0), limit=9)) == 1


@pytest.mark.asyncio
async def test_receipts_stay_while_a_correction_is_on_its_way_to_their_holders(database: Database) -> None:
    ana = await someone(database, 1, HARBOR)
    opened = await alert(database, RINGS)
    await told(database, opened, ana)
    late = NOW + RETENTION[Kept.RECEIPTS].keep
    sound, edit = await correct(database, opened, Kind.RETRACTION, now=late)
    counts = []
    for finished in (opened, sound, edit):
        async with database.transaction() as tx:
            await broadcasts.finish(tx, finished.id)
            await sweeping.sweep(tx, now=late + MOMENT)
        counts.append(await kept(database, Trial(Kept.RECEIPTS, received, receipts)))

    assert counts == [1, 1, 0]


@pytest.mark.asyncio
async def test_a_neighborhood_given_up_stays_while_a_broadcast_still_counts_it(database: Database) -> None:
    ana = await someone(database, 1, HARBOR, MILL)
    await alert(database, RINGS)
    await alert(database, RINGS, now=NOW + timedelta(hours=47))
    async with database.transaction() as tx:
        await areas.leave(tx, ana, HARBOR)
        await sweeping.sweep(tx, now=NOW + timedelta(hours=49))
        rows = await tx.all(select(area_rows))

    assert {row.neighborhood for row in rows} == {HARBOR, MILL}


@pytest.mark.asyncio
async def test_with_an_incident_goes_all_that_hangs_on_it(database: Database) -> None:
    ana = await someone(database, 1, HARBOR)
    opened = await alert(database, RINGS)
    await told(database, opened, ana)
    about = alert_of(opened).incident
    async with database.transaction() as tx:
        await reports.add(tx, REPORT, incident=about, by=ana, now=NOW)
        await findings.add(tx, about, Finding(ana, Answer.SEEN, Where.REMOTE, NOW))
        await cards.deal(tx, about, [ana])
        await tx.run(update(broadcast_rows).values(state=State.DONE))
        await incidents.move(tx, await incidents.get(tx, about), Status.ACTIVE, now=NOW)
        await sweeping.sweep(tx, now=NOW + timedelta(days=400))
        left = [
            len(await tx.all(select(one))) for one in (report_rows, finding_rows, card_rows, broadcast_rows, receipts)
        ]

    assert left == [0, 0, 0, 0, 0]


@pytest.mark.asyncio
async def test_a_sweep_says_how_many_rows_it_took(database: Database) -> None:
    await drafted(database)
    async with database.transaction() as tx:
        counts = [await sweeping.sweep(tx, now=NOW + timedelta(days=1)) for _ in range(2)]

    assert counts == [1, 0]
