"""Single values that must survive a restart."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from db.engine import Transaction
from db.tables import facts

GET = select(facts.c.value).where(facts.c.name == bindparam("wanted"))
_put = insert(facts)
PUT = _put.on_conflict_do_update(index_elements=[facts.c.name], set_={"value": _put.excluded.value})
"""Made once: each alert asks for some of them while people wait for it."""


async def get(tx: Transaction, name: str) -> bytes | None:
    """The value kept under this name, or none."""
    row = (await tx.run(GET, {"wanted": name})).one_or_none()
    return bytes(row.value) if row else None


async def put(tx: Transaction, name: str, value: bytes | None) -> None:
    """Keep a value under this name in place of any earlier one; none removes it."""
    if value is None:
        await tx.run(delete(facts).where(facts.c.name == name))
        return
    await tx.run(PUT, {"name": name, "value": value})
