"""Who is it?"""

from bot.domain.authority import ALLOWED, May, Who, who
from bot.domain.ids import IncidentId
from bot.domain.people import Person
from bot.domain.refusals import NotAllowed, NotJoined, Suspended
from db import exercises, people
from db.engine import Database, Transaction


async def known(database: Database, telegram_id: int) -> Person | None:
    """The person behind Telegram's number, with the role they have at this moment; none for a stranger."""
    return await database.look(lambda tx: people.find(tx, telegram_id))


async def met(database: Database, telegram_id: int, *, about: IncidentId | None) -> tuple[Person | None, bool]:
    """The same, and whether the incident that they come about is an exercise."""

    async def look(tx: Transaction) -> tuple[Person | None, bool]:
        return await people.find(tx, telegram_id), about is not None and await exercises.is_one(tx, about)

    return await database.look(look)


async def demand(tx: Transaction, by: Person, may: May, *, alone: bool = False) -> Person:
    """The person as they are now, whatever they were when the update was read; with `alone`, as they stay until this
    transaction ends. NotAllowed for what is not theirs to do, NotJoined when everyone may who is known; Suspended for
    an organizer who may do nothing as one."""
    now = await people.get(tx, by.number, alone=alone)
    allowed, stands = ALLOWED[may], who(now)
    if now is not None and stands in allowed:
        return now
    if stands is Who.SUSPENDED:
        raise Suspended
    raise NotJoined if Who.RESIDENT in allowed else NotAllowed


async def gone(database: Database, telegram_id: int) -> None:
    """Forget someone who has blocked the bot."""

    async def forget(tx: Transaction) -> None:
        person = await people.find(tx, telegram_id)
        if person is not None:
            await people.forget(tx, person.number)

    await database.change(forget)
