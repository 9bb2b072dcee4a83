"""What goes next while the last receipts of a broadcast are still being written down."""

from typing import TypeVar

import pytest

from bot.courier.load import UNPAID, Load
from bot.courier.mail import Mail
from bot.courier.settling import Settling
from bot.courier.walk import Delivery
from bot.domain.answer import Taken
from bot.domain.broadcast import Kind, Lane
from bot.domain.ids import MessageId
from bot.domain.incident import Step
from bot.domain.people import Role
from db.engine import Does
from tests.courier.conftest import Night
from tests.services import acts

T = TypeVar("T")


async def handed_out(load: Load) -> list[Delivery]:
    """Everyone whose turn it is now; the letters and cards that go out with them are passed over."""
    found = []
    while (item := await load.most_urgent()) is not None:
        if isinstance(item, Delivery):
            found.append(item)
    return found


async def carried_but_not_written(night: Night) -> tuple[Load, Settling]:
    """An alert that all have been sent and that is taken out, with its receipts not committed yet."""
    await night.crowd(3)
    await night.is_confirmed()
    load, settling = Load(night.town, paid=False), Settling()
    await load.look()
    for number, delivery in enumerate(await handed_out(load), start=1):
        outcome = Taken(MessageId(number))
        settling.gather(delivery, outcome, delivery.decide(outcome))
    assert len(load.over([])) == 1
    return load, settling


@pytest.mark.asyncio
async def test_a_broadcast_that_is_taken_out_is_not_begun_again_by_a_look_before_the_commit(night: Night) -> None:
    load, _ = await carried_but_not_written(night)
    await load.look()

    assert await handed_out(load) == []


@pytest.mark.asyncio
async def test_a_correction_waits_for_the_last_receipts_of_its_alert(night: Night) -> None:
    load, settling = await carried_but_not_written(night)
    await night.decides(Step.RETRACT)
    await load.look()
    assert await handed_out(load) == []

    async with night.town.database.transaction() as tx:
        await settling.write(tx, [], now=night.clock.now())
    load.settled(settling)
    told = await handed_out(load)
    assert {one.kind for one in told} == {Kind.RETRACTION}
    assert len({one.chat for one in told}) == 3


@pytest.mark.asyncio
async def test_while_nothing_may_go_out_unpaid_only_what_is_paid_for_does(night: Night) -> None:
    await night.crowd(3)
    await night.is_confirmed()
    load = Load(night.town, paid=True)
    await load.look()
    lanes = set()
    while (item := await load.most_urgent(unpaid=False)) is not None:
        lanes.add(item.lane)
        assert b"allow_paid_broadcast" in item.request()[1]
    assert lanes == {Lane.ALERT}
    rest = await load.most_urgent()

    assert rest is not None
    assert rest.lane in UNPAID
    assert b"allow_paid_broadcast" not in rest.request()[1]


@pytest.mark.asyncio
async def test_a_card_that_was_written_down_during_a_look_is_not_sent_once_more(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    await night.joins(4, role=Role.ORGANIZER)
    await acts.tells(night.town, await night.joins(1))
    mail, look = Mail(night.town), night.town.database.look
    await mail.look(night.town.database)
    card = mail.next(Lane.CARD)
    assert card is not None

    async def settled_meanwhile(does: Does[T]) -> T:
        seen = await look(does)
        outcome = Taken(MessageId(1))
        async with night.town.database.transaction() as tx:
            await card.settle(tx, outcome, card.decide(outcome))
        mail.settled(card)
        return seen

    monkeypatch.setattr(night.town.database, "look", settled_meanwhile)
    await mail.look(night.town.database)
    assert mail.next(Lane.CARD) is None
    assert mail.waits

    monkeypatch.undo()
    await mail.look(night.town.database)
    assert mail.next(Lane.CARD) is None
    assert not mail.waits
