"""A volunteer is available for some neighborhoods until a time."""

from datetime import datetime, timedelta

from bot.domain.buttons import OnDuty
from bot.domain.people import Person, Role
from bot.services.acting import act
from bot.services.meeting import demand
from db import areas, duties
from db.engine import Transaction

LONGEST_HOURS = 12
"""Nobody should be woken for longer than that without having said so again."""


@act
async def start(tx: Transaction, wish: OnDuty, *, by: Person, now: datetime) -> datetime | None:
    """Be on duty where one listens, for that many hours; none for zero hours, which ends it, and for nowhere."""
    await demand(tx, by, Role.VOLUNTEER)
    where = await areas.chosen(tx, by.number)
    if not wish.hours or not where:
        await duties.end(tx, by.number)
        return None
    until = now + timedelta(hours=min(wish.hours, LONGEST_HOURS))
    await duties.start(tx, by.number, where, until=until)
    return until
