"""The database is written anew once a night, and never while somebody waits."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.ids import UpdateId
from bot.services import tidying
from bot.town import Town
from db import inbox
from db.inbox import Raw
from db.tables import quarantine as faults
from simulator.clock import VirtualClock


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
    before = town.database.size
    await tidying.tidy(town.database, city=town.city, now=clock.now())
    return town.database.size < before


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
async def test_what_is_too_large_for_the_memory_stays_as_it_is(
    town: Town, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "LARGEST", 1)
    night = timedelta(hours=(27 - clock.now().astimezone(town.city.zone).hour) % 24)

    assert not await tidied(town, clock, night)
