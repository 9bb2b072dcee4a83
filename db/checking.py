"""What is known of incidents, for someone who asks whether it is true; of exercises nothing. What of it is said:
`bot.domain.checked`."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, func, select

from bot.domain.broadcast import AlertFacts, Kind
from bot.domain.checked import Closed, Waiting
from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.incident import Status
from db.broadcasts import FACTS
from db.engine import Transaction
from db.incidents import REAL
from db.tables import broadcasts, incidents

CLOSED = (Status.DISMISSED, Status.OVER, Status.EXPIRED, Status.RETRACTED)
STANDS = (Kind.ALERT, Kind.FOLLOW_UP)

Where = Collection[NeighborhoodId] | None
"""Some neighborhoods, or the whole city."""


def _there(where: Where) -> ColumnElement[bool]:
    return REAL if where is None else REAL & incidents.c.neighborhood.in_(where)


async def confirmed(tx: Transaction, where: Where) -> Sequence[AlertFacts]:
    """What the alerts that hold now say, or their last follow-ups, the newest first."""
    alert = broadcasts.alias()
    newest = (
        select(func.max(alert.c.id))
        .where(alert.c.incident == incidents.c.id, alert.c.kind.in_(STANDS))
        .correlate(incidents)
        .scalar_subquery()
    )
    rows = await tx.all(
        select(broadcasts.c.facts)
        .select_from(incidents)
        .join(broadcasts, broadcasts.c.id == newest)
        .where(incidents.c.status == Status.ACTIVE, _there(where))
        .order_by(broadcasts.c.id.desc())
    )
    return [FACTS.validate_json(row.facts) for row in rows]


async def unverified(tx: Transaction, where: Where, *, since: datetime) -> Sequence[Waiting]:
    """What nobody has confirmed yet, or could in time, as far as something was heard of it since then."""
    rows = await tx.all(
        select(incidents.c.place, incidents.c.observed).where(
            incidents.c.status.in_((Status.UNVERIFIED, Status.LAPSED)), incidents.c.changed >= since, _there(where)
        )
    )
    return [Waiting(PlaceId(row.place), row.observed) for row in rows]


async def closed(tx: Transaction, where: Where, *, since: datetime) -> Sequence[Closed]:
    """What was looked at and came to an end since then, the newest first."""
    rows = await tx.all(
        select(incidents)
        .where(incidents.c.status.in_(CLOSED), incidents.c.changed >= since, _there(where))
        .order_by(incidents.c.changed.desc(), incidents.c.id.desc())
    )
    return [_closed(row) for row in rows]


def _closed(row: "Row[object]") -> Closed:
    return Closed(
        PlaceId(row.place),
        NeighborhoodId(row.neighborhood),
        Status(row.status),
        observed=row.observed,
        closed=row.changed,
    )
