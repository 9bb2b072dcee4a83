"""Likenesses: which open incident a new one may be the same as, until somebody says so or that it is not."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import insert, select, update

from bot.domain.duplicates import Alike, Reasons
from bot.domain.ids import IncidentId, PlaceId
from bot.domain.incident import OPEN
from bot.domain.merging import Likeness
from db.engine import Transaction
from db.tables import incidents, likenesses


async def add(tx: Transaction, incident: IncidentId, other: IncidentId, reasons: Reasons) -> None:
    """Note that the one may be the other, and why."""
    metres = None if reasons.metres is None else round(reasons.metres)
    await tx.run(
        insert(likenesses).values(
            incident=incident,
            other=other,
            metres=metres,
            minutes=round(reasons.minutes),
            activity=reasons.activity,
        )
    )


async def about(tx: Transaction, about: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[Likeness]]:
    """What each of these incidents may be the same as, as far as that is open and nobody has said that it is not."""
    found: dict[IncidentId, list[Likeness]] = {one: [] for one in about}
    rows = await tx.all(
        select(likenesses, incidents.c.place, incidents.c.observed)
        .join(incidents, incidents.c.id == likenesses.c.other)
        .where(likenesses.c.incident.in_(found), ~likenesses.c.apart, incidents.c.status.in_(OPEN))
        .order_by(likenesses.c.other)
    )
    for row in rows:
        like = Likeness(
            IncidentId(row.other), PlaceId(row.place), row.observed, row.metres, row.minutes, Alike(row.activity)
        )
        found[IncidentId(row.incident)].append(like)
    return found


async def keep_apart(tx: Transaction, incident: IncidentId, other: IncidentId) -> bool:
    """Note that the one is not the other; whether that was asked."""
    there = likenesses.c.incident == incident, likenesses.c.other == other
    return (await tx.run(update(likenesses).where(*there).values(apart=True))).rowcount > 0
