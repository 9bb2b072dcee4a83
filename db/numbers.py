"""How much of everything there is at this moment: counts, for those who watch over the bot."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from bot.domain.broadcast import Kind
from bot.domain.incident import OPEN, Status
from db.broadcasts import UNDER_WAY
from db.engine import Transaction
from db.inbox import UNANSWERED
from db.tables import broadcasts, inbox, incidents, letters


async def waiting(tx: Transaction) -> tuple[int, datetime | None]:
    """How many updates are not answered yet, and since when the oldest waits."""
    counted = select(func.count().label("number"), func.min(inbox.c.received).label("oldest"))
    row = await tx.one(counted.where(UNANSWERED))
    return (0, None) if row is None else (row.number, row.oldest)


async def under_way(tx: Transaction) -> Mapping[Kind, int]:
    """How many broadcasts of each kind are not done."""
    rows = await tx.all(
        select(broadcasts.c.kind, func.count().label("number"))
        .where(broadcasts.c.state.in_(UNDER_WAY))
        .group_by(broadcasts.c.kind)
    )
    return {Kind(row.kind): row.number for row in rows}


async def open_incidents(tx: Transaction) -> Mapping[Status, int]:
    """How many incidents are in each of the open states."""
    rows = await tx.all(
        select(incidents.c.status, func.count().label("number"))
        .where(incidents.c.status.in_(OPEN))
        .group_by(incidents.c.status)
    )
    return {Status(row.status): row.number for row in rows}


async def unsent_letters(tx: Transaction) -> int:
    """How many letters wait for the courier."""
    row = await tx.one(select(func.count()).select_from(letters))
    return int(row[0]) if row else 0
