"""Alerts that have grown old, and what those say who looked after them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from bot.domain.echo import BY_VOLUNTEERS, Echo
from bot.domain.ids import IncidentId, PersonNumber
from bot.domain.incident import Incident, Status
from bot.domain.people import Role
from bot.domain.verification import Answer
from db.engine import Transaction
from db.incidents import incident_of
from db.tables import cards, echoes, findings, incidents, people


async def stale(tx: Transaction, *, now: datetime, until: datetime) -> Sequence[Incident]:
    """The incidents whose alert stands, until then at most, and about which nobody was asked since the last news."""
    standing = (incidents.c.status == Status.ACTIVE, incidents.c.asked.is_(None))
    statement = select(incidents).where(*standing, incidents.c.expires > now, incidents.c.expires <= until)
    return [incident_of(row) for row in await tx.all(statement)]


async def begin(tx: Transaction, incident: IncidentId, *, now: datetime) -> None:
    """Note that they are asked now. What they said when they were asked before counts no more."""
    await tx.run(update(incidents).where(incidents.c.id == incident).values(asked=now))
    await tx.run(delete(echoes).where(echoes.c.incident == incident, echoes.c.echo.in_(BY_VOLUNTEERS)))


async def looked_after(tx: Transaction, incident: IncidentId) -> Collection[PersonNumber]:
    """Who holds the incident's card, or has seen it."""
    hold = select(cards.c.person).where(cards.c.incident == incident, cards.c.message.is_not(None))
    seen = select(findings.c.person).where(findings.c.incident == incident, findings.c.answer == Answer.SEEN)
    rows = await tx.all(
        select(people.c.number).where(
            or_(people.c.number.in_(hold), people.c.number.in_(seen)), people.c.role != Role.RESIDENT
        )
    )
    return [PersonNumber(row.number) for row in rows]


async def take_back(tx: Transaction, incident: IncidentId, person: PersonNumber, but: Echo) -> None:
    """What this person said when they were asked, but this, counts no more."""
    others = [one for one in BY_VOLUNTEERS if one is not but]
    mine = (echoes.c.incident == incident, echoes.c.person == person)
    await tx.run(delete(echoes).where(*mine, echoes.c.echo.in_(others)))
