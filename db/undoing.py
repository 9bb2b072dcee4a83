"""What was told of an incident, who ended its alert, and how it stands again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, insert, literal, select, update

from bot.domain.broadcast import CORRECTIONS, AlertFacts, Broadcast, Kind, Lane, State, Way
from bot.domain.correcting import Ending
from bot.domain.ids import BroadcastId, IncidentId, PersonNumber
from bot.domain.ledger import Act, period
from bot.domain.people import Person
from db import audience, ledger
from db.broadcasts import AUDIENCE, ROWS, act_of, broadcast_of, new_row, open_row
from db.engine import Transaction
from db.tables import broadcasts, receipts
from db.tables import ledger as entries

ENDINGS = (Act.ALL_CLEAR, Act.RETRACTION)


async def told(tx: Transaction, incident: IncidentId) -> Sequence[Broadcast]:
    """Everything that was told of an incident, the oldest first."""
    rows = await tx.all(ROWS.where(broadcasts.c.incident == incident).order_by(broadcasts.c.id))
    return [broadcast_of(row) for row in rows]


def _tags(tx: Transaction, person: PersonNumber, now: datetime) -> Sequence[str]:
    """Under which tags this person can stand in the ledger of the last hour."""
    return [tx.keys.pseudonym(period(now) - past, person) for past in (0, 1)]


async def ending(tx: Transaction, ended: BroadcastId, *, by: PersonNumber, now: datetime) -> Ending | None:
    """When the ledger says that this broadcast was opened, and whether by this person; none when it does not say."""
    row = await tx.one(select(entries.c.at, entries.c.tag).where(entries.c.first <= ended, entries.c.last >= ended))
    return None if row is None else Ending(row.at, own=row.tag in _tags(tx, by, now))


async def ended_by(tx: Transaction, person: PersonNumber, *, since: datetime, now: datetime) -> int:
    """How many alerts this person has ended or taken back since then, and since anyone was last let act again."""
    anew = select(func.coalesce(func.max(entries.c.number), 0)).where(
        entries.c.act == Act.READMITTED, entries.c.at > since
    )
    row = await tx.one(
        select(func.count()).where(
            entries.c.at > since,
            entries.c.act.in_(ENDINGS),
            entries.c.tag.in_(_tags(tx, person, now)),
            entries.c.number > anew.scalar_subquery(),
        )
    )
    return int(row[0]) if row else 0


async def stand(
    tx: Transaction,
    incident: IncidentId,
    alert: Broadcast,
    ended: Sequence[Broadcast],
    facts: AlertFacts,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Tell those who hold the correction, and nobody else, that the alert stands. What is still going out ends here,
    and the alert goes on where the correction had stopped it."""
    going = [broadcasts.c.incident == incident, broadcasts.c.state == State.OPEN]
    await tx.run(update(broadcasts).where(*going).values(state=State.ENDED))
    corrected = replace(facts, corrected=now)
    bases = (ended[0].id, ended[-1].id)
    opened = [
        await open_row(tx, {**new_row(incident, Kind.STANDS, how, corrected, now), "basis": basis})
        for how, basis in zip(CORRECTIONS[Kind.STANDS], bases, strict=True)
    ]
    if await audience.recipients(tx, alert, after=alert.cursor, limit=1, now=now):
        opened.append(await _go_on(tx, incident, alert, facts, now=now))
    await ledger.write(tx, act_of(Kind.STANDS, facts), by=by, now=now, subject=incident, opened=opened)


async def _go_on(
    tx: Transaction, incident: IncidentId, alert: Broadcast, facts: AlertFacts, *, now: datetime
) -> BroadcastId:
    """The alert once more, for those whom it has yet to reach. Who got it the first time has got it."""
    assert alert.audience is not None  # noqa: S101  an alert has one
    row = new_row(incident, Kind.ALERT, (Lane.ALERT, Way.SEND), facts, now)
    row |= {"audience": AUDIENCE.dump_json(alert.audience).decode(), **alert.cursor._asdict()}
    opened = await open_row(tx, row)
    reached = select(literal(opened), receipts.c.person, receipts.c.message).where(receipts.c.broadcast == alert.id)
    await tx.run(insert(receipts).from_select(["broadcast", "person", "message"], reached))
    return opened
