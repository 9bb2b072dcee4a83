"""Which volunteers are available, for which neighborhoods, until when."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.domain.ids import EVERYWHERE, NeighborhoodId, PersonNumber
from db.engine import Transaction
from db.tables import duties


async def start(
    tx: Transaction, person: PersonNumber, neighborhoods: Collection[NeighborhoodId], *, until: datetime
) -> None:
    """Be on duty in these neighborhoods, and in no others, until then."""
    await end(tx, person)
    rows = [{"person": person, "neighborhood": one, "until": until} for one in neighborhoods]
    if rows:
        await tx.run(insert(duties), rows)


async def end(tx: Transaction, person: PersonNumber) -> None:
    """Be on duty no more."""
    await tx.run(delete(duties).where(duties.c.person == person))


async def on_duty(tx: Transaction, neighborhood: NeighborhoodId, *, now: datetime) -> Sequence[PersonNumber]:
    """Who is on duty for a neighborhood."""
    rows = await tx.all(
        select(duties.c.person)
        .where(duties.c.neighborhood.in_([neighborhood, EVERYWHERE]), duties.c.until > now)
        .distinct()
        .order_by(duties.c.person)
    )
    return [PersonNumber(row.person) for row in rows]
