"""Invitations: kept as a hash, accepted once."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, bindparam, delete, func, insert, literal, or_, select, update

from bot.domain.ids import NeighborhoodId, PersonNumber
from bot.domain.people import Invitation, OpenInvitation, Role
from db import facts
from db.engine import Transaction
from db.tables import invitations, people

REMOVED = "organizer_removed"
"""Under what it is kept when an organizer was last removed by another."""


async def add(
    tx: Transaction,
    digest: bytes,
    *,
    role: Role,
    inviter: PersonNumber,
    expires: datetime,
    where: Collection[NeighborhoodId] = (),
) -> None:
    """Store an invitation by the hash of its secret."""
    areas = " ".join(sorted(where)) or None
    await tx.run(insert(invitations).values(digest=digest, role=role, inviter=inviter, expires=expires, areas=areas))


INVITER_STANDS = (
    select(people.c.number)
    .where(
        people.c.number == invitations.c.inviter,
        or_(
            (people.c.role == Role.ORGANIZER) & people.c.suspended.is_(None),
            (people.c.role == Role.VOLUNTEER) & (invitations.c.role == Role.VOLUNTEER),
        ),
    )
    .correlate(invitations)
    .exists()
)
"""Whoever made it may still do so."""
AGREED = (
    select(people.c.number)
    .where(people.c.number == invitations.c.agreed, people.c.role == Role.ORGANIZER, people.c.suspended.is_(None))
    .correlate(invitations)
    .exists()
)
"""A second organizer has agreed to it, and still is one."""


def _works(alone: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether as many organizers stand behind it as it needs: two for an organizer, unless there is only one."""
    return INVITER_STANDS & or_(invitations.c.role != Role.ORGANIZER, AGREED, alone)


_NOW = bindparam("its_time", type_=invitations.c.expires.type)
ACCEPT = (
    update(invitations)
    .where(invitations.c.digest == bindparam("its_digest"), invitations.c.accepted.is_(None))
    .where(invitations.c.expires > _NOW, _works(bindparam("is_alone", type_=Integer) == 1))
    .values(accepted=_NOW)
    .returning(invitations.c.role, invitations.c.inviter, invitations.c.areas)
)
"""Made once: whoever guesses asks for it again and again."""


async def accept(tx: Transaction, digest: bytes, *, alone: bool, now: datetime) -> Invitation | None:
    """Use the invitation up, and say what it gives.

    None when it was used, has expired, or never was, when whoever made it may do so no more, and when it takes
    a second one who has not agreed; not so while there is one organizer `alone`.
    """
    row = await tx.one(ACCEPT, {"its_digest": digest, _NOW.key: now, "is_alone": int(alone)})
    if row is None:
        return None
    where = frozenset(NeighborhoodId(one) for one in (row.areas or "").split())
    return Invitation(Role(row.role), PersonNumber(row.inviter), where)


MARK_BYTES = 6
"""So much of the hash tells one open invitation from another. It says nothing of the secret."""


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return invitations.c.accepted.is_(None), invitations.c.expires > now, INVITER_STANDS


def _marked(mark: str) -> ColumnElement[bool] | None:
    """Of which invitation this is the mark; none when it is no mark."""
    try:
        begins = bytes.fromhex(mark)
    except ValueError:
        return None
    return func.substr(invitations.c.digest, 1, MARK_BYTES) == begins


async def waiting(tx: Transaction, viewer: PersonNumber, *, alone: bool, now: datetime) -> Sequence[OpenInvitation]:
    """The invitations that can still be used, the one that ends first first; not who made them, but whether it was the
    viewer."""
    statement = select(invitations, _works(literal(alone)).label("works")).where(*_open(now))
    rows = await tx.all(statement.order_by(invitations.c.expires, invitations.c.digest))
    return [
        OpenInvitation(
            row.digest[:MARK_BYTES].hex(),
            Role(row.role),
            row.expires,
            works=bool(row.works),
            mine=row.inviter == viewer,
        )
        for row in rows
    ]


async def open_of(tx: Transaction, inviter: PersonNumber, *, now: datetime) -> int:
    """How many invitations of this person can still be used."""
    row = await tx.one(select(func.count()).where(invitations.c.inviter == inviter, *_open(now)))
    return int(row[0]) if row else 0


async def open_at_all(tx: Transaction, *, now: datetime) -> int:
    """How many invitations can still be used."""
    row = await tx.one(select(func.count()).select_from(invitations).where(*_open(now)))
    return int(row[0]) if row else 0


async def agree(tx: Transaction, mark: str, *, by: PersonNumber, now: datetime) -> PersonNumber | None:
    """Note that another organizer agrees to the open invitation of an organizer with this mark; whose it is, or none
    when there is no such invitation, or it is their own."""
    marked = _marked(mark)
    if marked is None:
        return None
    row = await tx.one(
        update(invitations)
        .where(marked, *_open(now), invitations.c.role == Role.ORGANIZER, invitations.c.inviter != by)
        .values(agreed=by)
        .returning(invitations.c.inviter)
    )
    return PersonNumber(row.inviter) if row else None


async def burn(tx: Transaction, digest: bytes, *, now: datetime) -> bool:
    """Remove this invitation if it can still be used; whether it could."""
    return bool((await tx.run(delete(invitations).where(invitations.c.digest == digest, *_open(now)))).rowcount)


async def revoke(tx: Transaction, mark: str, *, now: datetime) -> bool:
    """Remove the open invitation with this mark; whether there was one."""
    marked = _marked(mark)
    if marked is None:
        return False
    return bool((await tx.run(delete(invitations).where(marked, *_open(now)))).rowcount)


async def note_removal(tx: Transaction, *, now: datetime) -> None:
    """An organizer was removed by another."""
    await facts.put(tx, REMOVED, now.isoformat().encode())


async def last_removal(tx: Transaction) -> datetime | None:
    """When an organizer was last removed by another; none when that never happened."""
    kept = await facts.get(tx, REMOVED)
    return None if kept is None else datetime.fromisoformat(kept.decode())
