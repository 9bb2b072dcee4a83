"""Broadcasts: one row opens one, a cursor and receipts say who has been told."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, bindparam, func, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert as upsert

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
from bot.domain.notice import NoticeFacts
from db.engine import Transaction, Wake
from db.tables import broadcasts, people, receipts

FACTS = TypeAdapter(AlertFacts)
ANY_FACTS: TypeAdapter[AlertFacts | NoticeFacts] = TypeAdapter(AlertFacts | NoticeFacts)
AUDIENCE = TypeAdapter(Audience)

UNDER_WAY = (State.OPEN, State.ENDED)


async def open_alert(
    tx: Transaction, *, incident: IncidentId, facts: AlertFacts, audience: Audience, now: datetime
) -> BroadcastId:
    """Open the alert's broadcast: one row, however many listen. The courier is woken by the commit."""
    row = await tx.one(
        insert(broadcasts)
        .values(
            **_opened(incident, Kind.ALERT, (Lane.ALERT, Way.SEND), facts, now),
            audience=AUDIENCE.dump_json(audience).decode(),
        )
        .returning(broadcasts.c.id)
    )
    assert row is not None  # noqa: S101  INSERT ... RETURNING answers one row or raises
    tx.wake(Wake.COURIER)
    return BroadcastId(row.id)


def _opened(
    incident: IncidentId | None, kind: Kind, how: tuple[Lane, Way], facts: AlertFacts | NoticeFacts, now: datetime
) -> dict[str, Any]:
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


async def open_notice(tx: Transaction, facts: NoticeFacts, audience: Audience, *, now: datetime) -> None:
    """Open a notice's broadcast: one row, like an alert's, in a lane behind everything that cannot wait."""
    values = _opened(None, Kind.NOTICE, (Lane.NOTICE, Way.SEND), facts, now)
    await tx.run(insert(broadcasts).values(**values, audience=AUDIENCE.dump_json(audience).decode()))
    tx.wake(Wake.COURIER)


async def correct(tx: Transaction, *, incident: IncidentId, kind: Kind, facts: AlertFacts, now: datetime) -> None:
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
    for how in CORRECTIONS[kind]:
        await tx.run(insert(broadcasts).values(**_opened(incident, kind, how, facts, now), basis=alert.id))
    tx.wake(Wake.COURIER)


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
    rows = await tx.all(select(broadcasts).where(broadcasts.c.state.in_(UNDER_WAY)).order_by(broadcasts.c.id))
    return [_broadcast(row) for row in rows]


async def these(tx: Transaction, numbers: Collection[BroadcastId]) -> Sequence[Broadcast]:
    """The broadcasts with these numbers that are still kept."""
    rows = await tx.all(select(broadcasts).where(broadcasts.c.id.in_(numbers)).order_by(broadcasts.c.id))
    return [_broadcast(row) for row in rows]


def _broadcast(row: Row[Any]) -> Broadcast:
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
_compiled = _receipt.on_conflict_do_update(
    index_elements=[receipts.c.broadcast, receipts.c.person],
    set_={"message": func.coalesce(receipts.c.message, _receipt.excluded.message)},
).compile(dialect=sqlite.dialect(paramstyle="qmark"))
WRITE_RECEIPT = str(_compiled)
"""Nothing for whoever was forgotten while their message was in flight. A repeat keeps what is known of the first. Made
once: for each row SQLAlchemy would take twice as long as SQLite."""

MOVE_CURSOR = (
    update(broadcasts)
    .where(broadcasts.c.id == bindparam("of"))
    .values(ring=bindparam("to_ring"), number=bindparam("to_number"))
)


async def settle(tx: Transaction, told: Iterable[Receipt], cursors: Iterable[tuple[BroadcastId, Cursor]]) -> None:
    """Write down who has been told, and up to where everyone has been answered for."""
    rows = [(one.broadcast, one.person, one.message, one.person) for one in told]
    if rows:
        await tx.connection.exec_driver_sql(WRITE_RECEIPT, rows)
    marks = [{"of": broadcast, "to_ring": mark.ring, "to_number": mark.number} for broadcast, mark in cursors]
    if marks:
        await tx.run(MOVE_CURSOR, marks)


async def finish(tx: Transaction, broadcast: BroadcastId, state: State = State.DONE) -> bool:
    """Nothing more of it goes out; False when that was so already."""
    done = await tx.run(
        update(broadcasts).where(broadcasts.c.id == broadcast, broadcasts.c.state.in_(UNDER_WAY)).values(state=state)
    )
    return bool(done.rowcount)
