"""A volunteer is available for some neighborhoods until a time."""

from datetime import datetime, timedelta

from bot.services.acting import act

from bot.domain.buttons import OnDuty
from bot.domain.people import Person, Role
from bot.domain.refusals import NotAllowed
from db import areas, duties
from db.engine import Transaction

LONGEST = timedelta(hours=12)
"""Nobody should be woken for longer than that without having said so again."""


@act
async def start(tx: Transaction, wish: OnDuty, *, by: Person, now: datetime) -> datetime | None:
    """Be on duty where one listens, for that many hours; none for zero hours, which ends it."""
    if not by.may_act_as(Role.VOLUNTEER):
        raise NotAllowed
    until = now + min(timedelta(hours=wish.hours), LONGEST)
    await duties.end(tx, by.number)
    if not wish.hours:
        return None
    await duties.start(tx, by.number, await areas.chosen(tx, by.number), until=until)
    return until
