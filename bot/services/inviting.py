"""Someone is let in: a link that works once, for a day, and only in a private chat. One that makes an organizer works
only when a second organizer has agreed. Volunteers let in volunteers, where the city lets them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.domain.authority import May
from bot.domain.buttons import Revoke, Vouch
from bot.domain.ids import Language, NeighborhoodId
from bot.domain.ledger import Act
from bot.domain.letter import Says
from bot.domain.people import RANK, OpenInvitation, Person, Role, invites, may_stand_alone
from bot.domain.policy import Policy
from bot.domain.refusals import Expired, InvitationClosed, InvitationsOpen, NotAllowed, NowhereChosen
from bot.services.acting import act
from bot.services.meeting import demand
from db import areas, invitations, ledger, letters, people
from db.engine import Database, Transaction

SECRET_BYTES = 32
"""256 bits, in 43 letters of base64url: within the 64 that Telegram takes after `?start=`."""


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation was made."""

    role: Role
    secret: str
    """What its link carries. It is kept nowhere."""
    works: bool
    """It can be used at once; otherwise when a second organizer has agreed."""


async def _alone(tx: Transaction, now: datetime) -> bool:
    """Whether there is no second organizer who could agree."""
    return may_stand_alone(len(await people.organizers(tx)), await invitations.last_removal(tx), now)


async def whom(database: Database, *, by: Person, policy: Policy) -> tuple[Role, ...]:
    """Whom they can invite. NotAllowed for nobody."""
    async with database.reading() as tx:
        stands = await demand(tx, by, May.INVITE_VOLUNTEERS)
    roles = invites(stands.role, volunteers=policy.volunteers_invite)
    if not roles:
        raise NotAllowed
    return roles


@act
async def invite(
    tx: Transaction,
    role: Role,
    *,
    by: Person,
    policy: Policy,
    now: datetime,
    where: frozenset[NeighborhoodId] = frozenset(),
) -> Invited:
    """Make an invitation. Whoever accepts it listens `where` it says from then on: what a volunteer makes is for where
    they listen themselves. InvitationsOpen when too many of theirs can still be used. Of one that makes an organizer
    the organizers hear."""
    stands = await demand(tx, by, May.INVITE_VOLUNTEERS)
    if stands.role is not Role.ORGANIZER and role not in invites(stands.role, volunteers=policy.volunteers_invite):
        raise NotAllowed
    if stands.role is Role.VOLUNTEER:
        where = await areas.chosen(tx, by.number)
        if not where:
            raise NowhereChosen
    if await invitations.open_of(tx, by.number, now=now) >= policy.invitations_open:
        raise InvitationsOpen
    secret = secrets.token_urlsafe(SECRET_BYTES)
    expires = now + policy.invitation_expires
    await invitations.add(tx, _digest(secret), role=role, inviter=by.number, expires=expires, where=where)
    works = role is not Role.ORGANIZER or await _alone(tx, now)
    if not works:
        others = [one for one in await people.organizers(tx) if one != by.number]
        await letters.write(tx, others, Says.INVITATION_WAITS, None, now=now)
    return Invited(role, secret, works)


@act
async def vouch(tx: Transaction, vouched: Vouch, *, by: Person, now: datetime) -> None:
    """A second organizer agrees that somebody becomes an organizer; whoever invited them hears that the link works.
    Expired when it was used or revoked, has expired, or is their own."""
    await demand(tx, by, May.INVITE)
    inviter = await invitations.agree(tx, vouched.mark, by=by.number, now=now)
    if inviter is None:
        raise Expired
    await letters.write(tx, [inviter], Says.INVITATION_AGREED, None, now=now)


@act
async def accept(tx: Transaction, secret: str, *, telegram_id: int, language: Language, now: datetime) -> Person:
    """Use an invitation up, and be what it says from now on. Nobody is made less than they are; whoever is new is
    remembered, but not for trying. Who invited them is kept, as a number, while both are here."""
    found = await invitations.accept(tx, _digest(secret), alone=await _alone(tx, now), now=now)
    if found is None:
        raise InvitationClosed
    person = await people.find(tx, telegram_id)
    if person is None:
        person = await people.add(tx, telegram_id, language=language, role=Role.RESIDENT, now=now)
    for one in sorted(found.where):
        await areas.listen(tx, person.number, one)
    better = max(found.role, person.role, key=RANK.__getitem__)
    made = Person(person.number, person.language, better)
    if better is not person.role:
        await people.appoint(tx, person.number, better)
        await people.sponsor(tx, person.number, by=found.inviter)
        await ledger.write(tx, Act.APPOINTED, by=made, now=now)
    return made


async def waiting(database: Database, *, by: Person, now: datetime) -> Sequence[OpenInvitation]:
    """The invitations that can still be used, whoever made them."""
    async with database.reading() as tx:
        await demand(tx, by, May.INVITE)
        return await invitations.waiting(tx, by.number, alone=await _alone(tx, now), now=now)


@act
async def revoke(tx: Transaction, revoked: Revoke, *, by: Person, now: datetime) -> None:
    """Let an invitation be used no more; Expired when it could not be used any more anyway."""
    await demand(tx, by, May.INVITE)
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
