"""Organizers look after volunteers, whom they see as numbers and under tags, never by name or in a list of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.authority import May
from bot.domain.buttons import Colleague, Remove
from bot.domain.ids import PersonNumber
from bot.domain.ledger import Act
from bot.domain.people import Alias, Counts, Person, Role
from bot.domain.policy import Policy
from bot.domain.refusals import Expired, OwnerStays
from bot.services import judging
from bot.services.acting import act
from bot.services.meeting import demand
from cities import City
from db import duties, findings, incidents, invitations, ledger, people
from db.engine import Database, Transaction, Wake


async def counts(database: Database, *, by: Person, now: datetime) -> Counts:
    """How many there are of each role, and how many are on duty where."""
    async with database.reading() as tx:
        await demand(tx, by, May.REMOVE)
        return Counts(
            roles=await people.counts(tx),
            on_duty=await duties.on_duty_at_all(tx, now=now),
            covered=await duties.counts(tx, now=now),
            invitations=await invitations.open_at_all(tx, now=now),
        )


async def colleagues(database: Database, *, by: Person, owner: int | None) -> tuple[Alias, ...]:
    """Whom this organizer can remove, by their tags; the order says nothing about anyone."""
    async with database.reading() as tx:
        await demand(tx, by, May.REMOVE)
        found = await _removable(tx, by=by, owner=owner)
    return tuple(sorted(found.values(), key=lambda one: one.tag))


async def colleague(database: Database, shown: Colleague, *, by: Person, owner: int | None) -> Alias:
    """One of them; Expired for a tag that is nobody's any more."""
    for one in await colleagues(database, by=by, owner=owner):
        if one.tag == shown.tag:
            return one
    raise Expired


async def _removable(tx: Transaction, *, by: Person, owner: int | None) -> Mapping[PersonNumber, Alias]:
    """Volunteers and organizers, without `by` and without the first organizer."""
    first = None if owner is None else await people.find(tx, owner)
    found = await people.colleagues(tx, by.number)
    return {number: alias for number, alias in found.items() if first is None or number != first.number}


@dataclass(frozen=True, slots=True)
class Removed:
    """Someone is a resident again."""

    alias: Alias
    """As they were until now."""
    number: PersonNumber


@act
async def remove(
    tx: Transaction, removed: Remove, *, by: Person, owner: int | None, city: City, policy: Policy, now: datetime
) -> Removed:
    """Make someone a resident at once: off duty, without claims, and their cards are emptied.

    What they found about what is still unverified counts no more, and what the others found is judged anew.
    """
    await demand(tx, by, May.REMOVE)
    everyone = await people.colleagues(tx, by.number)
    whom = next((number for number, alias in everyone.items() if alias.tag == removed.tag), None)
    if whom is None:
        raise Expired
    if whom not in await _removable(tx, by=by, owner=owner):
        raise OwnerStays
    await people.appoint(tx, whom, Role.RESIDENT)
    if everyone[whom].role is Role.ORGANIZER:
        await invitations.note_removal(tx, now=now)
    await ledger.write(tx, Act.REMOVED, by=by, now=now)
    await duties.end(tx, whom)
    for claimed in await incidents.claimed(tx, whom):
        await incidents.release(tx, claimed, now=now)
    for number in await findings.about_unverified(tx, whom):
        incident = await incidents.get(tx, number)
        was = await judging.judge(tx, incident, city=city, policy=policy)
        await findings.withdraw(tx, number, whom)
        await judging.weigh(tx, incident, was, by=by, city=city, policy=policy, now=now)
    tx.wake(Wake.COURIER)
    return Removed(everyone[whom], whom)


async def reached(database: Database, removed: Removed, *, by: Person) -> tuple[int, Person] | None:
    """In which chat someone is who was removed, and as who: to take their old menu away. None once they are forgotten.

    Nothing that an organizer sees.
    """
    async with database.reading() as tx:
        await demand(tx, by, May.REMOVE)
        chat, person = await people.chat(tx, removed.number), await people.get(tx, removed.number)
    return None if chat is None or person is None else (chat, person)
