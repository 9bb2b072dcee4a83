"""Someone wants to be left alone: for a while, or at night."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.authority import May
from bot.domain.pausing import Length, end
from bot.domain.people import Hearing, Person
from bot.services.acting import act
from bot.services.meeting import demand
from db import people
from db.engine import Database, Transaction


@act
async def pause(tx: Transaction, length: Length, *, by: Person, zone: ZoneInfo, now: datetime) -> Hearing:
    """No alerts for so long."""
    await demand(tx, by, May.REST)
    await people.pause(tx, by.number, end(length, now, zone))
    return await people.hearing(tx, by.number)


@act
async def resume(tx: Transaction, *, by: Person) -> Hearing:
    """Alerts again."""
    await demand(tx, by, May.REST)
    await people.pause(tx, by.number, None)
    return await people.hearing(tx, by.number)


@act
async def hush(tx: Transaction, *, quiet: bool, by: Person) -> Hearing:
    """At night, alerts without a sound, or with one."""
    await demand(tx, by, May.REST)
    await people.hush(tx, by.number, quiet=quiet)
    return await people.hearing(tx, by.number)


async def hearing(database: Database, by: Person) -> Hearing:
    """How this person hears alerts now."""
    async with database.reading() as tx:
        return await people.hearing(tx, by.number)
