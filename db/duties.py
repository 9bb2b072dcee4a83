"""Which volunteers are available, for which neighborhoods, until when."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, delete, func, insert, or_, select, update

from bot.domain.duty import Available, Duty
from bot.domain.ids import EVERYWHERE, NeighborhoodId, PersonNumber
from db.engine import Transaction
from db.tables import duties
from db.types import no


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


async def rest(
    tx: Transaction, person: PersonNumber, *, muted_until: datetime | None = None, busy_until: datetime | None = None
) -> None:
    """Leave this person in peace until then, in one way or the other, or no more."""
    wanted = {"muted_until": muted_until, "busy_until": busy_until}
    await tx.run(update(duties).where(duties.c.person == person).values(**wanted))


def _here(now: datetime) -> ColumnElement[bool]:
    """On duty and not busy."""
    return (duties.c.until > now) & _is_over(duties.c.busy_until, now)


def _is_over(until: ColumnElement[datetime | None], now: datetime) -> ColumnElement[bool]:
    return or_(until.is_(None), until <= now)


async def on_duty(
    tx: Transaction, *where: NeighborhoodId, now: datetime, awake: bool = False
) -> Sequence[PersonNumber]:
    """Who is on duty for any of these neighborhoods and not busy; `awake`, without those who want no sound."""
    there = select(duties.c.person).where(duties.c.neighborhood.in_([*where, EVERYWHERE]), _here(now))
    if awake:
        there = there.where(_is_over(duties.c.muted_until, now))
    rows = await tx.all(there.distinct().order_by(duties.c.person))
    return [PersonNumber(row.person) for row in rows]


async def everyone(tx: Transaction, *, now: datetime) -> Mapping[PersonNumber, Available]:
    """Who is on duty and not busy, and for which neighborhoods."""
    rows = await tx.all(select(duties).where(_here(now)).order_by(duties.c.person))
    found: dict[PersonNumber, set[NeighborhoodId]] = {}
    muted = {PersonNumber(row.person) for row in rows if row.muted_until is not None and row.muted_until > now}
    for row in rows:
        found.setdefault(PersonNumber(row.person), set()).add(NeighborhoodId(row.neighborhood))
    return {one: Available(frozenset(where), muted=one in muted) for one, where in found.items()}


async def ending(tx: Transaction, *, now: datetime, before: datetime) -> Mapping[PersonNumber, Duty]:
    """Whose duty ends before that, as far as they were not reminded; from now on they were."""
    rows = await tx.all(select(duties).where(duties.c.until > now, duties.c.until <= before, no(duties.c.reminded)))
    found = {PersonNumber(row.person): _duty([one for one in rows if one.person == row.person]) for row in rows}
    if found:
        await tx.run(update(duties).where(duties.c.person.in_(found)).values(reminded=True))
    return found


def muted_until(person: ColumnElement[int]) -> ScalarSelect[datetime | None]:
    """Until when whoever is on duty wants to hear no sound, in a statement about people."""
    return select(func.max(duties.c.muted_until)).where(duties.c.person == person).scalar_subquery()


async def of(tx: Transaction, person: PersonNumber, *, now: datetime) -> Duty | None:
    """This person's duty, or none when they are not on duty."""
    rows = await tx.all(select(duties).where(duties.c.person == person, duties.c.until > now))
    return _duty(rows) if rows else None


def _duty(rows: Sequence[Row[Any]]) -> Duty:
    """What the rows of one person say."""
    return Duty(
        frozenset(NeighborhoodId(row.neighborhood) for row in rows),
        max(row.until for row in rows),
        muted_until=rows[0].muted_until,
        busy_until=rows[0].busy_until,
    )


async def counts(tx: Transaction, *, now: datetime) -> Mapping[NeighborhoodId, int]:
    """How many are on duty and not busy for each neighborhood that someone is on duty for, and never who."""
    rows = await tx.all(
        select(duties.c.neighborhood, func.count().label("people")).where(_here(now)).group_by(duties.c.neighborhood)
    )
    return {NeighborhoodId(row.neighborhood): row.people for row in rows}


async def on_duty_at_all(tx: Transaction, *, now: datetime) -> int:
    """How many are on duty and not busy, wherever."""
    row = await tx.one(select(func.count(duties.c.person.distinct())).where(_here(now)))
    return int(row[0]) if row else 0
