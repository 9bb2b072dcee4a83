"""Exercises: which one is under way, who takes part, and how long each step took."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from bot.domain.broadcast import Kind
from bot.domain.drill import Times
from bot.domain.freezing import Wish
from bot.domain.ids import IncidentId, PersonNumber
from bot.domain.incident import OPEN, Incident
from bot.domain.people import Role
from db.engine import Transaction
from db.people import TAKES_PART
from db.tables import agreements, broadcasts, findings, incidents, people, receipts
from db.types import yes

IS_ONE = select(incidents.c.id).where(incidents.c.id == bindparam("incident"), yes(incidents.c.exercise))
"""Made once: it is asked at every press under a card or an alert."""


async def running(tx: Transaction) -> IncidentId | None:
    """The exercise that is under way, if one is."""
    row = await tx.one(select(func.max(incidents.c.id)).where(incidents.c.status.in_(OPEN), yes(incidents.c.exercise)))
    return None if row is None or row[0] is None else IncidentId(row[0])


async def is_one(tx: Transaction, incident: IncidentId) -> bool:
    """Whether an incident is an exercise."""
    return await tx.one(IS_ONE, {"incident": incident}) is not None


async def take_part(tx: Transaction) -> int:
    """How many people take part in exercises."""
    row = await tx.one(select(func.count()).select_from(people).where(TAKES_PART))
    return int(row[0]) if row else 0


async def look(tx: Transaction) -> Sequence[PersonNumber]:
    """The volunteers and organizers who take part."""
    rows = await tx.all(
        select(people.c.number).where(TAKES_PART, people.c.role != Role.RESIDENT).order_by(people.c.number)
    )
    return [PersonNumber(row.number) for row in rows]


async def among(tx: Transaction, persons: Collection[PersonNumber]) -> Collection[PersonNumber]:
    """Who of these takes part."""
    rows = await tx.all(select(people.c.number).where(TAKES_PART, people.c.number.in_(persons)))
    return [PersonNumber(row.number) for row in rows]


async def begun(tx: Transaction) -> None:
    """Two have agreed, and it has begun: the next one takes two again."""
    await tx.run(delete(agreements).where(agreements.c.wish == Wish.EXERCISE))


async def times(tx: Transaction, exercise: Incident, *, over: datetime) -> Times:
    """When each of its steps was done."""
    alert = broadcasts.c.incident == exercise.id, broadcasts.c.kind == Kind.ALERT
    heard = receipts.c.broadcast.in_(select(broadcasts.c.id).where(*alert))
    row = await tx.one(
        select(
            incidents.c.first_claimed,
            select(func.min(findings.c.at)).where(findings.c.incident == exercise.id).scalar_subquery().label("found"),
            select(func.min(broadcasts.c.opened)).where(*alert).scalar_subquery().label("alerted"),
            select(func.count()).select_from(receipts).where(heard).scalar_subquery().label("heard"),
        ).where(incidents.c.id == exercise.id)
    )
    assert row is not None  # noqa: S101  it was read in this transaction
    return Times(exercise.id, exercise.opened, row.first_claimed, row.found, row.alerted, over, row.heard)
