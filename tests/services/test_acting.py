"""What an update asks for takes effect once, and is answered as often as it takes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest

from bot.domain.ids import UpdateId
from bot.domain.refusals import Expired
from bot.services.acting import act
from db import inbox
from db.engine import Database, Transaction
from db.inbox import Answered, Raw
from db.tables import inbox as rows
from tests.intake.house import NOON, count, counted

UPDATE = UpdateId(7)


class Color(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Shape:
    corners: frozenset[int]
    color: Color
    seen: datetime


SHAPE = Shape(frozenset({1, 2}), Color.RED, datetime(2026, 3, 2, 12, 30, 1, 5, tzinfo=UTC))


async def arrives(database: Database, update: UpdateId = UPDATE) -> Database:
    """An update comes in; the database on its behalf."""
    async with database.transaction() as tx:
        await inbox.write(tx, [Raw(update, 42, b"{}")], now=NOON)
    return database.on_behalf_of(update)


@pytest.mark.asyncio
async def test_the_same_update_takes_effect_once_and_is_answered_the_same_twice(database: Database) -> None:
    acting = await arrives(database)

    assert [await count(acting, "a"), await count(acting, "a")] == [1, 1]
    assert await counted(database, "a") == 1


@pytest.mark.asyncio
async def test_another_update_takes_effect_too(database: Database) -> None:
    await count(await arrives(database), "a")

    assert await count(await arrives(database, UpdateId(8)), "a") == 2


@pytest.mark.asyncio
async def test_without_an_update_every_call_takes_effect(database: Database) -> None:
    assert [await count(database, "a"), await count(database, "a")] == [1, 2]


@pytest.mark.asyncio
async def test_an_update_that_the_inbox_does_not_know_takes_effect(database: Database) -> None:
    acting = database.on_behalf_of(UPDATE)

    assert [await count(acting, "a"), await count(acting, "a")] == [1, 2]


@act
async def refuse(tx: Transaction, *, tries: list[int]) -> str:
    tries.append(1)
    await inbox.failed(tx, UPDATE)
    if len(tries) < 2:
        raise Expired
    return "at last"


@pytest.mark.asyncio
async def test_an_update_that_was_answered_meanwhile_takes_effect_no_more(database: Database) -> None:
    acting = await arrives(database)
    await count(acting, "a")
    async with database.transaction() as tx:
        await inbox.answer(tx, [UPDATE], now=NOON)

    with pytest.raises(Answered):
        await count(acting, "a")
    assert await counted(database, "a") == 1


@pytest.mark.asyncio
async def test_a_refusal_changes_nothing_and_marks_nothing(database: Database) -> None:
    acting, tries = await arrives(database), list[int]()

    with pytest.raises(Expired):
        await refuse(acting, tries=tries)
    assert await refuse(acting, tries=tries) == "at last"
    async with database.reading() as tx:
        taken = await inbox.take(tx, inbox.Arrival(1))
    assert taken is not None and taken.failures == 1


@act
async def tell(tx: Transaction, answer: Any) -> Shape | datetime | str | Color | None:
    return answer  # type: ignore[no-any-return]


@pytest.mark.parametrize("answer", [SHAPE, NOON, "a secret", None])
@pytest.mark.asyncio
async def test_any_answer_comes_back_as_it_was(database: Database, answer: object) -> None:
    acting = await arrives(database)

    first = await tell(acting, answer)
    again = await tell(acting, "something else")

    assert (first, again) == (answer, answer)
    assert type(again) is type(answer)


@act
async def other(tx: Transaction) -> str:
    return "other"


@pytest.mark.asyncio
async def test_one_update_may_ask_for_two_services_each_once(database: Database) -> None:
    acting = await arrives(database)

    answers = [await count(acting, "a"), await other(acting), await count(acting, "a"), await other(acting)]

    assert answers == [1, "other", 1, "other"]


@pytest.mark.asyncio
async def test_an_answer_is_kept_sealed(database: Database) -> None:
    await tell(await arrives(database), "two vans outside")
    async with database.reading() as tx:
        [row] = await tx.all(rows.select())

    assert row.applied is not None and b"vans" not in row.applied
