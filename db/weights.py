"""Weights: what the reports of an incident add up to, so that volunteers are shown the weightiest first."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from bot.domain.dealing import HOUR, Waiting
from bot.domain.ids import IncidentId, NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Status
from bot.domain.standing import Rank, Voice, Weight
from db.engine import Transaction
from db.tables import incidents, reports, weights
from db.types import no


def _weight(row: Row[Any]) -> Weight:
    return Weight(row.since, row.reports, row.new, row.settled, row.established, row.proven)


def _values(weight: Weight) -> dict[str, Any]:
    return {
        "since": weight.since,
        "reports": weight.reports,
        "new": weight.new,
        "settled": weight.settled,
        "established": weight.established,
        "proven": weight.proven,
    }


async def add(tx: Transaction, incident: IncidentId, weight: Weight, *, dealt: datetime | None) -> None:
    """Keep the weight of a new incident, and when its first card was dealt; none while it waits."""
    await tx.run(insert(weights).values(incident=incident, dealt=dealt, **_values(weight)))


async def hear(tx: Transaction, incident: IncidentId, voice: Voice, *, now: datetime) -> tuple[Weight, Weight]:
    """Add one report's voice to an incident; its weight before and after."""
    row = await tx.one(select(weights).where(weights.c.incident == incident))
    before = Weight(now) if row is None else _weight(row)
    after = before.heard(voice, now)
    if row is None:
        await add(tx, incident, after, dealt=now)
    else:
        await tx.run(update(weights).where(weights.c.incident == incident).values(**_values(after)))
    return before, after


async def get(tx: Transaction, incident: IncidentId, *, now: datetime) -> Weight:
    """The weight of an incident; nothing for one that has none."""
    row = await tx.one(select(weights).where(weights.c.incident == incident))
    return Weight(now) if row is None else _weight(row)


async def put(tx: Transaction, incident: IncidentId, weight: Weight) -> None:
    """It weighs that now, if it weighs anything."""
    await tx.run(update(weights).where(weights.c.incident == incident).values(**_values(weight)))


async def recount(tx: Transaction, about: Collection[IncidentId]) -> None:
    """They have as many reports as are kept of them."""
    kept = select(func.count()).where(reports.c.incident == weights.c.incident).scalar_subquery()
    await tx.run(update(weights).where(weights.c.incident.in_(about)).values(reports=kept))


async def of(tx: Transaction, about: Collection[IncidentId]) -> Mapping[IncidentId, Rank]:
    """The ranks of these incidents; nothing for an exercise."""
    rows = await tx.all(select(weights).where(weights.c.incident.in_(about)))
    return {IncidentId(row.incident): _weight(row).rank for row in rows}


async def dealt_lately(tx: Transaction, *, now: datetime) -> Mapping[NeighborhoodId, int]:
    """Of how many incidents in each neighborhood the first card was dealt within the hour, where there were any."""
    rows = await tx.all(
        select(incidents.c.neighborhood, func.count().label("many"))
        .join(weights, incidents.c.id == weights.c.incident)
        .where(weights.c.dealt > now - HOUR)
        .group_by(incidents.c.neighborhood)
    )
    return {NeighborhoodId(row.neighborhood): row.many for row in rows}


async def waiting(tx: Transaction, *, after: datetime, now: datetime) -> Sequence[Waiting]:
    """The unverified incidents seen after that, with their weights; without exercises, which are not for everyone."""
    rows = await tx.all(
        select(
            weights,
            incidents.c.place,
            incidents.c.neighborhood,
            incidents.c.activity,
            incidents.c.observed,
            incidents.c.opened,
            incidents.c.claimed_until,
        )
        .join(incidents, incidents.c.id == weights.c.incident)
        .where(incidents.c.status == Status.UNVERIFIED, incidents.c.observed > after)
        .where(no(incidents.c.exercise))
    )
    return [
        Waiting(
            incident=IncidentId(row.incident),
            place=PlaceId(row.place),
            neighborhood=NeighborhoodId(row.neighborhood),
            activity=Activity(row.activity),
            observed=row.observed,
            reports=row.reports,
            rank=_weight(row).rank,
            since=row.since,
            dealt=row.dealt is not None,
            opened=row.opened,
            claimed=row.claimed_until is not None and row.claimed_until > now,
        )
        for row in rows
    ]


async def deal(tx: Transaction, about: Collection[IncidentId], *, now: datetime) -> None:
    """Note that somebody was given the first card of these incidents."""
    if about:
        await tx.run(update(weights).where(weights.c.incident.in_(about), weights.c.dealt.is_(None)).values(dealt=now))
