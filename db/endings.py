"""Incidents as the clock looks for them: of which a claim, the time to confirm them or their alert has run out, and of
which there is news."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from bot.domain.incident import Incident, Status
from db.engine import Transaction
from db.incidents import incident_of
from db.tables import incidents
from db.types import no


async def claims(tx: Transaction, *, now: datetime) -> Sequence[Incident]:
    """The incidents whose claim has run out."""
    return [incident_of(row) for row in await tx.all(select(incidents).where(incidents.c.claimed_until <= now))]


async def unverified(tx: Transaction, *, seen_before: datetime, now: datetime, limit: int) -> Sequence[Incident]:
    """The unverified incidents that were seen before that and that nobody is looking at, the oldest first; without
    exercises, which end in their own way."""
    rows = await tx.all(
        select(incidents)
        .where(incidents.c.status == Status.UNVERIFIED, incidents.c.observed < seen_before)
        .where(or_(incidents.c.claimed_until.is_(None), incidents.c.claimed_until <= now))
        .where(no(incidents.c.exercise))
        .order_by(incidents.c.id)
        .limit(limit)
    )
    return [incident_of(row) for row in rows]


async def lately(tx: Transaction, *, since: datetime, limit: int) -> Sequence[Incident]:
    """The unverified incidents about which there was anything new since then, the newest news first; without
    exercises."""
    rows = await tx.all(
        select(incidents)
        .where(incidents.c.status == Status.UNVERIFIED, incidents.c.changed > since, no(incidents.c.exercise))
        .order_by(incidents.c.changed.desc())
        .limit(limit)
    )
    return [incident_of(row) for row in rows]


async def alerts(tx: Transaction, *, now: datetime) -> Sequence[Incident]:
    """The incidents whose alert stands and has run out."""
    statement = select(incidents).where(incidents.c.status == Status.ACTIVE, incidents.c.expires <= now)
    return [incident_of(row) for row in await tx.all(statement)]
