"""Letters: one message to one person that must not be lost. The row goes when Telegram has taken it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, insert, select

from bot.domain.asking import Asked
from bot.domain.drill import Times
from bot.domain.ids import Language, LetterId, PersonNumber
from bot.domain.letter import DutyEnds, Letter, LetterFacts, Says, Suspension, ToTranslate, Translated
from bot.domain.trouble import Over
from db import exercises, questions
from db.engine import Transaction, Wake
from db.people import CHAT
from db.tables import letters, people

Facts = LetterFacts | Suspension | ToTranslate | Translated | DutyEnds | Times | Over | None
FACTS: TypeAdapter[Facts] = TypeAdapter(Facts)

DUE = (
    select(letters, people.c.handle, people.c.chat, people.c.language)
    .join(people, people.c.number == letters.c.person)
    .order_by(letters.c.id)
    .limit(bindparam("most"))
)
"""Made once: to make one takes longer than to run it, and the courier asks at every turn."""


async def write(tx: Transaction, persons: Collection[PersonNumber], says: Says, facts: Facts, *, now: datetime) -> None:
    """Write the same to each of these people, and wake the courier. Of an exercise only those hear who take part."""
    if persons and isinstance(facts, LetterFacts) and await exercises.is_one(tx, facts.incident):
        facts, persons = replace(facts, exercise=True), await exercises.among(tx, persons)
    if persons:
        told = FACTS.dump_json(facts).decode()
        await tx.run(
            insert(letters),
            [{"person": one, "says": says.value, "facts": told, "written": now} for one in sorted(persons)],
        )
        tx.wake(Wake.COURIER)


async def write_each(
    tx: Transaction, told: Mapping[PersonNumber, LetterFacts | DutyEnds], says: Says, *, now: datetime
) -> None:
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
    rows = await tx.all(DUE, {"most": limit})
    return await _worded(
        tx,
        [
            Letter(
                id=LetterId(row.id),
                person=PersonNumber(row.person),
                language=Language(row.language),
                chat=tx.keys.open_id(CHAT, row.handle, row.chat),
                says=Says(row.says),
                facts=FACTS.validate_json(row.facts),
            )
            for row in rows
        ],
    )


async def unwritten(tx: Transaction, persons: Collection[PersonNumber], says: Says, facts: Facts) -> Sequence[Letter]:
    """The same for each of these people, in no row: for when none can be written."""
    rows = await tx.all(
        select(people.c.number, people.c.handle, people.c.chat, people.c.language).where(people.c.number.in_(persons))
    )
    return [
        Letter(
            id=LetterId(0),
            person=PersonNumber(row.number),
            language=Language(row.language),
            chat=tx.keys.open_id(CHAT, row.handle, row.chat),
            says=says,
            facts=facts,
        )
        for row in rows
    ]


async def _worded(tx: Transaction, found: Sequence[Letter]) -> Sequence[Letter]:
    """The same letters, those that ask in a volunteer's words with these."""
    asking = {
        one.id: one.facts for one in found if isinstance(one.facts, LetterFacts) and one.facts.asked is Asked.WORDS
    }
    if not asking:
        return found
    said = await questions.words(tx, [one.question for one in asking.values() if one.question is not None])
    worded = {letter: replace(one, words=said.get(one.question or 0)) for letter, one in asking.items()}
    return [replace(one, facts=worded[one.id]) if one.id in worded else one for one in found]


async def sent(tx: Transaction, done: Collection[LetterId]) -> None:
    """Telegram has taken them, or never will."""
    if done:
        await tx.run(delete(letters).where(letters.c.id.in_(done)))
