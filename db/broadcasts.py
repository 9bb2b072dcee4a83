"""Broadcasts: one row opens one, a cursor and receipts say who has been told."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.domain.broadcast import (
    CORRECTIONS,
    AlertFacts,
    Audience,
    Broadcast,
    Cursor,
    Kind,
    Lane,
    Receipt,
    State,
    Way,
)
from bot.domain.ids import BroadcastId, IncidentId, PersonNumber
from bot.domain.ledger import Act
from bot.domain.notice import NoticeFacts
from bot.domain.people import Person
from db import ledger
from db.engine import Transaction, Wake
from db.tables import broadcasts, people, receipts
from db.tables import ledger as entries

FACTS = TypeAdapter(AlertFacts)
ANY_FACTS: TypeAdapter[AlertFacts | NoticeFacts] = TypeAdapter(AlertFacts | NoticeFacts)
AUDIENCE = TypeAdapter(Audience)

UNDER_WAY = (State.OPEN, State.ENDED)

ROWS = select(
    broadcasts,
    select(entries.c.number)
    .where(entries.c.first <= broadcasts.c.id, entries.c.last >= broadcasts.c.id)
    .correlate(broadcasts)
    .exists()
    .label("explained"),
)
"""Broadcasts, each with whether a row of the ledger says who opened it."""

# Made once: to make one takes longer than to run it, and each alert asks for them while people wait for it.
OPEN = insert(broadcasts).returning(broadcasts.c.id)
UNDONE = ROWS.where(broadcasts.c.state.in_(UNDER_WAY)).order_by(broadcasts.c.id)


async def open_alert(
    tx: Transaction,
    *,
    incident: IncidentId,
    facts: AlertFacts,
    audience: Audience,
    now: datetime,
    by: Person | None = None,
) -> BroadcastId:
    """Open the alert's broadcast: one row, however many listen, and one of the ledger, which says that it was `by`
    this person (none for the bot itself). The courier is woken by the commit."""
    values = new_row(incident, Kind.ALERT, (Lane.ALERT, Way.SEND), facts, now)
    opened = await open_row(tx, {**values, "audience": AUDIENCE.dump_json(audience).decode()})
    await ledger.write(tx, act_of(Kind.ALERT, facts), by=by, now=now, subject=incident, opened=[opened])
    return opened


def act_of(kind: Kind, facts: AlertFacts | NoticeFacts) -> Act:
    """What the ledger calls it: whatever an exercise tells is an exercise."""
    return Act.EXERCISE if isinstance(facts, AlertFacts) and facts.exercise else Act(kind)


async def open_row(tx: Transaction, values: dict[str, Any]) -> BroadcastId:
    """Open a broadcast, and wake the courier; without a row in the ledger it goes to nobody."""
    row = await tx.one(OPEN, values)
    assert row is not None  # noqa: S101  INSERT ... RETURNING answers one row or raises
    tx.wake(Wake.COURIER)
    return BroadcastId(row.id)


def new_row(
    incident: IncidentId | None, kind: Kind, how: tuple[Lane, Way], facts: AlertFacts | NoticeFacts, now: datetime
) -> dict[str, Any]:
    """What a new broadcast's row holds, without whom it is for."""
    lane, way = how
    return {
        "incident": incident,
        "kind": kind,
        "lane": int(lane),
        "way": way,
        "facts": ANY_FACTS.dump_json(facts).decode(),
        "opened": now,
        "state": State.OPEN,
        "ring": 0,
        "number": 0,
    }


async def open_notice(
    tx: Transaction, facts: NoticeFacts, audience: Audience, *, now: datetime, by: Person | None = None
) -> BroadcastId:
    """Open a notice's broadcast: one row, like an alert's, in a lane behind everything that cannot wait."""
    values = new_row(None, Kind.NOTICE, (Lane.NOTICE, Way.SEND), facts, now)
    opened = await open_row(tx, {**values, "audience": AUDIENCE.dump_json(audience).decode()})
    await ledger.write(tx, Act.NOTICE, by=by, now=now, subject=facts.notice, opened=[opened])
    return opened


