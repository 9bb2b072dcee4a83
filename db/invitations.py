"""Invitations: kept as a hash, accepted once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from bot.domain.ids import PersonNumber
from bot.domain.people import OpenInvitation, Role
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


MARK_BYTES = 6
"""So much of the hash tells one open invitation from another. It says nothing of the secret."""


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return invitations.c.accepted.is_(None), invitations.c.expires > now, INVITER_STANDS


async def waiting(tx: Transaction, *, now: datetime) -> Sequence[OpenInvitation]:
    """The invitations that can still be used, the one that ends first first; not who made them."""
    rows = await tx.all(select(invitations).where(*_open(now)).order_by(invitations.c.expires, invitations.c.digest))
    return [OpenInvitation(row.digest[:MARK_BYTES].hex(), Role(row.role), row.expires) for row in rows]


async def burn(tx: Transaction, digest: bytes, *, now: datetime) -> bool:
    """Remove this invitation if it can still be used; whether it could."""
    return bool((await tx.run(delete(invitations).where(invitations.c.digest == digest, *_open(now)))).rowcount)


async def revoke(tx: Transaction, mark: str, *, now: datetime) -> bool:
    """Remove the open invitation with this mark; whether there was one."""
    try:
        begins = bytes.fromhex(mark)
    except ValueError:
        return False
    marked = func.substr(invitations.c.digest, 1, MARK_BYTES) == begins
    return bool((await tx.run(delete(invitations).where(marked, *_open(now)))).rowcount)
