"""A chat that sends too much."""

import asyncio

import pytest

from bot.intake.floods import BURST, CHATS_KEPT, Admits, Floods
from bot.intake.receiving import Receiving
from db.engine import Database, Wake
from db.failing import Unavailable, Unwritable
from db.tables import inbox
from tests.fresh import written_by_nobody
from tests.intake.house import Hurried, house, reply, said
from tests.intake.telegram import Telegram, blocked, message, press, raw

ANA, BEN = 42, 43


def sends(floods: Floods, number: int, *, at: float = 0.0, apart: float = 0.0, chat: int = ANA) -> list[Admits]:
    return [floods.admits(chat, at + apart * one, dated=True) for one in range(number)]


def test_a_person_in_a_hurry_floods_nothing() -> None:
    assert set(sends(Floods(), BURST)) == {Admits.YES}


def test_what_is_too_much_is_dropped_and_said_once() -> None:
    found = sends(Floods(), BURST + 100)

    assert found[BURST:] == [Admits.NO_AND_SAY_SO, *[Admits.NO] * 99]


def test_one_a_second_is_never_too_much() -> None:
    assert set(sends(Floods(), 10 * BURST, apart=1.0)) == {Admits.YES}


def test_a_flood_that_goes_on_is_heard_once_a_second_and_told_no_more() -> None:
    floods = Floods()
    sends(floods, BURST + 1)
    later = sends(floods, 100, at=1.0, apart=0.1)

    assert (later.count(Admits.YES), later.count(Admits.NO_AND_SAY_SO)) == (10, 0)


def test_after_a_rest_it_is_told_again() -> None:
    floods = Floods()
    sends(floods, BURST + 1)

    assert sends(floods, BURST + 1, at=BURST + 1)[-1] is Admits.NO_AND_SAY_SO


def test_nobody_pays_for_anybody_elses_flood() -> None:
    floods = Floods()
    sends(floods, 1000)

    assert sends(floods, 1, chat=BEN) == [Admits.YES]


def test_a_clock_that_goes_back_lets_nothing_through_and_locks_nobody_out() -> None:
    floods = Floods()
    sends(floods, BURST, at=1000.0)

    assert sends(floods, 1, at=0.0) == [Admits.NO_AND_SAY_SO]
    assert sends(floods, 1, at=1002.0) == [Admits.YES]


def test_of_chats_beyond_the_bound_nothing_is_remembered() -> None:
    floods = Floods()
    sends(floods, BURST)
    for chat in range(CHATS_KEPT):
        sends(floods, 1, chat=1000 + chat)

    assert sends(floods, 1) == [Admits.YES]


@pytest.mark.asyncio
async def test_a_flood_costs_no_row_and_a_block_always_counts(database: Database) -> None:
    told = list[int]()
    receiving = Receiving(database, Hurried(), flooding=told.append, waits=told.append)
    written = await receiving.write([*(raw(press(n)) for n in range(BURST + 50)), raw(blocked(900)), raw(press(901))])

    async with database.reading() as tx:
        kept = {row.update_id for row in await tx.all(inbox.select())}
    assert kept == {*range(BURST), 900}
    assert (told, receiving.flooded, len(written.numbers)) == ([ANA], 51, BURST + 52)
    assert None not in written.numbers


@pytest.mark.asyncio
async def test_what_comes_again_because_it_could_not_be_written_down_is_no_flood(database: Database) -> None:
    nobody = list[int]().append
    receiving = Receiving(database, Hurried(), flooding=nobody, waits=nobody)
    async with written_by_nobody(database):
        for _ in range(BURST + 1):
            with pytest.raises(Unwritable):
                await receiving.write([raw(message(7)), raw(press(8))])

    assert (await receiving.write([raw(message(7)), raw(press(8))])).new == 2
    assert receiving.flooded == 0


@pytest.mark.asyncio
async def test_all_that_comes_while_one_commit_is_under_way_shares_the_next(database: Database) -> None:
    nobody = list[int]().append
    receiving = Receiving(database, Hurried(), flooding=nobody, waits=nobody)
    commits = list[None]()
    database.listen(Wake.INBOX, lambda: commits.append(None))

    written = await asyncio.gather(*(receiving.write([raw(message(n, chat=n))]) for n in range(1, 21)))

    assert [one.numbers for one in written] == [[n] for n in range(1, 21)]
    assert receiving.taken == 20 and len(commits) <= 2


@pytest.mark.asyncio
async def test_whoever_shares_a_commit_that_fails_hears_of_it(database: Database) -> None:
    nobody = list[int]().append
    receiving = Receiving(database, Hurried(), flooding=nobody, waits=nobody)
    async with written_by_nobody(database):
        failed = await asyncio.gather(*(receiving.write([raw(message(n))]) for n in range(5)), return_exceptions=True)

    assert all(isinstance(one, Unavailable) for one in failed) and receiving.taken == 0


@pytest.mark.asyncio
async def test_a_days_messages_are_no_flood_when_they_come_at_once(database: Database) -> None:
    nobody = list[int]().append
    receiving = Receiving(database, Hurried(), flooding=nobody, waits=nobody)
    await receiving.write([raw(message(n, date=1_772_460_000 + 60 * n)) for n in range(3 * BURST)])

    assert receiving.flooded == 0


@pytest.mark.asyncio
async def test_the_person_is_told_once_and_others_are_served(database: Database) -> None:
    telegram, told = Telegram(), list[int]()
    both = asyncio.Event()

    async def slow(chat: int) -> None:
        told.append(chat)
        both.set()
        raise OSError("told or not")

    await telegram.has(*(press(n) for n in range(BURST + 30)), message(900, chat=BEN))
    async with house(database, telegram, reply, slow=slow) as here:
        here.start()
        await both.wait()
        await here.handled(BURST + 1)

    assert (told, len(said(telegram)), "900: 1" in said(telegram)) == ([ANA], BURST + 1, True)
