"""An organizer lets someone in: a link that works once, for a day, and only in a private chat."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from bot.domain.buttons import Revoke
from bot.domain.ids import Language
from bot.domain.letter import Says
from bot.domain.people import RANK, OpenInvitation, Person, Role
from bot.domain.policy import Policy
from bot.domain.refusals import Expired, InvitationClosed
from bot.services.acting import act
from bot.services.meeting import demand
from db import invitations, letters, people
from db.engine import Database, Transaction

SECRET_BYTES = 32
"""256 bits, in 43 letters of base64url: within the 64 that Telegram takes after `?start=`."""


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


@act
async def invite(tx: Transaction, role: Role, *, by: Person, policy: Policy, now: datetime) -> str:
    """Make an invitation; the secret that its link carries, which is kept nowhere."""
    await demand(tx, by, Role.ORGANIZER)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    await invitations.add(tx, _digest(secret), role=role, inviter=by.number, expires=now + policy.invitation_expires)
    return secret


@act
async def accept(tx: Transaction, secret: str, *, telegram_id: int, language: Language, now: datetime) -> Person:
    """Use an invitation up, and be what it says from now on. Nobody is made less than they are; whoever is new is
    remembered, but not for trying."""
    role = await invitations.accept(tx, _digest(secret), now=now)
    if role is None:
        raise InvitationClosed
    person = await people.find(tx, telegram_id)
    if person is None:
        return await people.add(tx, telegram_id, language=language, role=role, now=now)
    better = max(role, person.role, key=RANK.__getitem__)
    await people.appoint(tx, person.number, better)
    return Person(person.number, person.language, better)


async def waiting(database: Database, *, by: Person, now: datetime) -> Sequence[OpenInvitation]:
    """The invitations that can still be used, whoever made them."""
    async with database.reading() as tx:
        await demand(tx, by, Role.ORGANIZER)
        return await invitations.waiting(tx, now=now)


@act
async def revoke(tx: Transaction, revoked: Revoke, *, by: Person, now: datetime) -> None:
    """Let an invitation be used no more; Expired when it could not be used any more anyway."""
    await demand(tx, by, Role.ORGANIZER)
    if not await invitations.revoke(tx, revoked.mark, now=now):
        raise Expired


@act
async def expose(tx: Transaction, secret: str, *, now: datetime) -> bool:
    """Someone showed an invitation where others see it: nobody can use it any more, and the organizers hear of it.
    Whether it was one."""
    if not await invitations.burn(tx, _digest(secret), now=now):
        return False
    await letters.write(tx, await people.organizers(tx), Says.INVITATION_EXPOSED, None, now=now)
    return True
