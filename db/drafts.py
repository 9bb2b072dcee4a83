"""Reports not yet submitted: sealed under the day's key, one per person."""

from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import PersonNumber
from bot.domain.report import Draft
from db.engine import Transaction
from db.keys import KeyGone
from db.tables import drafts

PURPOSE = "drafts"
DRAFT = TypeAdapter(Draft)


async def load(tx: Transaction, person: PersonNumber, *, after: datetime) -> Draft | None:
    """This person's draft, unless it is older than `after`."""
    row = await tx.one(select(drafts).where(drafts.c.person == person, drafts.c.changed > after))
    if row is None:
        return None
    try:
        text = tx.keys.open(date.fromisoformat(row.day), PURPOSE, str(person).encode(), row.sealed)
    except KeyGone:
        return None
    return DRAFT.validate_json(text)


async def touched(tx: Transaction, person: PersonNumber) -> datetime | None:
    """When this person last answered something in a draft; none without one."""
    row = await tx.one(select(drafts.c.changed).where(drafts.c.person == person))
    return None if row is None else row.changed


async def save(tx: Transaction, person: PersonNumber, draft: Draft, *, now: datetime) -> None:
    """Keep the draft in place of any earlier one."""
    day = now.date()
    sealed = tx.keys.seal(day, PURPOSE, str(person).encode(), DRAFT.dump_json(draft))
    kept = {"day": day.isoformat(), "sealed": sealed, "changed": now}
    statement = insert(drafts).values(person=person, **kept)
    await tx.run(statement.on_conflict_do_update(index_elements=[drafts.c.person], set_=kept))


async def drop(tx: Transaction, person: PersonNumber) -> None:
    """Throw this person's draft away."""
    await tx.run(delete(drafts).where(drafts.c.person == person))
