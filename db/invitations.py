"""Invitations: kept as a hash, accepted once."""

from datetime import datetime

from sqlalchemy import insert, update

from bot.domain.ids import PersonNumber
from bot.domain.people import Role
from db.engine import Transaction
from db.tables import invitations


async def add(tx: Transaction, digest: bytes, *, role: Role, inviter: PersonNumber, expires: datetime) -> None:
    """Store an invitation by the hash of its secret."""
    await tx.run(insert(invitations).values(digest=digest, role=role, inviter=inviter, expires=expires))


async def accept(tx: Transaction, digest: bytes, *, now: datetime) -> Role | None:
    """Use the invitation up, and say which role it gives; none when it was used, has expired, or never was."""
    row = await tx.one(
        update(invitations)
        .where(invitations.c.digest == digest, invitations.c.accepted.is_(None), invitations.c.expires > now)
        .values(accepted=now)
        .returning(invitations.c.role)
    )
    return Role(row.role) if row else None
