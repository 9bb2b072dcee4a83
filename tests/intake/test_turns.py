"""Several processes over one inbox: each chat is one's, in order and one update at a time, whoever comes and goes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from telegram import Update

from db.engine import Database
from db.inbox import Chat
from tests.intake.house import House, house, reply, said
from tests.intake.telegram import PATIENCE, Telegram, message

CHATS = range(1, 9)


@dataclass
class Desk:
    """What all of them know: who is there, and who is at which chat."""

    there: list[str] = field(default_factory=list)
    held: dict[Chat, str] = field(default_factory=dict)
    refused: int = 0


@dataclass
class Seat:
    """One of them."""

    desk: Desk
    name: str

    def is_ours(self, chat: Chat) -> bool:
        there = self.desk.there
        return bool(there) and there[hash(chat) % len(there)] == self.name

    async def hold(self, chat: Chat) -> bool:
        holder = self.desk.held.setdefault(chat, self.name)
        self.desk.refused += holder != self.name
        return holder == self.name

    async def let_go(self, chat: Chat) -> None:
        del self.desk.held[chat]


async def until(holds: Callable[[], bool]) -> None:
    """Wait until this holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110  nothing tells when
            await asyncio.sleep(0)


@pytest.mark.asyncio
async def test_each_update_is_handled_by_one_of_them_and_all_are(database: Database) -> None:
    desk, first, second = Desk(["a", "b"]), Telegram(), Telegram()
    for number in range(40):
        await first.has(message(number, chat=CHATS[number % 8]))
    async with (
        house(database, first, reply, turns=Seat(desk, "a")) as here,
        house(database, second, reply, turns=Seat(desk, "b"), polls=False) as there,
    ):
        here.intake.may_poll.set()
        here.start()
        there.start()
        await first.until(lambda: not first.queue)
        await here.all_answered()

    counts = sorted(int(one.partition(": ")[2]) for one in [*said(first), *said(second)])
    assert first.posted and second.posted
    assert counts == sorted([1, 2, 3, 4, 5] * 8)


@pytest.mark.asyncio
async def test_what_is_anothers_is_left_to_it_until_it_is_gone(database: Database) -> None:
    desk, telegram = Desk(["b"]), Telegram()
    await telegram.has(message(1, chat=1), message(2, chat=1))
    async with house(database, telegram, reply, turns=Seat(desk, "a")) as here:
        here.intake.may_poll.set()
        here.start()
        await telegram.until(lambda: not telegram.queue)
        assert said(telegram) == []
        desk.there = ["a"]
        here.intake.look_again()
        await here.handled(2)

    assert said(telegram) == ["1: 1", "2: 2"]


@pytest.mark.asyncio
async def test_whoever_takes_over_waits_until_the_other_is_done_and_goes_on_after_it(database: Database) -> None:
    desk, first, second = Desk(["a"]), Telegram(), Telegram()
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(update: Update, here: House) -> None:
        begun.set()
        await go_on.wait()
        await reply(update, here)

    await first.has(message(1, chat=1), message(2, chat=1))
    async with (
        house(database, first, slowly, turns=Seat(desk, "a")) as here,
        house(database, second, reply, turns=Seat(desk, "b"), polls=False) as there,
    ):
        here.intake.may_poll.set()
        here.start()
        there.start()
        await begun.wait()
        desk.there = ["b"]
        here.intake.look_again()
        there.intake.look_again()
        await until(lambda: desk.refused > 0)
        go_on.set()
        await there.handled(1)

    assert (said(first), said(second)) == (["1: 1"], ["2: 2"])


@pytest.mark.asyncio
async def test_who_does_not_lead_polls_nothing(database: Database) -> None:
    telegram = Telegram()
    await telegram.has(message(1))
    async with house(database, telegram, reply, turns=Seat(Desk(["a"]), "a")) as here:
        here.start()
        await here.all_answered()
        assert telegram.queue
        here.intake.may_poll.set()
        await here.handled(1)

    assert said(telegram) == ["1: 1"]
