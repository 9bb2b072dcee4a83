"""Single values that must survive a restart."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from db.engine import Transaction
from db.tables import facts


async def get(tx: Transaction, name: str) -> bytes | None:
    """The value kept under this name, or none."""
    row = await tx.one(select(facts.c.value).where(facts.c.name == name))
    return bytes(row.value) if row else None


async def put(tx: Transaction, name: str, value: bytes | None) -> None:
    """Keep a value under this name in place of any earlier one; none removes it."""
    if value is None:
        await tx.run(delete(facts).where(facts.c.name == name))
        return
    statement = insert(facts).values(name=name, value=value)
    await tx.run(statement.on_conflict_do_update(index_elements=[facts.c.name], set_={"value": value}))
