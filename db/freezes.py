"""Whether all sending to the public is frozen, and which organizers have agreed to what takes two of them."""

from collections.abc import Collection
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import delete, literal_column, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.freezing import Freeze, Wish
from bot.domain.ids import PersonNumber
from bot.domain.people import Role
from db import facts
from db.engine import Transaction, Wake
from db.tables import agreements, people

FROZEN = "frozen"
"""Under what it is kept."""

FREEZE = TypeAdapter(Freeze)


async def frozen(tx: Transaction) -> Freeze | None:
    """The freeze that holds, if one does."""
    kept = await facts.get(tx, FROZEN)
    return None if kept is None else FREEZE.validate_json(kept)


async def begin(tx: Transaction, freeze: Freeze) -> None:
    """Nothing goes out to the public from now on. The courier is woken to see it."""
    await facts.put(tx, FROZEN, FREEZE.dump_json(freeze))
    tx.wake(Wake.COURIER)


async def end(tx: Transaction) -> None:
    """What waits goes out again."""
    await facts.put(tx, FROZEN, None)
    await tx.run(delete(agreements))
    tx.wake(Wake.COURIER)


async def agree(tx: Transaction, wish: Wish, about: int, by: PersonNumber, *, now: datetime) -> None:
    """Note that this organizer agrees to it, from now on."""
    statement = insert(agreements).values(wish=wish, about=about, person=by, at=now)
    await tx.run(statement.on_conflict_do_update(index_elements=list(agreements.primary_key), set_={"at": now}))


async def agreed(tx: Transaction, wish: Wish, about: int, *, since: datetime) -> Collection[PersonNumber]:
    """Who has agreed to it since then and still is an organizer."""
    rows = await tx.all(
        select(agreements.c.person)
        .join(people, people.c.number == agreements.c.person)
        .where(agreements.c.wish == wish, agreements.c.about == about, agreements.c.at >= since)
        .where(people.c.role == literal_column(f"'{Role.ORGANIZER}'"), people.c.suspended.is_(None))
    )
    return [PersonNumber(row.person) for row in rows]
