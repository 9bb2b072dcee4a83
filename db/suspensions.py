"""Organizers who may do nothing as one until others say so."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from bot.domain.ids import PersonNumber
from db.engine import Transaction
from db.tables import people
from db.types import EPOCH, MICROSECOND


def mark(since: datetime) -> int:
    """Which suspension it is: when it began, in microseconds. It names nobody."""
    return (since - EPOCH) // MICROSECOND


async def suspend(tx: Transaction, person: PersonNumber, *, now: datetime) -> None:
    """This organizer does nothing as one from now on."""
    await tx.run(update(people).where(people.c.number == person).values(suspended=now))


async def suspended(tx: Transaction) -> Mapping[PersonNumber, int]:
    """Who is, and which suspension that is."""
    rows = await tx.all(select(people.c.number, people.c.suspended).where(people.c.suspended.is_not(None)))
    return {PersonNumber(row.number): mark(row.suspended) for row in rows}


async def end(tx: Transaction, person: PersonNumber) -> None:
    """They may act as an organizer again."""
    await tx.run(update(people).where(people.c.number == person).values(suspended=None))