async def amend_notice(
    tx: Transaction, basis: BroadcastId, kind: Kind, facts: NoticeFacts, *, by: Person, now: datetime
) -> None:
    """Edit what those hold who got this notice. Earlier edits that are still going out end here, and with a withdrawal
    the notice itself. With other words it goes on: those whom it has yet to reach get the edit after it."""
    passed = broadcasts.c.basis == basis
    if kind is Kind.WITHDRAWAL:
        passed = or_(passed, broadcasts.c.id == basis)
    await tx.run(update(broadcasts).where(passed, broadcasts.c.state == State.OPEN).values(state=State.ENDED))
    opened = await open_row(tx, {**new_row(None, kind, (Lane.EDIT, Way.EDIT), facts, now), "basis": basis})
    await ledger.write(tx, Act(kind), by=by, now=now, subject=facts.notice, opened=[opened])


async def correct(
    tx: Transaction,
    *,
    incident: IncidentId,
    kind: Kind,
    facts: AlertFacts,
    now: datetime,
    by: Person | None = None,
) -> None:
    """Tell those who hold the incident's alert what became of it.

    Whatever of this incident is still going out ends here, in the same transaction: nobody is told anew what is true no
    more. Who is in flight counts as told, and hears the correction after that. An alert that is followed up is still
    true: it goes on, and those whom it has yet to reach hear the follow-up after it.
    """
    alert = await tx.one(_newest(incident, Kind.ALERT))
    if alert is None:
        return
    untrue = [broadcasts.c.incident == incident, broadcasts.c.state == State.OPEN]
    if kind is Kind.FOLLOW_UP:
        untrue.append(broadcasts.c.kind != Kind.ALERT)
    await tx.run(update(broadcasts).where(*untrue).values(state=State.ENDED))
    opened = [
        await open_row(tx, {**new_row(incident, kind, how, facts, now), "basis": alert.id}) for how in CORRECTIONS[kind]
    ]
    await ledger.write(tx, act_of(kind, facts), by=by, now=now, subject=incident, opened=opened)


async def ignore(tx: Transaction, wrong: Broadcast, *, by: Person, now: datetime) -> None:
    """Ask those who got this message to ignore it. Whatever of it, or of its incident, is still going out ends here."""
    facts = wrong.facts
    incident, subject = (None, facts.notice) if isinstance(facts, NoticeFacts) else (facts.incident, facts.incident)
    same = broadcasts.c.id == wrong.id if incident is None else broadcasts.c.incident == incident
    await tx.run(update(broadcasts).where(same, broadcasts.c.state == State.OPEN).values(state=State.ENDED))
    values = new_row(incident, Kind.IGNORE, (Lane.RETRACTION, Way.REPLY), facts, now)
    opened = await open_row(tx, {**values, "basis": wrong.id})
    await ledger.write(tx, act_of(Kind.IGNORE, facts), by=by, now=now, subject=subject, opened=[opened])


async def last_told(tx: Transaction) -> Broadcast | None:
    """The newest message that somebody is known to hold; none when that is one that they were asked to ignore, or the
    asking itself."""
    other = broadcasts.alias()
    asked = select(other.c.id).where(other.c.basis == broadcasts.c.id, other.c.kind == Kind.IGNORE).exists()
    told = select(receipts.c.person).where(receipts.c.broadcast == broadcasts.c.id).exists()
    row = await tx.one(
        ROWS.add_columns(asked.label("asked"))
        .where(broadcasts.c.way != Way.EDIT, broadcasts.c.kind != Kind.IGNORE, told)
        .order_by(broadcasts.c.id.desc())
        .limit(1)
    )
    return None if row is None or row.asked else broadcast_of(row)


async def waiting(tx: Transaction) -> int:
    """How many broadcasts are on their way, edits of what people hold not counted."""
    row = await tx.one(select(func.count()).where(broadcasts.c.state == State.OPEN, broadcasts.c.way != Way.EDIT))
    return int(row[0]) if row else 0


async def end_notices(tx: Transaction, *, before: datetime) -> None:
    """Let the notices opened before that go to nobody else."""
    old = [broadcasts.c.kind == Kind.NOTICE, broadcasts.c.state == State.OPEN, broadcasts.c.opened < before]
    await tx.run(update(broadcasts).where(*old).values(state=State.ENDED))


