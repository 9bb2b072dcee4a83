"""Broadcasts: one row opens one, a cursor and receipts say who has been told."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, insert, or_, select, union, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql.selectable import FromClause

from bot.domain.broadcast import (
    CORRECTIONS,
    AlertFacts,
    Audience,
    Broadcast,
    Cursor,
    Kind,
    Lane,
    Receipt,
    Recipient,
    State,
    Way,
)
from bot.domain.ids import BroadcastId, IncidentId, Language, MessageId, NeighborhoodId, PersonNumber
from bot.domain.notice import NoticeFacts
from db.engine import Transaction, Wake
from db.people import CHAT
from db.tables import areas, broadcasts, people, receipts

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


async def recipients(
    tx: Transaction, broadcast: Broadcast, *, after: Cursor, limit: int, now: datetime
) -> Sequence[Recipient]:
    """The next people after `after` who have no receipt yet, in the broadcast's order; nobody when it is at its end.

    Who paused is passed over, and has had their turn; but what corrects an alert that they hold they hear all the same.
    """
    while page := await _page(tx, broadcast, after=after, limit=limit):
        if heard := [one for one in page if _hears(broadcast, one, now)]:
            return heard
        after = page[-1].place
    return []


def _hears(broadcast: Broadcast, one: Recipient, now: datetime) -> bool:
    """Whether someone is told whose turn it is."""
    return broadcast.audience is None or (broadcast.reads(one.language) and not one.paused_at(now))


async def _page(tx: Transaction, broadcast: Broadcast, *, after: Cursor, limit: int) -> Sequence[Recipient]:
    """The next people, paused or not."""
    if broadcast.audience is None:
        return await _holders(tx, broadcast, after=after, limit=limit)
    for ring in range(after.ring, len(broadcast.audience.rings)):
        start = after.number if ring == after.ring else PersonNumber(0)
        statement = _in_ring(broadcast.audience, ring, limit)
        rows = (await tx.run(statement, {THIS.key: broadcast.id, AFTER.key: start})).all()
        if rows:
            return [_recipient(tx, row, ring, message=None) for row in rows]
    return []


THIS = bindparam("this", type_=broadcasts.c.id.type)
AFTER = bindparam("after", type_=people.c.number.type)


@lru_cache(maxsize=256)
def _in_ring(audience: Audience, ring: int, limit: int) -> Select[Any]:
    """People of one ring who are in no earlier one: for each neighborhood a walk along its index, then all as one.

    The statement is kept: to make it takes SQLAlchemy longer than SQLite takes to answer it.
    """
    earlier = [one for before in audience.rings[:ring] for one in before]
    walks = [_walk(one, earlier, limit) for one in audience.rings[ring]]
    if not walks:
        return PEOPLE.where(people.c.number < 0)
    found = union(*(select(walk.c.person) for walk in walks)).subquery() if len(walks) > 1 else walks[0]
    return PEOPLE.join(found, found.c.person == people.c.number).order_by(found.c.person).limit(limit)


def _walk(neighborhood: NeighborhoodId, earlier: Collection[NeighborhoodId], limit: int) -> FromClause:
    walk = (
        select(areas.c.person)
        .where(areas.c.neighborhood == neighborhood, areas.c.person > AFTER, _listened(areas))
        .where(~_has_receipt(areas.c.person))
        .order_by(areas.c.person)
        .limit(limit)
    )
    if earlier:
        other = areas.alias()
        walk = walk.where(
            ~select(other.c.person)
            .where(
                other.c.neighborhood.in_(earlier),
                other.c.person == areas.c.person,
                _listened(other),
            )
            .correlate(areas)
            .exists()
        )
    return walk.distinct().subquery()


def _listened(table: Any) -> ColumnElement[bool]:
    """The choice of a neighborhood held when the broadcast was opened."""
    return and_(table.c.since < THIS, or_(table.c.until.is_(None), table.c.until >= THIS))


def _has_receipt(person: ColumnElement[Any]) -> ColumnElement[bool]:
    return (
        select(receipts.c.person)
        .where(receipts.c.broadcast == THIS, receipts.c.person == person)
        .correlate_except(receipts)
        .exists()
    )


PEOPLE = select(
    people.c.number,
    people.c.handle,
    people.c.chat,
    people.c.language,
    people.c.missing,
    people.c.quiet,
    people.c.paused_until,
)


async def _holders(tx: Transaction, broadcast: Broadcast, *, after: Cursor, limit: int) -> Sequence[Recipient]:
    """Those who hold the alert that this broadcast corrects; for an edit, only those whose message is known."""
    own = receipts.alias()
    wanted = (
        PEOPLE.add_columns(receipts.c.message)
        .join(receipts, receipts.c.person == people.c.number)
        .where(receipts.c.broadcast == broadcast.basis, receipts.c.person > after.number)
        .where(
            ~select(own.c.person)
            .where(own.c.broadcast == broadcast.id, own.c.person == receipts.c.person)
            .correlate(receipts)
            .exists()
        )
        .order_by(receipts.c.person)
        .limit(limit)
    )
    if broadcast.way is Way.EDIT:
        wanted = wanted.where(receipts.c.message.is_not(None))
    return [_recipient(tx, row, 0, message=row.message) for row in await tx.all(wanted)]


def _recipient(tx: Transaction, row: Row[Any], ring: int, *, message: int | None) -> Recipient:
    number, handle, chat, language, missing, quiet, paused_until, *_ = tuple(row)
    return Recipient(
        place=Cursor(ring, PersonNumber(number)),
        chat=tx.keys.open_id(CHAT, handle, chat),
        language=Language(language),
        message=None if message is None else MessageId(message),
        doubted=missing is not None,
        quiet=quiet,
        paused_until=paused_until,
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

MOVE_CURSOR = (
    update(broadcasts)
    .where(broadcasts.c.id == bindparam("of"))
    .values(ring=bindparam("to_ring"), number=bindparam("to_number"))
)


async def settle(tx: Transaction, told: Iterable[Receipt], cursors: Iterable[tuple[BroadcastId, Cursor]]) -> None:
    """Write down who has been told, and up to where everyone has been answered for."""
    rows = [{"of": one.broadcast, "who": one.person, "held": one.message} for one in told]
    if rows:
        await tx.run(WRITE_RECEIPT, rows)
    marks = [{"of": broadcast, "to_ring": mark.ring, "to_number": mark.number} for broadcast, mark in cursors]
    if marks:
        await tx.run(MOVE_CURSOR, marks)


async def finish(tx: Transaction, broadcast: BroadcastId, state: State = State.DONE) -> bool:
    """Nothing more of it goes out; False when that was so already."""
    done = await tx.run(
        update(broadcasts).where(broadcasts.c.id == broadcast, broadcasts.c.state.in_(UNDER_WAY)).values(state=state)
    )
    return bool(done.rowcount)


async def recover(tx: Transaction, broadcast: Broadcast, *, in_flight: int) -> None:
    """Close a broadcast that was ended while deliveries were in flight, when the courier that knew them is gone.

    They went out in order, and at most `in_flight` at once: so the first that many without a receipt are all who may
    have got it. They count as told, and hear the correction. So do those among them who paused: it may have been after
    their turn.
    """
    perhaps: list[Recipient] = []
    at, seats = broadcast.cursor, in_flight
    while seats and (page := await _page(tx, broadcast, after=at, limit=seats)):
        perhaps.extend(page)
        seats -= sum(one.paused_until is None and broadcast.reads(one.language) for one in page)
        at = page[-1].place
    await settle(tx, [Receipt(broadcast.id, one.place.number, None) for one in perhaps], [])
    await finish(tx, broadcast.id)
