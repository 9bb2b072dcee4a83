"""Notices on their way: to their readers only, behind what cannot wait, and halted when Telegram refuses the text."""

import pytest
from sqlalchemy import delete

from bot.courier.courier import FREE_SEATS
from bot.domain.broadcast import Kind, State
from bot.domain.people import Person, Role
from bot.services import noticing
from db.tables import broadcasts, letters
from simulator.faults import Late, Refuses, TakenButCut
from tests.courier.conftest import Night
from tests.services import acts
from tests.services.notices import amends, approves, is_proposed, proposes, withdraws, writes

NOTICE, ALERT, HALTED = "notice.heading", "alert.confirmed", "letter.notice_halted"
OLGA, OMAR = 41, 42


async def approved(night: Night) -> tuple[Person, Person]:
    """Two organizers send a notice in English and Spanish to the harbor."""
    olga, omar = [await night.joins(one, role=Role.ORGANIZER) for one in (OLGA, OMAR)]
    await approves(night.town, omar, await is_proposed(night.town, olga))
    return olga, omar


@pytest.mark.asyncio
async def test_everyone_there_gets_it_once_in_their_language_or_in_the_first_and_nobody_else(night: Night) -> None:
    crowd = await night.crowd(30)
    await night.joins(5_000, "quay")
    await approved(night)
    await night.carried()

    assert sorted(night.chats(NOTICE)) == crowd
    assert len({night.text(number) for number in crowd}) == 3


@pytest.mark.asyncio
async def test_other_words_and_a_withdrawal_stand_where_it_stood_and_sound_for_nobody(night: Night) -> None:
    crowd = await night.crowd(6)
    olga, omar = await approved(night)
    await night.carried()
    [found] = await noticing.listed(night.town.database, by=olga)
    being = await amends(night.town, omar, found)
    being = await writes(night.town, omar, being, "en", "Later.")
    await approves(night.town, olga, await proposes(night.town, omar, being))
    await night.carried()
    reworded = {night.text(number) for number in crowd}
    await withdraws(night.town, omar, found)
    await night.carried()

    assert any("Later." in text for text in reworded)
    assert not any("Friday" in text for text in reworded)
    assert sorted(night.chats(NOTICE)) == crowd
    assert all("This notice was withdrawn." in night.text(number) for number in crowd if number % 3 == 0)


@pytest.mark.asyncio
async def test_it_goes_out_after_a_restart_to_whoever_has_not_got_it(night: Night) -> None:
    crowd = await night.crowd(45)
    await approved(night)
    night.engine.faults.next("sendMessage", Late(3.0), times=100)
    night.carry()
    await night.passes(lambda: len(night.chats(NOTICE)) > 12)
    before = len(night.chats(NOTICE))
    await night.dies()
    night.engine.faults.clear()
    await night.carried()
    got = night.chats(NOTICE)

    assert before < len(crowd)
    assert set(got) == set(crowd)
    assert len(got) - len(crowd) <= FREE_SEATS


@pytest.mark.asyncio
async def test_an_alert_overtakes_it_within_what_is_in_flight(night: Night) -> None:
    crowd = await night.crowd(90)
    await approved(night)
    night.engine.faults.share("sendMessage", Late(1.0), 1.0)
    night.carry()
    await night.passes(lambda: len(night.chats(NOTICE)) > 0)
    before = len(night.chats(NOTICE))
    await night.is_confirmed()
    await night.passes(lambda: len(night.chats(ALERT)) == 90)

    assert len(night.chats(NOTICE)) <= before + 2 * FREE_SEATS < len(crowd)


@pytest.mark.asyncio
async def test_a_text_that_telegram_refuses_halts_it_at_the_first_and_tells_the_organizers(night: Night) -> None:
    await night.crowd(30)
    await approved(night)
    await night.joins(43, role=Role.VOLUNTEER)
    async with night.town.database.transaction() as tx:
        await tx.run(delete(letters))  # or the author's would meet the fault
    night.engine.faults.next("sendMessage", Refuses(400, "Bad Request: can't parse entities: x"), times=1)
    await night.carried()
    [row] = [one for one in await acts.rows(night.town.database, broadcasts) if one.kind is Kind.NOTICE]

    assert row.state is State.HALTED
    assert sorted(night.chats(HALTED)) == [OLGA, OMAR]
    assert len(night.chats(NOTICE)) < 20


@pytest.mark.asyncio
async def test_an_answer_that_leaves_it_open_makes_at_most_one_more_try(night: Night) -> None:
    await night.joins(1_000, "harbor")
    await approved(night)
    night.engine.faults.share("sendMessage", TakenButCut(), 1.0)
    night.carry()
    await night.passes(lambda: night.clock.monotonic() > 60, step=1.0)

    assert 1 <= night.chats(NOTICE).count(1_000) <= 2
