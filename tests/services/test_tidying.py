"""The database is written anew once a night, and never while somebody waits."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.ids import UpdateId
from bot.services import tidying
from bot.town import Town
from db import inbox, rewriting
from db.inbox import Raw
from db.sqlite import sqlite_file
from db.tables import quarantine as faults
from simulator.clock import VirtualClock

pytestmark = pytest.mark.sqlite


async def deletes_much(town: Town) -> None:
    """Leave much room where rows were."""
    long = {"reference": "abcdef", "kind": "message" * 2000, "error": "KeyError", "size": 9, "at": town.clock.now()}
    async with town.database.transaction() as tx:
        await tx.run(faults.insert(), [long] * 20)
    async with town.database.transaction() as tx:
        await tx.run(faults.delete())
    await town.database.truncate_log()


async def tidied(town: Town, clock: VirtualClock, after: timedelta) -> bool:
    """Whether the file is smaller after this look."""
    await deletes_much(town)
    await clock.advance(after.total_seconds())
    file = sqlite_file(str(town.database.engine.url))
    assert file is not None
    before = file.stat().st_size
    await tidying.tidy(town.database, city=town.city, now=clock.now())
    return file.stat().st_size < before


@pytest.mark.asyncio
async def test_once_a_night(town: Town, clock: VirtualClock) -> None:
    night = timedelta(hours=(27 - clock.now().astimezone(town.city.zone).hour) % 24)

    assert await tidied(town, clock, night)
    assert not await tidied(town, clock, timedelta(hours=1))
    assert not await tidied(town, clock, timedelta(hours=11))
    assert await tidied(town, clock, timedelta(hours=12))


@pytest.mark.asyncio
async def test_not_while_somebody_waits_for_an_answer(town: Town, clock: VirtualClock, tmp_path: Path) -> None:
    night = timedelta(hours=(27 - clock.now().astimezone(town.city.zone).hour) % 24)
    async with town.database.transaction() as tx:
        await inbox.write(tx, [Raw(UpdateId(1), 7, b"{}")], now=clock.now())

    assert not await tidied(town, clock, night)


@pytest.mark.asyncio
async def test_what_could_not_be_done_is_tried_again_at_the_next_look(
    town: Town, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = timedelta(hours=(27 - clock.now().astimezone(town.city.zone).hour) % 24)

    with monkeypatch.context() as no_room:
        no_room.setattr(rewriting, "LEAST", 10**9)
        assert not await tidied(town, clock, night)
    assert await tidied(town, clock, timedelta(minutes=20))
