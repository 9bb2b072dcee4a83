"""What was confirmed, from the incidents and their alerts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from bot.domain.broadcast import Kind
from bot.domain.ids import IncidentId, NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number, Status
from bot.domain.record import Recorded
from db.broadcasts import FACTS
from db.engine import Transaction
from db.incidents import ALERTED, REAL
from db.tables import broadcasts, incidents


async def confirmed(tx: Transaction, *, since: datetime) -> Sequence[Recorded]:
    """The incidents that were confirmed since then and whose alert was not taken back, the oldest first, without
    exercises."""
    own = broadcasts.c.incident == incidents.c.id
    alert = (
        select(broadcasts.c.facts)
        .where(own, broadcasts.c.kind == Kind.ALERT)
        .order_by(broadcasts.c.id)
        .limit(1)
        .scalar_subquery()
    )
    ended = (
        select(func.max(broadcasts.c.opened))
        .where(own, broadcasts.c.kind.in_((Kind.ALL_CLEAR, Kind.EXPIRY)))
        .scalar_subquery()
    )
    rows = await tx.all(
        select(incidents, alert.label("alert"), ended.label("ended"))
        .where(incidents.c.status.in_(ALERTED), REAL)
        .order_by(incidents.c.id)
    )
    told = [(row, FACTS.validate_json(row.alert)) for row in rows if row.alert is not None]
    return [
        Recorded(
            incident=IncidentId(row.id),
            place=PlaceId(row.place),
            neighborhood=NeighborhoodId(row.neighborhood),
            activity=Activity(row.activity),
            number=Number(row.number),
            status=Status(row.status),
            observed=row.observed,
            confirmed=facts.confirmed,
            ended=row.ended,
        )
        for row, facts in told
        if facts.confirmed >= since
    ]
