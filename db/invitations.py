"""Invitations: kept as a hash, accepted once."""

from datetime import datetime

from sqlalchemy import insert, select, update

from bot.domain.ids import PersonNumber
from bot.domain.people import Role
from db.engine import Transaction
from db.tables import invitations, people


async def add(tx: Transaction, digest: bytes, *, role: Role, inviter: PersonNumber, expires: datetime) -> None:
    """Store an invitation by the hash of its secret."""
    await tx.run(insert(invitations).values(digest=digest, role=role, inviter=inviter, expires=expires))


INVITER_STANDS = (
    select(people.c.number)
    .where(people.c.number == invitations.c.inviter, people.c.role == Role.ORGANIZER)
    .correlate(invitations)
    .exists()
)


async def accept(tx: Transaction, digest: bytes, *, now: datetime) -> Role | None:
    """Use the invitation up, and say which role it gives.

    None when it was used, has expired, or never was, and when whoever made it is no organizer any more.
    """
    row = await tx.one(
        update(invitations)
        .where(invitations.c.digest == digest, invitations.c.accepted.is_(None), invitations.c.expires > now)
        .where(INVITER_STANDS)
        .values(accepted=now)
        .returning(invitations.c.role)
    )
    return Role(row.role) if row else None
