"""Who is it?"""

from bot.domain.people import Person, Role
from bot.domain.refusals import NotAllowed, Suspended
from db import people
from db.engine import Database, Transaction


async def known(database: Database, telegram_id: int) -> Person | None:
    """The person behind Telegram's number, with the role they have at this moment; none for a stranger."""
    return await database.look(lambda tx: people.find(tx, telegram_id))


async def demand(tx: Transaction, by: Person, role: Role) -> None:
    """Raise NotAllowed unless this person reaches as far as `role` now, whatever they were when the update was read;
    Suspended for an organizer who may do nothing as one."""
    now = await people.get(tx, by.number)
    if now is None or not now.may_act_as(role):
        raise NotAllowed
    if role is Role.ORGANIZER and now.suspended:
        raise Suspended


async def gone(database: Database, telegram_id: int) -> None:
    """Forget someone who has blocked the bot."""
    async with database.transaction() as tx:
        person = await people.find(tx, telegram_id)
        if person is not None:
            await people.forget(tx, person.number)
