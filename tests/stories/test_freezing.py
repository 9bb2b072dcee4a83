"""Organizers stop all sending and let it go on, and look at what was done and confirmed. The whole bot at work."""

from pathlib import Path

import pytest
from sqlalchemy import update

from bot.domain.ledger import Act
from bot.domain.people import Role
from bot.drawing import WITHIN
from db.tables import ledger
from simulator.phones import EnginePhone
from tests.services.acts import is_confirmed, is_made, joins
from tests.services.freezes import frozen
from tests.stories.harborton import Harborton


async def second(harborton: Harborton) -> EnginePhone:
    """Another organizer, who listens nowhere."""
    omar = await harborton.resident("Omar")
    await is_made(harborton.town, await joins(harborton.town, omar.id), Role.ORGANIZER)
    return omar


async def is_alerted(harborton: Harborton) -> EnginePhone:
    """Something is reported and confirmed; who reported it."""
    ana = await harborton.resident("Ana")
    await harborton.reports(ana)
    ben, carla = [await joins(harborton.town, one, role=Role.VOLUNTEER) for one in (21, 22)]
    await is_confirmed(harborton.town, ben, carla)
    return ana


@pytest.mark.asyncio
async def test_one_stops_all_sending_with_a_tap_and_two_let_it_go_on(harborton: Harborton) -> None:
    olga, omar = await harborton.organizer(), await second(harborton)
    await olga.says("/people")
    await olga.hears("2 organizers")
    await olga.presses("Stop all sending")
    await olga.hears("Stop all sending to the public?")
    await olga.presses("Stop all sending")
    await omar.hears("An organizer stopped it.")
    ana = await is_alerted(harborton)
    await ana.hears("was confirmed")
    await harborton.avisa.courier.idle()
    quiet = [one.text for one in ana.messages() if "Confirmed: ICE" in one.text]

    await olga.says("/freeze")
    await olga.hears("1 message to the public waits.")
    await olga.presses("Resume sending")
    waits = await olga.hears("You agreed.")
    await omar.hears("An organizer asks you to agree")
    await omar.says("/freeze")
    await omar.hears("1 message to the public waits.")
    await omar.presses("Resume sending")
    await ana.hears("Confirmed: ICE activity")

    assert (quiet, waits.labels) == ([], [])
    assert await frozen(harborton.town) is None


@pytest.mark.asyncio
async def test_the_ledger_says_what_was_done_as_whom_and_that_nobody_changed_it(harborton: Harborton) -> None:
    olga = await harborton.organizer()
    await is_alerted(harborton)
    await olga.says("/freeze")
    await olga.hears("Stop all sending to the public?")
    await olga.presses("Stop all sending")
    await olga.hears("An organizer stopped it.")
    await olga.says("/ledger")
    shown = await olga.hears("The chain is whole: 3 entries.")

    lines = shown.text.split("\n\n")
    assert "all sending stopped" in lines[1]
    assert lines[1].endswith(": organizer")
    assert "Confirmed: ICE activity · No. 1" in lines[2]
    assert lines[2].endswith(": volunteer")
    assert str(olga.id) not in shown.text


@pytest.mark.asyncio
async def test_a_ledger_that_somebody_changed_says_where(harborton: Harborton) -> None:
    olga = await harborton.organizer()
    async with harborton.town.database.transaction() as tx:
        await tx.run(update(ledger).values(act=Act.RESUMED))
    await olga.says("/ledger")

    await olga.hears("The chain is broken at entry 1")


@pytest.mark.asyncio
async def test_the_record_comes_as_a_table_and_a_map(harborton: Harborton) -> None:
    olga = await harborton.organizer()
    await is_alerted(harborton)
    await olga.says("/record")
    await olga.hears("For how long back?")
    await olga.presses("30 days")
    await olga.hears("1 confirmed incident")

    kinds = [one.kind for one in olga.messages()[-2:]]
    assert kinds == ["document", "document"]


@pytest.mark.asyncio
async def test_the_counts_come_as_a_picture_that_another_process_has_drawn_wherever_the_bot_is_at_work(
    harborton: Harborton, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    olga = await harborton.organizer()
    await olga.says("/stats")
    await olga.hears("Nothing was reported")
    await is_alerted(harborton)
    await olga.says("/stats")
    shown = await olga.hears("1. Harbor", within=WITHIN)

    assert shown.kind == "photo"


@pytest.mark.asyncio
@pytest.mark.parametrize("data", ["zs", "zf", "za:resume:1", "zl:0", "zr:year"])
async def test_the_buttons_of_organizers_answer_volunteers_with_no(harborton: Harborton, data: str) -> None:
    ben = await harborton.volunteer("Ben", "harbor")
    await ben.says("/help")
    shown = await ben.hears("/report")
    await ben.forges(shown.id, data)

    await ben.is_told("That is not open to you.")
    assert await frozen(harborton.town) is None
