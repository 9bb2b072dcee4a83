"""Organizers look at what was done, and at what was confirmed."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.authority import May
from bot.domain.ledger import Page
from bot.domain.ledger import people as tagged
from bot.domain.people import Person
from bot.domain.record import LENGTH, Recorded, Span
from bot.domain.stats import Picture, first_week, picture
from bot.services.meeting import demand
from db import ledger, record, tallies
from db.engine import Database

ON_A_PAGE = 10


async def acts(database: Database, page: int, *, by: Person) -> Page:
    """Some of the ledger, and whether the whole of it is what it was."""
    async with database.reading() as tx:
        await demand(tx, by, May.READ_THE_LEDGER)
        checked = await ledger.check(tx)
    found = checked.entries[::-1]
    page = min(page, max(len(found) - 1, 0) // ON_A_PAGE)
    end = (page + 1) * ON_A_PAGE
    return Page(
        entries=found[page * ON_A_PAGE : end],
        people=tagged(found),
        page=page,
        more=len(found) > end,
        rows=len(found),
        broken=checked.broken,
    )


async def counted(database: Database, *, by: Person, now: datetime) -> Picture:
    """What was reported and what came of it, in the last weeks."""
    async with database.reading() as tx:
        await demand(tx, by, May.READ_THE_RECORD)
        return picture(await tallies.since(tx, first_week(now)), now=now)


async def recorded(database: Database, span: Span, *, by: Person, now: datetime) -> Sequence[Recorded]:
    """What was confirmed in that span of time and not taken back, the oldest first."""
    async with database.reading() as tx:
        await demand(tx, by, May.READ_THE_RECORD)
        return await record.confirmed(tx, since=now - LENGTH[span])
