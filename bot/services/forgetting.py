"""Someone wants to be forgotten, at once and completely."""

from bot.domain.people import Person
from bot.services.acting import act
from db import people
from db.engine import Transaction


@act
async def forget(tx: Transaction, *, by: Person) -> None:
    """Remove everything about this person. `bot.jobs` then empties the log in which deleted rows live on."""
    await people.forget(tx, by.number)
