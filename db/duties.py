"""Which volunteers are available, for which neighborhoods, until when."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from bot.domain.duty import Duty
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


async def on_duty(tx: Transaction, *where: NeighborhoodId, now: datetime) -> Sequence[PersonNumber]:
    """Who is on duty for any of these neighborhoods."""
    rows = await tx.all(
        select(duties.c.person)
        .where(duties.c.neighborhood.in_([*where, EVERYWHERE]), duties.c.until > now)
        .distinct()
        .order_by(duties.c.person)
    )
    return [PersonNumber(row.person) for row in rows]


async def of(tx: Transaction, person: PersonNumber, *, now: datetime) -> Duty | None:
    """This person's duty, or none when they are not on duty."""
    rows = await tx.all(select(duties).where(duties.c.person == person, duties.c.until > now))
    if not rows:
        return None
    return Duty(frozenset(NeighborhoodId(row.neighborhood) for row in rows), max(row.until for row in rows))


async def counts(tx: Transaction, *, now: datetime) -> Mapping[NeighborhoodId, int]:
    """How many are on duty for each neighborhood that someone is on duty for, and never who."""
    rows = await tx.all(
        select(duties.c.neighborhood, func.count().label("people"))
        .where(duties.c.until > now)
        .group_by(duties.c.neighborhood)
    )
    return {NeighborhoodId(row.neighborhood): row.people for row in rows}


async def on_duty_at_all(tx: Transaction, *, now: datetime) -> int:
    """How many are on duty, wherever."""
    row = await tx.one(select(func.count(duties.c.person.distinct())).where(duties.c.until > now))
    return int(row[0]) if row else 0
