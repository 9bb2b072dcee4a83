"""Lists: one living message per volunteer that says what waits, or per organizer that says where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.dealing import DueList, Listed
from bot.domain.ids import Language, MessageId, PersonNumber
from db import duties
from db.engine import Transaction, Wake
from db.people import CHAT
from db.tables import lists, people

LISTED = TypeAdapter(Listed)

DUE = (
    select(
        lists,
        people.c.handle,
        people.c.chat,
        people.c.language,
        duties.muted_until(lists.c.person).label("muted_until"),
    )
    .join(people, people.c.number == lists.c.person)
    .where(lists.c.drawn < lists.c.edition)
    .order_by(lists.c.person)
    .limit(bindparam("most"))
)
"""Made once: to make one takes longer than to run it, and the courier asks at every turn."""


@dataclass(frozen=True, slots=True)
class Held:
    """A list as somebody holds it."""

    listed: Listed
    sent: datetime
    gone: bool
    """Its message was deleted."""


async def held(tx: Transaction) -> Mapping[PersonNumber, Held]:
    """Every list there is."""
    rows = await tx.all(select(lists))
    return {
        PersonNumber(row.person): Held(
            LISTED.validate_json(row.listed), row.sent, gone=row.message is None and row.drawn >= row.edition
        )
        for row in rows
    }


async def send(tx: Transaction, person: PersonNumber, listed: Listed, *, now: datetime) -> None:
    """Send this person a list, as a new message."""
    said = {"listed": LISTED.dump_json(listed).decode(), "message": None, "sent": now}
    statement = insert(lists).values(person=person, edition=1, drawn=0, **said)
    anew = {**said, "edition": lists.c.edition + 1}
    await tx.run(statement.on_conflict_do_update(index_elements=[lists.c.person], set_=anew))
    tx.wake(Wake.COURIER)


async def change(tx: Transaction, person: PersonNumber, listed: Listed) -> None:
    """Let the list say something else, in the message that holds it."""
    said = LISTED.dump_json(listed).decode()
    await tx.run(update(lists).where(lists.c.person == person).values(listed=said, edition=lists.c.edition + 1))
    tx.wake(Wake.COURIER)


async def due(tx: Transaction, *, limit: int) -> Sequence[DueList]:
    """The lists that were never sent, or say what is true no more."""
    rows = await tx.all(DUE, {"most": limit})
    return [
        DueList(
            person=PersonNumber(row.person),
            language=Language(row.language),
            chat=tx.keys.open_id(CHAT, row.handle, row.chat),
            message=None if row.message is None else MessageId(row.message),
            edition=row.edition,
            listed=LISTED.validate_json(row.listed),
            muted_until=row.muted_until,
        )
        for row in rows
    ]


async def drawn(tx: Transaction, person: PersonNumber, *, edition: int, message: MessageId | None) -> None:
    """The list says what this edition does now, in this message; without one it is sent anew when there is room."""
    await tx.run(update(lists).where(lists.c.person == person).values(drawn=edition, message=message))
