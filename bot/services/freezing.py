"""Sending to the public is stopped by one organizer, or by itself, and goes on when two organizers agree."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.domain.authority import May
from bot.domain.broadcast import State
from bot.domain.buttons import Agree
from bot.domain.freezing import COUNTED, FRESH, Freeze, Standing, Why, Wish
from bot.domain.ids import BroadcastId
from bot.domain.ledger import Act
from bot.domain.letter import Says
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import Expired
from bot.domain.retention import RETENTION, Kept
from bot.services import keeping
from bot.services.acting import act
from bot.services.meeting import demand
from db import broadcasts, freezes, ledger, letters, people
from db.engine import Database, Transaction

SAYS: Mapping[Why, Says] = {
    Why.ORGANIZER: Says.SENDING_ORGANIZER,
    Why.CEILING: Says.SENDING_CEILING,
    Why.UNEXPLAINED: Says.SENDING_UNEXPLAINED,
}
"""What every organizer hears at once."""


async def _begin(tx: Transaction, why: Why, *, by: Person | None, now: datetime) -> None:
    """Freeze, and tell every organizer; nothing more when it is frozen already."""
    if await freezes.frozen(tx) is None:
        await freezes.begin(tx, Freeze(now, why))
        await ledger.write(tx, Act.FROZEN, by=by, now=now)
        await letters.write(tx, await people.organizers(tx), SAYS[why], None, now=now)


async def watch(tx: Transaction, *, policy: Policy, now: datetime) -> None:
    """Called with each alert and notice that is opened: freeze when they are more within an hour than the policy
    allows. Since organizers last agreed to resume, it counts anew."""
    if await ledger.sent_since(tx, now - COUNTED) > policy.broadcasts_an_hour:
        await _begin(tx, Why.CEILING, by=None, now=now)


async def refuse(database: Database, unexplained: Collection[BroadcastId], *, now: datetime) -> None:
    """Something is to go out that no row of the ledger explains: it goes to nobody, and neither does anything else."""

    async def halt(tx: Transaction) -> None:
        halted = [await broadcasts.finish(tx, one, State.HALTED) for one in unexplained]
        if await freezes.frozen(tx) is None:
            await _begin(tx, Why.UNEXPLAINED, by=None, now=now)
        elif any(halted):
            await letters.write(tx, await people.organizers(tx), Says.SENDING_UNEXPLAINED, None, now=now)

    await database.change(halt)


async def standing(database: Database, *, by: Person, now: datetime) -> Standing:
    """How it stands."""
    async with database.reading() as tx:
        await demand(tx, by, May.FREEZE)
        return await _standing(tx, by, now=now)


async def _standing(tx: Transaction, by: Person, *, now: datetime) -> Standing:
    freeze = await freezes.frozen(tx)
    if freeze is None:
        return Standing(None, 0, None, ())
    last = await broadcasts.last_told(tx)
    about = {Wish.RESUME: freeze.mark, **({} if last is None else {Wish.IGNORE: last.id})}
    wished = [wish for wish, what in about.items() if by.number in await _agreed(tx, wish, what, now=now)]
    return Standing(freeze, await broadcasts.waiting(tx), last, tuple(wished))


async def _agreed(tx: Transaction, wish: Wish, about: int, *, now: datetime) -> Collection[int]:
    return await freezes.agreed(tx, wish, about, since=now - RETENTION[Kept.AGREEMENTS].keep)


@act
async def freeze(tx: Transaction, *, by: Person, now: datetime) -> Standing:
    """One organizer stops all sending to the public at once."""
    await demand(tx, by, May.FREEZE)
    await _begin(tx, Why.ORGANIZER, by=by, now=now)
    return await _standing(tx, by, now=now)


@act
async def agree(tx: Transaction, agreed: Agree, *, by: Person, now: datetime) -> Standing:
    """An organizer wants to resume, or to ask people to ignore the last message; with the second one it is done.

    Expired for another freeze, or another message, than the one that holds now.
    """
    await demand(tx, by, May.FREEZE)
    holds, last = await freezes.frozen(tx), await broadcasts.last_told(tx)
    meant = holds.mark if holds is not None and agreed.wish is Wish.RESUME else None if last is None else last.id
    if holds is None or agreed.about != meant or agreed.wish in (Wish.EXERCISE, Wish.READMIT):
        raise Expired
    before = await _agreed(tx, agreed.wish, agreed.about, now=now)
    await freezes.agree(tx, agreed.wish, agreed.about, by.number, now=now)
    if set(before) - {by.number}:
        if agreed.wish is Wish.RESUME:
            await _resume(tx, by, now=now)
        elif last is not None:
            await broadcasts.ignore(tx, last, by=by, now=now)
            await letters.write(tx, await people.organizers(tx), Says.SENDING_IGNORED, None, now=now)
    elif by.number not in before:
        others = [one for one in await people.organizers(tx) if one != by.number]
        await letters.write(tx, others, Says.SENDING_AGREE, None, now=now)
    return await _standing(tx, by, now=now)


async def _resume(tx: Transaction, by: Person, *, now: datetime) -> None:
    """What waits goes out, retractions first; but no alert that has expired meanwhile, and no notice of another day."""
    await keeping.run_out(tx, now=now)
    await broadcasts.end_notices(tx, before=now - FRESH)
    await freezes.end(tx)
    await ledger.write(tx, Act.RESUMED, by=by, now=now)
    await letters.write(tx, await people.organizers(tx), Says.SENDING_RESUMED, None, now=now)
