"""Who is it?"""

from bot.domain.people import Person
from db import people
from db.engine import Database


async def known(database: Database, telegram_id: int) -> Person | None:
    """The person behind Telegram's number, with the role they have at this moment; none for a stranger."""
    async with database.reading() as tx:
        return await people.find(tx, telegram_id)


async def gone(database: Database, telegram_id: int) -> None:
    """Forget someone who has blocked the bot."""
    async with database.transaction() as tx:
        person = await people.find(tx, telegram_id)
        if person is not None:
            await people.forget(tx, person.number)
