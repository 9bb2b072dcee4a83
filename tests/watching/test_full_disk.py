"""A disk that is full, or nearly: organizers hear of it, written down or not."""

import pytest
import pytest_asyncio

from bot import full_disk
from bot.domain.people import Role
from bot.full_disk import FullDisk
from bot.metrics import complaints
from db.engine import Transaction
from db.tables import letters
from simulator.faults import Unreachable
from simulator.phones import EnginePhone
from tests.fresh import writer
from tests.services.acts import joins, rows
from tests.watching.conftest import Watched, until_settled


@pytest_asyncio.fixture
async def olga(watched: Watched) -> EnginePhone:
    """An organizer."""
    phone = await watched.phones.phone("Olga", has_started=True)
    await joins(watched.town, phone.id, role=Role.ORGANIZER)
    return phone


@pytest.fixture
def disk(watched: Watched) -> FullDisk:
    """Whoever looks at the disk."""
    return FullDisk(watched.town, watched.avisa.application.bot, watched.avisa.lookout)


async def takes_nothing(watched: Watched) -> None:
    async def refuse(tx: Transaction) -> None:
        await tx.connection.exec_driver_sql("PRAGMA query_only = 1")

    await watched.town.database.change(refuse)
    watched.town.database.disk.refuses = True


@pytest.mark.asyncio
async def test_of_a_disk_that_is_nearly_full_organizers_hear_while_there_is_room(
    watched: Watched, disk: FullDisk, olga: EnginePhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_disk, "LEAST", 10**9)
    await disk.look()
    await disk.look()

    await olga.hears("disk is nearly full")
    assert len(olga.messages()) == 1


@pytest.mark.asyncio
async def test_nothing_is_written_down_for_it_and_who_was_not_reached_hears_at_the_next_look(
    watched: Watched, disk: FullDisk, olga: EnginePhone
) -> None:
    await takes_nothing(watched)
    watched.engine.faults.next("sendMessage", Unreachable())
    await disk.look()
    at_first = olga.heard()
    await disk.look()
    await disk.look()

    assert at_first == []
    assert len(olga.messages()) == 1
    assert await rows(watched.town.database, letters) == []


@pytest.mark.asyncio
async def test_that_it_is_full_is_said_also_when_it_was_said_that_it_is_nearly(
    watched: Watched, disk: FullDisk, olga: EnginePhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_disk, "LEAST", 10**9)
    await disk.look()
    await olga.hears("disk is nearly full")
    await until_settled(watched)
    await takes_nothing(watched)
    await disk.look()

    assert "its disk is full or broken" in olga.messages()[-1].text


@pytest.mark.asyncio
async def test_whoever_watches_over_the_bot_hears_of_it_until_it_can_write_again(
    watched: Watched, disk: FullDisk
) -> None:
    await takes_nothing(watched)
    await disk.look()
    before = await complaints(watched.watch)
    await writer(watched.town.database).close()
    await disk.look()

    assert before == ["the disk takes nothing: it is full, or may only be read"]
    assert await complaints(watched.watch) == []


@pytest.mark.asyncio
async def test_who_has_blocked_the_bot_is_not_told_again_and_again(
    watched: Watched, disk: FullDisk, olga: EnginePhone
) -> None:
    await takes_nothing(watched)
    await olga.blocks()
    await disk.look()

    assert watched.avisa.lookout.by_heart == []
