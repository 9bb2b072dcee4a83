"""What the reports of an incident weigh goes along when it is merged, split, or put back: so does its place on lists.

The row of a merged incident stays as it was, and says what goes back when that is undone. An exercise weighs nothing.
"""

from datetime import datetime

from bot.domain.ids import IncidentId
from bot.domain.incident import Incident
from bot.domain.standing import vouched
from db import incidents, weights
from db.engine import Transaction


async def together(tx: Transaction, incident: IncidentId, into: IncidentId, *, back: bool, now: datetime) -> None:
    """The one is the other now, or goes `back` to where its reports were taken out."""
    added = await weights.get(tx, incident, now=now)
    if back:
        added = added.without(vouched(now))
    await weights.put(tx, into, (await weights.get(tx, into, now=now)).with_all_of(added))
    await weights.recount(tx, [into])


async def apart(tx: Transaction, merged: Incident, *, now: datetime) -> None:
    """A merged incident is something of its own again: what it brought leaves the other, and whatever that was merged
    into."""
    brought, at = await weights.get(tx, merged.id, now=now), merged.merged_into
    about = [merged.id]
    while at is not None:
        await weights.put(tx, at, (await weights.get(tx, at, now=now)).without(brought))
        about.append(at)
        at = (await incidents.get(tx, at)).merged_into
    await weights.recount(tx, about)


async def taken_out(tx: Transaction, source: IncidentId, opened: IncidentId, *, now: datetime) -> None:
    """The newest reports of one are another now. Their voices stay, as nobody knows which they were; the other has an
    organizer's word, and waits like any new one: while nobody looks, it goes to others."""
    await weights.add(tx, opened, vouched(now), dealt=now)
    await weights.recount(tx, [source, opened])
