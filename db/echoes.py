"""Echoes: what those who got an alert told back with one tap, each of them once."""

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.broadcast import Kind
from bot.domain.echo import Echo
from bot.domain.ids import EVERYWHERE, IncidentId, PersonNumber
from db.areas import listening
from db.broadcasts import AUDIENCE
from db.engine import Transaction
from db.tables import areas, broadcasts, echoes, receipts


async def add(tx: Transaction, incident: IncidentId, echo: Echo, *, by: PersonNumber, now: datetime) -> int | None:
    """Store an echo; how many say so by now, or none when this person had said so already."""
    statement = insert(echoes).values(incident=incident, person=by, echo=echo, at=now)
    if not (await tx.run(statement.on_conflict_do_nothing())).rowcount:
        return None
    row = await tx.one(select(func.count()).where(echoes.c.incident == incident, echoes.c.echo == echo))
    return int(row[0]) if row else 0


async def is_for(tx: Transaction, incident: IncidentId, person: PersonNumber) -> bool:
    """Whether the incident's alert has reached this person, or is for where they listen now."""
    alerts = select(broadcasts.c.id).where(broadcasts.c.incident == incident, broadcasts.c.kind == Kind.ALERT)
    reached = exists().where(receipts.c.broadcast.in_(alerts), receipts.c.person == person)
    rows = await tx.all(select(broadcasts.c.audience, reached.label("reached")).where(broadcasts.c.id.in_(alerts)))
    if any(row.reached for row in rows):
        return True
    rings = [ring for row in rows for ring in AUDIENCE.validate_json(row.audience).rings]
    where = {EVERYWHERE, *(one for ring in rings for one in ring)} if rings else set()
    found = await tx.one(select(areas.c.person).where(*listening(person), areas.c.neighborhood.in_(where)).limit(1))
    return found is not None
