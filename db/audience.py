"""Who a broadcast reaches, and in which order: the audience ring by ring, or those who hold what it corrects."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, or_, select, type_coerce, union
from sqlalchemy.sql.selectable import FromClause

from bot.domain.broadcast import Audience, Broadcast, Cursor, Receipt, Recipient, Way
from bot.domain.ids import MessageId, NeighborhoodId, PersonNumber
from db.broadcasts import finish, settle
from db.engine import Transaction
from db.people import CHAT, TAKES_PART
from db.tables import areas, broadcasts, people, receipts
from db.types import EPOCH, MICROSECOND, Integer


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


async def still(
    tx: Transaction, broadcast: Broadcast, who: Collection[PersonNumber], *, now: datetime
) -> set[PersonNumber]:
    """Who of these is still to be told: whoever left, paused or was forgotten since their turn came is not."""
    if broadcast.audience is None:
        held = select(receipts.c.person).where(receipts.c.broadcast == broadcast.basis)
        rows = await tx.all(PEOPLE.where(people.c.number.in_(who), people.c.number.in_(held)))
    elif broadcast.audience.exercise:
        rows = await tx.all(PEOPLE.where(people.c.number.in_(who), TAKES_PART))
    else:
        anywhere = [one for ring in broadcast.audience.rings for one in ring]
        listens = select(areas.c.person).where(
            areas.c.neighborhood.in_(anywhere), areas.c.person.in_(who), listened(areas)
        )
        rows = (
            await tx.run(PEOPLE.where(people.c.number.in_(who), people.c.number.in_(listens)), {THIS.key: broadcast.id})
        ).all()
    found = [_recipient(tx, row, 0, message=None) for row in rows]
    return {one.place.number for one in found if _hears(broadcast, one, now)}


def _hears(broadcast: Broadcast, one: Recipient, now: datetime) -> bool:
    """Whether someone is told whose turn it is."""
    return broadcast.audience is None or (broadcast.reads(one.language) and not one.paused_at(now))


async def _page(tx: Transaction, broadcast: Broadcast, *, after: Cursor, limit: int) -> Sequence[Recipient]:
    """The next people, paused or not."""
    if broadcast.audience is None:
        return await _holders(tx, broadcast, after=after, limit=limit)
    if broadcast.audience.exercise:
        playing = PEOPLE.where(TAKES_PART, people.c.number > AFTER, ~_has_receipt(people.c.number))
        statement = playing.order_by(people.c.number).limit(limit)
        rows = (await tx.run(statement, {THIS.key: broadcast.id, AFTER.key: after.number})).all()
        return [_recipient(tx, row, 0, message=None) for row in rows]
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

    The statement is kept: to make it takes SQLAlchemy longer than SQLite takes to answer it. Every table in it begins
    after the last page: PostgreSQL may merge tables in their order, and would read from the first person for each page.
    """
    earlier = [one for before in audience.rings[:ring] for one in before]
    walks = [_walk(one, earlier, limit) for one in audience.rings[ring]]
    if not walks:
        return PEOPLE.where(people.c.number < 0)
    found = union(*(select(walk.c.person) for walk in walks)).subquery() if len(walks) > 1 else walks[0]
    page = PEOPLE.join(found, found.c.person == people.c.number).where(people.c.number > AFTER)
    return page.order_by(found.c.person).limit(limit)


def _walk(neighborhood: NeighborhoodId, earlier: Collection[NeighborhoodId], limit: int) -> FromClause:
    walk = (
        select(areas.c.person)
        .where(areas.c.neighborhood == neighborhood, areas.c.person > AFTER, listened(areas))
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
                other.c.person > AFTER,
                listened(other),
            )
            .correlate(areas)
            .exists()
        )
    return walk.distinct().subquery()


def listened(table: Any) -> ColumnElement[bool]:
    """The choice of a neighborhood held when the broadcast was opened."""
    return and_(table.c.since < THIS, or_(table.c.until.is_(None), table.c.until >= THIS))


def _has_receipt(person: ColumnElement[Any]) -> ColumnElement[bool]:
    return (
        select(receipts.c.person)
        .where(receipts.c.broadcast == THIS, receipts.c.person == person, receipts.c.person > AFTER)
        .correlate_except(receipts)
        .exists()
    )


PEOPLE = select(
    people.c.number,
    people.c.handle,
    people.c.chat,
    people.c.language,
    type_coerce(people.c.missing, Integer).label("missing"),
    type_coerce(people.c.quiet, Integer).label("quiet"),
    type_coerce(people.c.paused_until, Integer).label("paused_until"),
)
"""As SQLite has them: for nearly everyone there is nothing to be made of the last three."""


async def _holders(tx: Transaction, broadcast: Broadcast, *, after: Cursor, limit: int) -> Sequence[Recipient]:
    """Those who hold the alert that this broadcast corrects; for an edit, only those whose message is known."""
    own = receipts.alias()
    wanted = (
        PEOPLE.add_columns(receipts.c.message)
        .join(receipts, receipts.c.person == people.c.number)
        .where(receipts.c.broadcast == broadcast.basis, receipts.c.person > after.number)
        .where(people.c.number > after.number)
        .where(
            ~select(own.c.person)
            .where(own.c.broadcast == broadcast.id, own.c.person == receipts.c.person, own.c.person > after.number)
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
        Cursor(ring, number),
        tx.keys.open_id(CHAT, handle, chat),
        language,
        None if message is None else MessageId(message),
        missing is not None,
        quiet == 1,
        None if paused_until is None else EPOCH + paused_until * MICROSECOND,
    )


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
