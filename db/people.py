"""Who has talked to the bot: found by keyed hash, reached by a sealed chat id."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, case, delete, func, insert, literal_column, select, update

from bot.domain.ids import Language, PersonNumber
from bot.domain.people import Alias, Hearing, Person, Role
from db import details, inbox, questions, standings
from db.engine import Transaction, Wake
from db.tables import broadcasts, findings, people, receipts, reports
from db.types import yes

CHAT = "people.chat"
"""What a sealed chat id is bound to, beside the person's handle."""

TAKES_PART = yes(people.c.exercises)
"""Takes part in exercises. The number stands in the statement itself: only so does SQLite use their index."""

COLUMNS = (people.c.number, people.c.language, people.c.role, people.c.suspended)

# Made once: to make one takes longer than to run it, and everything that anybody does asks for them. The role stands in
# the statement itself: only so does SQLite use the index of organizers.
BY_HANDLE = select(*COLUMNS).where(people.c.handle.in_(bindparam("handles", expanding=True)))
BY_NUMBER = select(*COLUMNS).where(people.c.number == bindparam("its_number"))
BY_NUMBER_ALONE = BY_NUMBER.with_for_update(key_share=True)
ORGANIZERS = select(people.c.number).where(people.c.role == literal_column(f"'{Role.ORGANIZER}'"))
PLAYING = ORGANIZERS.where(TAKES_PART)


def _person(row: Row[Any]) -> Person:
    is_suspended = row.suspended is not None
    return Person(PersonNumber(row.number), Language(row.language), Role(row.role), is_suspended)


async def find(tx: Transaction, telegram_id: int) -> Person | None:
    """The person behind Telegram's number, or none when the bot does not know them."""
    row = await tx.one(BY_HANDLE, {"handles": tx.keys.handles(telegram_id)})
    return _person(row) if row else None


async def get(tx: Transaction, person: PersonNumber, *, alone: bool = False) -> Person | None:
    """The person with this number as they are at this moment, or none when they were forgotten. With `alone` they stay
    so until this transaction ends."""
    row = await tx.one(BY_NUMBER_ALONE if alone else BY_NUMBER, {"its_number": person})
    return _person(row) if row else None


async def add(tx: Transaction, telegram_id: int, *, language: Language, role: Role, now: datetime) -> Person:
    """Remember someone new. Raises IntegrityError for someone who is known."""
    handle = tx.keys.handle(telegram_id)
    row = await tx.one(
        insert(people)
        .values(
            handle=handle,
            chat=tx.keys.seal_id(CHAT, handle, telegram_id),
            language=language,
            role=role,
            joined=now,
        )
        .returning(*COLUMNS)
    )
    assert row is not None  # noqa: S101  INSERT ... RETURNING answers one row or raises
    return _person(row)


async def present(tx: Transaction, persons: Collection[PersonNumber]) -> set[PersonNumber]:
    """Which of these people the bot still knows."""
    rows = await tx.all(select(people.c.number).where(people.c.number.in_(persons)))
    return {PersonNumber(row.number) for row in rows}


async def speak(tx: Transaction, person: PersonNumber, language: Language) -> None:
    """Remember the language that this person reads."""
    await tx.run(update(people).where(people.c.number == person).values(language=language))


async def appoint(tx: Transaction, person: PersonNumber, role: Role) -> None:
    """Give this person a role. Of a resident it is not kept who invited them, nor what they have practised."""
    past = {"sponsor": None, "branch": None, "trained": False, "suspended": None} if role is Role.RESIDENT else {}
    await tx.run(update(people).where(people.c.number == person).values(role=role, **past))


async def sponsor(tx: Transaction, person: PersonNumber, *, by: PersonNumber) -> None:
    """Note who invited this person. Below an organizer everyone begins a branch of their own; below anyone else they
    are of the same branch."""
    inviter = people.alias()
    branch = case((inviter.c.role == Role.ORGANIZER, None), else_=func.coalesce(inviter.c.branch, inviter.c.number))
    of = select(branch).where(inviter.c.number == by).scalar_subquery()
    await tx.run(update(people).where(people.c.number == person).values(sponsor=by, branch=of))


async def train(tx: Transaction, person: PersonNumber) -> None:
    """Note that this person has finished a rehearsal."""
    await tx.run(update(people).where(people.c.number == person).values(trained=True))


async def is_trained(tx: Transaction, person: PersonNumber) -> bool:
    """Whether this person has finished a rehearsal."""
    row = await tx.one(select(people.c.trained).where(people.c.number == person))
    return row is not None and row.trained


