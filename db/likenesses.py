"""Likenesses: which other open incident one may be the same as, until somebody says so or that it is not."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.duplicates import Alike, Reasons
from bot.domain.ids import IncidentId, PlaceId
from bot.domain.incident import OPEN
from bot.domain.merging import Likeness
from db.engine import Transaction
from db.tables import incidents, likenesses
from db.types import no

PAIR = (likenesses.c.incident, likenesses.c.other)


async def add(tx: Transaction, incident: IncidentId, other: IncidentId, reasons: Reasons) -> None:
    """Note that the one may be the other, and why: to ten metres, for nobody needs to know better where a pin was."""
    metres = None if reasons.metres is None else int(round(reasons.metres, -1))
    await tx.run(
        insert(likenesses).values(
            incident=incident,
            other=other,
            metres=metres,
            minutes=round(reasons.minutes),
            activity=reasons.activity,
        )
    )


async def pairs(tx: Transaction, incident: IncidentId) -> Mapping[IncidentId, bool]:
    """With which others it was ever suggested, either way round, and whether somebody has said that it is not that."""
    there = or_(likenesses.c.incident == incident, likenesses.c.other == incident)
    rows = await tx.all(select(likenesses.c.incident, likenesses.c.other, likenesses.c.apart).where(there))
    return {IncidentId(row.other if row.incident == incident else row.incident): row.apart for row in rows}


async def about(tx: Transaction, about: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[Likeness]]:
    """What each of these incidents may be the same as, as far as that is open and nobody has said that it is not."""
    found: dict[IncidentId, list[Likeness]] = {one: [] for one in about}
    rows = await tx.all(
        select(likenesses, incidents.c.place, incidents.c.observed)
        .join(incidents, incidents.c.id == likenesses.c.other)
        .where(likenesses.c.incident.in_(found), no(likenesses.c.apart), incidents.c.status.in_(OPEN))
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


async def are_two(tx: Transaction, incident: IncidentId, other: IncidentId) -> None:
    """Note that the one is not the other, whether that was asked or not: somebody took them apart."""
    apart = {"incident": incident, "other": other, "minutes": 0, "activity": Alike.OTHER, "apart": True}
    statement = insert(likenesses).values(apart)
    await tx.run(statement.on_conflict_do_update(index_elements=PAIR, set_={"apart": True}))


async def follow(tx: Transaction, incident: IncidentId, into: IncidentId) -> None:
    """Let what somebody said about one, which is now part of another, be said of that too."""
    for other, apart in (await pairs(tx, incident)).items():
        if apart and other != into:
            await are_two(tx, into, other)
