"""Who listens where. A change counts for broadcasts opened after it, by their numbers and not by the clock."""

from sqlalchemy import BindParameter, ColumnElement, bindparam, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import NeighborhoodId, PersonNumber
from db.engine import Transaction, Wake
from db.tables import areas, broadcasts
from db.types import Integer, Text

NEWEST = select(func.coalesce(func.max(broadcasts.c.id), 0)).scalar_subquery()
"""The greatest broadcast so far: the logical clock of `since` and `until`."""


def listening(person: PersonNumber | BindParameter[int]) -> tuple[ColumnElement[bool], ...]:
    """The rows by which this person listens now."""
    return areas.c.person == person, areas.c.until.is_(None)


# Made once: whoever joins presses one after the other, and to make a statement takes longer than to run it.
WHO, WHERE = bindparam("who", type_=Integer), bindparam("where", type_=Text)
HERS = listening(WHO)
CHOSEN = select(areas.c.neighborhood).where(*HERS)
LISTEN = (
    insert(areas)
    .from_select(
        ["neighborhood", "person", "since"],
        select(WHERE, WHO, NEWEST).where(~exists().where(*HERS, areas.c.neighborhood == WHERE)),
    )
    .on_conflict_do_update(index_elements=list(areas.primary_key), set_={"until": None})
)
LEAVE = update(areas).where(*HERS, areas.c.neighborhood == WHERE).values(until=NEWEST)


async def chosen(tx: Transaction, person: PersonNumber) -> frozenset[NeighborhoodId]:
    """The neighborhoods that this person listens to."""
    rows = await tx.all(CHOSEN, {WHO.key: person})
    return frozenset(NeighborhoodId(row.neighborhood) for row in rows)


async def listen(tx: Transaction, person: PersonNumber, neighborhood: NeighborhoodId) -> None:
    """Listen in a neighborhood from now on. Listening already is no error."""
    await tx.run(LISTEN, {WHO.key: person, WHERE.key: neighborhood})


async def leave(tx: Transaction, person: PersonNumber, neighborhood: NeighborhoodId) -> None:
    """Stop listening in a neighborhood: broadcasts that are on their way still count it."""
    await tx.run(LEAVE, {WHO.key: person, WHERE.key: neighborhood})


async def leave_all(tx: Transaction, person: PersonNumber) -> None:
    """Stop listening everywhere, at once: broadcasts that are on their way do not reach this person any more."""
    await tx.run(delete(areas).where(areas.c.person == person))
    tx.wake(Wake.AUDIENCE)
