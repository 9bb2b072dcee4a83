"""Letters: one message to one person that must not be lost. The row goes when Telegram has taken it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select

from bot.domain.ids import Language, LetterId, PersonNumber
from bot.domain.letter import Letter, LetterFacts, Says
from db.engine import Transaction, Wake
from db.people import CHAT
from db.tables import letters, people

FACTS: TypeAdapter[LetterFacts | None] = TypeAdapter(LetterFacts | None)


async def write(
    tx: Transaction, persons: Collection[PersonNumber], says: Says, facts: LetterFacts | None, *, now: datetime
) -> None:
    """Write the same to each of these people, and wake the courier."""
    if persons:
        told = FACTS.dump_json(facts).decode()
        await tx.run(
            insert(letters),
            [{"person": one, "says": says.value, "facts": told, "written": now} for one in sorted(persons)],
        )
        tx.wake(Wake.COURIER)


async def write_each(tx: Transaction, told: Mapping[PersonNumber, LetterFacts], says: Says, *, now: datetime) -> None:
    """Write to each of these people of what concerns them, and wake the courier."""
    if told:
        rows = [
            {"person": one, "says": says.value, "facts": FACTS.dump_json(facts).decode(), "written": now}
            for one, facts in sorted(told.items())
        ]
        await tx.run(insert(letters), rows)
        tx.wake(Wake.COURIER)


async def due(tx: Transaction, *, limit: int) -> Sequence[Letter]:
    """The letters that wait, oldest first."""
    rows = await tx.all(
        select(letters, people.c.handle, people.c.chat, people.c.language)
        .join(people, people.c.number == letters.c.person)
        .order_by(letters.c.id)
        .limit(limit)
    )
    return [
        Letter(
            id=LetterId(row.id),
            person=PersonNumber(row.person),
            language=Language(row.language),
            chat=tx.keys.open_id(CHAT, row.handle, row.chat),
            says=Says(row.says),
            facts=FACTS.validate_json(row.facts),
        )
        for row in rows
    ]


async def sent(tx: Transaction, done: Collection[LetterId]) -> None:
    """Telegram has taken them, or never will."""
    if done:
        await tx.run(delete(letters).where(letters.c.id.in_(done)))
