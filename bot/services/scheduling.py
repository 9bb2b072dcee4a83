"""Notices go out when their time has come: never two close together, never more than the policy says, never twice.

Whoever wants to send one moves it from the time at which it was to go out, in the transaction that opens its broadcast:
so it goes out once for each time, whatever the clock does and however often this is asked.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain.broadcast import Audience
from bot.domain.ids import EVERYWHERE
from bot.domain.letter import Says
from bot.domain.notice import Notice, NoticeState
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import Expired
from bot.domain.scheduling import LATE, is_quiet, next_week
from bot.services import freezing
from cities import City
from db import broadcasts, letters, notices, people
from db.engine import Database, Transaction

DAY = timedelta(days=1)


async def wait(tx: Transaction, *, policy: Policy, now: datetime) -> timedelta:
    """How long until another notice may go out; nothing when it may now."""
    since = now - max(DAY, policy.notices_apart)
    sent = await notices.sent(tx, since=since, now=now, limit=policy.notices_a_day)
    until = [at + policy.notices_apart for at in sent[:1]]
    if len(sent) == policy.notices_a_day:
        until.append(sent[-1] + DAY)
    return max([timedelta(0), *(one - now for one in until)])


async def send(
    tx: Transaction, found: Notice, *, by: Person | None, city: City, policy: Policy, now: datetime
) -> Notice:
    """It goes out now; one that goes out every week waits for the next time after that."""
    chosen = found.facts.neighborhoods
    where = tuple(city.neighborhoods) if EVERYWHERE in chosen else chosen
    opened = await broadcasts.open_notice(tx, found.facts, Audience(((*where, EVERYWHERE),)), by=by, now=now)
    await freezing.watch(tx, policy=policy, now=now)
    return await _move(tx, replace(found, broadcast=opened), found, city=city, now=now)


async def _move(tx: Transaction, sent: Notice, found: Notice, *, city: City, now: datetime) -> Notice:
    """On to its next time, if it has one."""
    first = found.facts.at if found.facts.weekly else None
    following = None if first is None else next_week(first, after=now, zone=city.zone)
    state = NoticeState.APPROVED if following is None else NoticeState.PLANNED
    return await notices.change(tx, found, replace(sent, state=state, writing=None, next=following), now=now)


async def send_due(database: Database, *, city: City, policy: Policy, now: datetime) -> None:
    """Send what is due; what may not go out at this moment waits until it may, or until it is too late for it."""
    async with database.reading() as tx:
        due = await notices.due(tx, now=now)
    for one in due:
        await database.change(partial(_send_due, due=one, city=city, policy=policy, now=now))


async def _send_due(tx: Transaction, *, due: Notice, city: City, policy: Policy, now: datetime) -> None:
    try:
        found = await notices.get(tx, due.id)
    except Expired:
        return
    if found.state is not NoticeState.PLANNED or found.next is None or found.next != due.next:
        return
    if now - found.next > LATE:
        await _miss(tx, found, city=city, now=now)
    elif (found.facts.urgent or not is_quiet(now, city.zone)) and not await wait(tx, policy=policy, now=now):
        await send(tx, found, by=None, city=city, policy=policy, now=now)


async def _miss(tx: Transaction, found: Notice, *, city: City, now: datetime) -> None:
    """It could not go out for so long that it was written for another day: organizers are told."""
    await letters.write(tx, await people.organizers(tx), Says.NOTICE_MISSED, None, now=now)
    moved = await _move(tx, found, found, city=city, now=now)
    if moved.state is NoticeState.APPROVED and moved.broadcast is None:
        await notices.change(tx, moved, replace(moved, state=NoticeState.DROPPED), now=now)
