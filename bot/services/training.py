"""A volunteer practises. Nothing of it touches an incident, an alert or a count."""

from bot.domain.authority import May
from bot.domain.buttons import Rehearse
from bot.domain.people import Person
from bot.domain.refusals import Expired
from bot.domain.training import FIRST, Rehearsal, unpacked
from bot.services.acting import act
from bot.services.meeting import demand
from db import people
from db.engine import Database, Transaction


async def begin(database: Database, *, by: Person) -> Rehearsal:
    """The first scene, as its card."""
    async with database.reading() as tx:
        await demand(tx, by, May.PRACTISE)
    return Rehearsal(FIRST)


@act
async def rehearse(tx: Transaction, pressed: Rehearse, *, by: Person) -> Rehearsal:
    """One step of a rehearsal; whoever comes to its end has practised. Expired for what no button of ours carries."""
    await demand(tx, by, May.PRACTISE)
    at = unpacked(pressed.scene, pressed.at)
    if at is None:
        raise Expired
    if at.is_over:
        await people.train(tx, by.number)
    return at
