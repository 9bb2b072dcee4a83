"""Who listens where. A change counts for broadcasts opened after it, by their numbers and not by the clock."""

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import NeighborhoodId, PersonNumber
from db.engine import Transaction, Wake
from db.tables import areas, broadcasts

NEWEST = select(func.coalesce(func.max(broadcasts.c.id), 0)).scalar_subquery()
"""The greatest broadcast so far: the logical clock of `since` and `until`."""


def listening(person: PersonNumber) -> tuple[ColumnElement[bool], ...]:
    """The rows by which this person listens now."""
    return areas.c.person == person, areas.c.until.is_(None)


async def chosen(tx: Transaction, person: PersonNumber) -> frozenset[NeighborhoodId]:
    """The neighborhoods that this person listens to."""
    rows = await tx.all(select(areas.c.neighborhood).where(*listening(person)))
    return frozenset(NeighborhoodId(row.neighborhood) for row in rows)


async def listen(tx: Transaction, person: PersonNumber, neighborhood: NeighborhoodId) -> None:
    """Listen in a neighborhood from now on. Listening already is no error."""
    if neighborhood not in await chosen(tx, person):
        statement = insert(areas).values(neighborhood=neighborhood, person=person, since=NEWEST)
        await tx.run(statement.on_conflict_do_update(index_elements=list(areas.primary_key), set_={"until": None}))


async def leave(tx: Transaction, person: PersonNumber, neighborhood: NeighborhoodId) -> None:
    """Stop listening in a neighborhood: broadcasts that are on their way still count it."""
    await tx.run(update(areas).where(*listening(person), areas.c.neighborhood == neighborhood).values(until=NEWEST))


async def leave_all(tx: Transaction, person: PersonNumber) -> None:
    """Stop listening everywhere, at once: broadcasts that are on their way do not reach this person any more."""
    await tx.run(delete(areas).where(areas.c.person == person))
    tx.wake(Wake.AUDIENCE)
