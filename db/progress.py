"""How far broadcasts have come, and which organizer is shown that in which message."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.broadcast import Broadcast
from bot.domain.ids import BroadcastId, Language, MessageId, PersonNumber
from bot.domain.notice import NoticeFacts
from bot.domain.people import Role
from db.audience import THIS, listened
from db.engine import Transaction
from db.people import CHAT
from db.tables import areas, people, progress, receipts


@dataclass(frozen=True, slots=True)
class Shown:
    """What one organizer was shown last."""

    broadcast: BroadcastId
    person: PersonNumber
    message: MessageId | None
    """None once they have deleted it: they are shown it no more."""
    told: int
    total: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Organizer:
    """Someone who is shown it."""

    person: PersonNumber
    chat: int
    language: Language


async def shown(tx: Transaction) -> Sequence[Shown]:
    """What is shown at this moment."""
    rows = await tx.all(select(progress).order_by(progress.c.broadcast, progress.c.person))
    return [
        Shown(
            BroadcastId(row.broadcast),
            PersonNumber(row.person),
            None if row.message is None else MessageId(row.message),
            row.told,
            row.total,
            row.at,
        )
        for row in rows
    ]


async def organizers(tx: Transaction, *, now: datetime) -> Sequence[Organizer]:
    """The organizers who have not paused."""
    rows = await tx.all(
        select(people.c.number, people.c.handle, people.c.chat, people.c.language)
        .where(people.c.role == literal_column(f"'{Role.ORGANIZER}'"))
        .where(_hears(now))
        .order_by(people.c.number)
    )
    return [
        Organizer(PersonNumber(row.number), tx.keys.open_id(CHAT, row.handle, row.chat), Language(row.language))
        for row in rows
    ]


async def told(tx: Transaction, broadcast: BroadcastId) -> int:
    """How many count as told."""
    row = await tx.one(select(func.count()).select_from(receipts).where(receipts.c.broadcast == broadcast))
    return int(row[0]) if row else 0


async def concerned(tx: Transaction, broadcast: Broadcast, *, now: datetime) -> int:
    """How many a broadcast is for, who have not paused; for a correction, how many hold what it corrects."""
    if broadcast.audience is None:
        return 0 if broadcast.basis is None else await told(tx, broadcast.basis)
    where = [one for ring in broadcast.audience.rings for one in ring]
    listen = select(areas.c.person).where(areas.c.neighborhood.in_(where), listened(areas))
    counted = select(func.count()).where(people.c.number.in_(listen), _hears(now))
    if isinstance(broadcast.facts, NoticeFacts) and broadcast.facts.languages:
        counted = counted.where(people.c.language.in_(broadcast.facts.languages))
    return int((await tx.run(counted, {THIS.key: broadcast.id})).scalar_one())


def _hears(now: datetime) -> ColumnElement[bool]:
    """Whoever has not paused."""
    return or_(people.c.paused_until.is_(None), people.c.paused_until <= now)


async def keep(tx: Transaction, now_shown: Shown) -> None:
    """Note what someone is shown; nothing for whoever was forgotten meanwhile."""
    if await tx.one(select(people.c.number).where(people.c.number == now_shown.person)) is None:
        return
    values = {"message": now_shown.message, "told": now_shown.told, "total": now_shown.total, "at": now_shown.at}
    statement = insert(progress).values(broadcast=now_shown.broadcast, person=now_shown.person, **values)
    await tx.run(statement.on_conflict_do_update(index_elements=list(progress.primary_key), set_=values))


async def drop(tx: Transaction, broadcast: BroadcastId, *, but: Collection[PersonNumber]) -> None:
    """Nothing more is shown of it, but to these."""
    await tx.run(delete(progress).where(progress.c.broadcast == broadcast, progress.c.person.not_in(but)))
