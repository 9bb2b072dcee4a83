"""Standings: what became of someone's reports, and how many they made today. Numbers, and never which reports.

They lie under a mark made with the key of a week. Whoever reports again is carried over to the mark of this week; with
the key of an old week goes the way back from its marks to anyone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import IncidentId, PersonNumber
from bot.domain.standing import Past
from db.engine import Transaction
from db.tables import people, reports, standings

DAY = timedelta(days=1)

MOST_CREDITED = 5
"""So many of an incident's reporters, the first, are credited with what became of it: whoever joins a crowd around what
everybody sees proves nothing."""

FIRST = (
    select(reports.c.person).where(reports.c.incident == bindparam("about")).order_by(reports.c.id).limit(MOST_CREDITED)
)
"""Made once, as each verdict asks for it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The numbers of one person."""

    handle: bytes
    joined: datetime
    confirmed: int = 0
    dismissed: int = 0
    today: int = 0
    began: datetime | None = None
    last: datetime | None = None
    lies: tuple[bytes, ...] = ()
    """The marks under which they are kept."""

    @property
    def past(self) -> Past:
        """As far as it weighs."""
        return Past(self.joined, self.confirmed, self.dismissed, self.today)


def week_of(now: datetime) -> date:
    """The Monday of its week, by UTC."""
    return now.date() - timedelta(days=now.weekday())


async def of(tx: Transaction, person: PersonNumber, *, now: datetime) -> Standing:
    """This person's numbers. What they made today is nothing any more a day after it began."""
    row = await tx.one(select(people.c.handle, people.c.joined).where(people.c.number == person))
    assert row is not None  # noqa: S101  whoever acts is known
    found = await _under(tx, _marks(tx, row.handle, now))
    standing = Standing(
        row.handle,
        row.joined,
        sum(one.confirmed for one in found),
        sum(one.dismissed for one in found),
        lies=tuple(one.mark for one in found),
    )
    fresh = [one for one in found if one.began is not None and now - one.began < DAY]
    for one in fresh:
        standing = replace(standing, today=standing.today + one.today, began=one.began, last=one.last)
    return standing


def _marks(tx: Transaction, handle: bytes, now: datetime) -> list[bytes]:
    """Every mark that this person may have, this week's last."""
    this = week_of(now)
    weeks = [one for one in tx.keys.weeks() if one < this]
    return [tx.keys.mark(one, handle) for one in (*weeks, this)]


async def _under(tx: Transaction, marks: Sequence[bytes]) -> Sequence[Row[Any]]:
    return await tx.all(select(standings).where(standings.c.mark.in_(marks)).order_by(standings.c.week))


async def keep(tx: Transaction, standing: Standing, *, now: datetime) -> None:
    """Write the numbers down under this week's mark alone."""
    week = week_of(now)
    mark = tx.keys.mark(week, standing.handle)
    old = [one for one in standing.lies if one != mark]
    if old:
        await tx.run(delete(standings).where(standings.c.mark.in_(old)))
    values = {
        "week": datetime.combine(week, time(), UTC),
        "confirmed": standing.confirmed,
        "dismissed": standing.dismissed,
        "today": standing.today,
        "began": standing.began,
        "last": standing.last,
    }
    statement = insert(standings).values(mark=mark, **values)
    await tx.run(statement.on_conflict_do_update(index_elements=[standings.c.mark], set_=values))


async def count(tx: Transaction, standing: Standing, *, now: datetime) -> None:
    """This person has made one report more."""
    began = standing.began or now
    await keep(tx, replace(standing, today=standing.today + 1, began=began, last=now), now=now)


async def credit(
    tx: Transaction, incident: IncidentId, *, confirmed: int = 0, dismissed: int = 0, now: datetime
) -> None:
    """Note for those who reported it first, as far as that is still known, what became of it."""
    rows = await tx.all(FIRST, {"about": incident})
    for person in sorted({row.person for row in rows if row.person is not None}):
        standing = await of(tx, PersonNumber(person), now=now)
        changed = replace(
            standing,
            confirmed=max(0, standing.confirmed + confirmed),
            dismissed=max(0, standing.dismissed + dismissed),
        )
        await keep(tx, changed, now=now)


async def forget(tx: Transaction, handle: bytes) -> None:
    """Drop what became of this person's reports. How many they made today stays for the rest of the day: whoever leaves
    and comes back at once is not somebody else."""
    marks = [tx.keys.mark(one, handle) for one in tx.keys.weeks()]
    here = standings.c.mark.in_(marks)
    await tx.run(delete(standings).where(here, standings.c.began.is_(None)))
    await tx.run(update(standings).where(here).values(confirmed=0, dismissed=0))