async def hearing(tx: Transaction, person: PersonNumber) -> Hearing:
    """When this person wants to be left alone. Whoever was forgotten wants nothing special."""
    columns = people.c.paused_until, people.c.quiet, people.c.exercises
    row = await tx.one(select(*columns).where(people.c.number == person))
    return Hearing(None, quiet=False) if row is None else Hearing(row.paused_until, row.quiet, row.exercises)


async def pause(tx: Transaction, person: PersonNumber, until: datetime | None) -> None:
    """No alerts until then; alerts again for none."""
    await tx.run(update(people).where(people.c.number == person).values(paused_until=until))
    tx.wake(Wake.AUDIENCE)


async def hush(tx: Transaction, person: PersonNumber, *, quiet: bool) -> None:
    """At night, alerts come to this person without a sound, or with one."""
    await tx.run(update(people).where(people.c.number == person).values(quiet=quiet))


async def exercise(tx: Transaction, person: PersonNumber, *, takes_part: bool) -> None:
    """This person takes part in exercises, or no more."""
    await tx.run(update(people).where(people.c.number == person).values(exercises=takes_part))


async def chat(tx: Transaction, person: PersonNumber) -> int | None:
    """Where this person is reached; none once they were forgotten."""
    row = await tx.one(select(people.c.handle, people.c.chat).where(people.c.number == person))
    return None if row is None else tx.keys.open_id(CHAT, row.handle, row.chat)


async def counts(tx: Transaction) -> Mapping[Role, int]:
    """How many there are of each role."""
    rows = await tx.all(select(people.c.role, func.count().label("number")).group_by(people.c.role))
    return {Role(row.role): row.number for row in rows}


async def colleagues(tx: Transaction, viewer: PersonNumber) -> Mapping[PersonNumber, Alias]:
    """The volunteers and organizers beside `viewer`, under the tags by which they alone see them."""
    found = select(func.count()).where(findings.c.person == people.c.number).scalar_subquery().label("findings")
    rows = await tx.all(
        select(*COLUMNS, people.c.joined, found).where(people.c.role != Role.RESIDENT, people.c.number != viewer)
    )
    return {
        PersonNumber(row.number): Alias(tx.keys.alias(viewer, row.number), Role(row.role), row.joined, row.findings)
        for row in rows
    }


async def organizers(tx: Transaction, *, exercise: bool = False) -> Sequence[PersonNumber]:
    """Every organizer; of an `exercise` only those hear who take part."""
    rows = await tx.all(PLAYING if exercise else ORGANIZERS)
    return [PersonNumber(row.number) for row in rows]


MISSED_FOR = timedelta(hours=1)
"""A chat that Telegram does not find is tried again; not found again after this long, it is no more."""


async def missed(tx: Transaction, person: PersonNumber, *, now: datetime) -> None:
    """Telegram did not find this person's chat: note it, and forget them if that was so an hour ago already."""
    row = await tx.one(select(people.c.missing).where(people.c.number == person))
    if row is None:
        return
    if row.missing is not None and now - row.missing >= MISSED_FOR:
        await forget(tx, person)
    elif row.missing is None:
        await tx.run(update(people).where(people.c.number == person).values(missing=now))


async def there(tx: Transaction, person: PersonNumber) -> None:
    """Telegram finds this person's chat again."""
    await tx.run(update(people).where(people.c.number == person).values(missing=None))


async def of_farewells(tx: Transaction, marks: Collection[bytes]) -> Sequence[PersonNumber]:
    """Who is meant by these `Keys.farewells`."""
    rows = await tx.all(select(people.c.number, people.c.handle, people.c.chat)) if marks else []
    numbers = {row.number: tx.keys.open_id(CHAT, row.handle, row.chat) for row in rows}
    return [PersonNumber(one) for one, chat in numbers.items() if set(tx.keys.farewells(chat)) & set(marks)]


async def forget(tx: Transaction, person: PersonNumber) -> None:
    """Remove everything that is kept about this person. What they helped to find out stays, without them,
    and without what they sent beside: points, notes, photos."""
    row = await tx.one(select(people.c.handle, people.c.chat).where(people.c.number == person))
    if row is None:
        return
    await tx.run(delete(receipts).where(receipts.c.broadcast.in_(select(broadcasts.c.id)), receipts.c.person == person))
    await details.fade(tx, reports.c.person == person)
    await tx.run(update(reports).where(reports.c.person == person).values(point=None, note=None, photo=None))
    await questions.close(tx, reports.c.person == person)
    await tx.run(delete(people).where(people.c.number == person))
    await standings.forget(tx, row.handle)
    telegram_id = tx.keys.open_id(CHAT, row.handle, row.chat)
    for handle in tx.keys.handles(telegram_id):
        await inbox.forget(tx, handle)
    tx.left += tx.keys.farewells(telegram_id)
    tx.wake(Wake.AUDIENCE)