async def told(tx: Transaction, incident: IncidentId) -> AlertFacts | None:
    """What the incident's alert says, as its last follow-up left it; none when there was no alert."""
    row = await tx.one(_newest(incident, Kind.ALERT, Kind.FOLLOW_UP))
    return None if row is None else FACTS.validate_json(row.facts)


def _newest(incident: IncidentId, *kinds: Kind) -> Select[Any]:
    return (
        select(broadcasts.c.id, broadcasts.c.facts)
        .where(broadcasts.c.incident == incident, broadcasts.c.kind.in_(kinds))
        .order_by(broadcasts.c.id.desc())
        .limit(1)
    )


async def under_way(tx: Transaction) -> Sequence[Broadcast]:
    """The broadcasts that are not done: open ones, and ended ones whose last deliveries are still in flight."""
    rows = await tx.all(UNDONE)
    return [broadcast_of(row) for row in rows]


async def these(tx: Transaction, numbers: Collection[BroadcastId]) -> Sequence[Broadcast]:
    """The broadcasts with these numbers that are still kept."""
    rows = await tx.all(ROWS.where(broadcasts.c.id.in_(numbers)).order_by(broadcasts.c.id))
    return [broadcast_of(row) for row in rows]


def broadcast_of(row: Row[Any]) -> Broadcast:
    """The broadcast in a row of `ROWS`."""
    return Broadcast(
        id=BroadcastId(row.id),
        kind=Kind(row.kind),
        lane=Lane(row.lane),
        way=Way(row.way),
        facts=ANY_FACTS.validate_json(row.facts),
        audience=None if row.audience is None else AUDIENCE.validate_json(row.audience),
        basis=None if row.basis is None else BroadcastId(row.basis),
        opened=row.opened,
        state=State(row.state),
        cursor=Cursor(row.ring, PersonNumber(row.number)),
        explained=bool(row.explained),
    )


_known = select(people.c.number).where(people.c.number == bindparam("who")).exists()
_receipt = upsert(receipts).from_select(
    ["broadcast", "person", "message"],
    select(
        bindparam("of", type_=receipts.c.broadcast.type),
        bindparam("who", type_=receipts.c.person.type),
        bindparam("held", type_=receipts.c.message.type),
    ).where(_known),
)
WRITE_RECEIPT = _receipt.on_conflict_do_update(
    index_elements=[receipts.c.broadcast, receipts.c.person],
    set_={"message": func.coalesce(receipts.c.message, _receipt.excluded.message)},
)
"""Nothing for whoever was forgotten while their message was in flight. A repeat keeps what is known of the first."""

WRITE_RECEIPT_IN_SQLITE = str(WRITE_RECEIPT.compile(dialect=sqlite.dialect(paramstyle="qmark")))
"""The same, made once: for each row SQLAlchemy would take twice as long as SQLite."""

MOVE_CURSOR = (
    update(broadcasts)
    .where(broadcasts.c.id == bindparam("of"))
    .values(ring=bindparam("to_ring"), number=bindparam("to_number"))
)


async def settle(tx: Transaction, told: Iterable[Receipt], cursors: Iterable[tuple[BroadcastId, Cursor]]) -> None:
    """Write down who has been told, and up to where everyone has been answered for."""
    told = list(told)
    if told and tx.kind == "sqlite":
        rows = [(one.broadcast, one.person, one.message, one.person) for one in told]
        await tx.connection.exec_driver_sql(WRITE_RECEIPT_IN_SQLITE, rows)
    elif told:
        named = [{"of": one.broadcast, "who": one.person, "held": one.message} for one in told]
        await tx.run(WRITE_RECEIPT, named)
    marks = [{"of": broadcast, "to_ring": mark.ring, "to_number": mark.number} for broadcast, mark in cursors]
    if marks:
        await tx.run(MOVE_CURSOR, marks)


async def finish(tx: Transaction, broadcast: BroadcastId, state: State = State.DONE) -> bool:
    """Nothing more of it goes out; False when that was so already."""
    done = await tx.run(
        update(broadcasts).where(broadcasts.c.id == broadcast, broadcasts.c.state.in_(UNDER_WAY)).values(state=state)
    )
    return bool(done.rowcount)
