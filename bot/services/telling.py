"""Someone asks what is kept about them."""

from datetime import datetime

from bot.domain.kept import AboutYou
from bot.domain.people import Person
from db import areas, kept, people
from db.engine import Database


async def about(database: Database, by: Person, *, now: datetime) -> AboutYou:
    """Everything that leads to this person at this moment."""
    async with database.reading() as tx:
        return AboutYou(
            person=by,
            neighborhoods=await areas.chosen(tx, by.number),
            duty_until=await kept.duty_until(tx, by.number, now=now),
            hearing=await people.hearing(tx, by.number),
            draft=await kept.has_draft(tx, by.number),
            trained=await people.is_trained(tx, by.number),
            traces=await kept.traces(tx, by.number),
        )
