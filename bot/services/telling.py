"""Someone asks what is kept about them."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.kept import AboutYou
from bot.domain.people import Person
from bot.services import holding
from db import areas, kept, people
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Told:
    """What is kept about somebody, if anything, and until when a legal hold is in force, if one is."""

    about: AboutYou | None
    held_until: datetime | None


async def asked(database: Database, by: Person | None, *, now: datetime) -> Told:
    """What is told to someone who asks, known or not."""
    held = await holding.standing(database, now=now)
    return Told(None if by is None else await about(database, by, now=now), None if held is None else held.until)


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
