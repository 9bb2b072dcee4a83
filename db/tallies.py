"""Counts of what was reported, by neighborhood and week: of what is still kept, and of what was removed before. An
exercise counts nowhere."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.broadcast import Kind
from bot.domain.ids import NeighborhoodId
from bot.domain.incident import Status
from bot.domain.stats import Tally, monday
from db.broadcasts import FACTS
from db.engine import Transaction
from db.incidents import ALERTED, REAL
from db.tables import broadcasts, incidents, reports, tallies

MINUTE = timedelta(minutes=1)

PASSING = (Status.DISMISSED, Status.UNVERIFIED, Status.LAPSED)
"""What is removed so soon that its counts are kept in its place. What was merged has no reports of its own."""


async def keep(tx: Transaction, *, before: datetime) -> None:
    """Count what is about to be removed: the incidents without an alert that changed last before that."""
    for one in _summed([tally for changed, tally in await _passing(tx) if changed < before]):
        statement = insert(tallies).values(
            week=one.week,
            neighborhood=one.neighborhood,
            reports=one.reports,
            dismissed=one.dismissed,
            minutes=one.minutes,
        )
        more = {field: tallies.c[field] + statement.excluded[field] for field in ("reports", "dismissed", "minutes")}
        await tx.run(statement.on_conflict_do_update(index_elements=list(tallies.primary_key), set_=more))


async def since(tx: Transaction, week: datetime) -> Sequence[Tally]:
    """Everything that was opened in that week or later."""
    kept = [
        Tally(row.week, NeighborhoodId(row.neighborhood), row.reports, 0, row.dismissed, row.minutes)
        for row in await tx.all(select(tallies).where(tallies.c.week >= week))
    ]
    live = [tally for _, tally in await _passing(tx)]
    return [one for one in [*kept, *live, *await _alerted(tx, week)] if one.week >= week]


REPORTS = select(func.count()).where(reports.c.incident == incidents.c.id).scalar_subquery()


async def _passing(tx: Transaction) -> Sequence[tuple[datetime, Tally]]:
    """What stands without an alert, and when it changed last."""
    rows = await tx.all(select(incidents, REPORTS.label("told")).where(incidents.c.status.in_(PASSING), REAL))
    found = []
    for row in rows:
        is_dismissed = row.status is Status.DISMISSED
        minutes = (row.changed - row.opened) // MINUTE if is_dismissed else 0
        where = NeighborhoodId(row.neighborhood)
        found.append((row.changed, Tally(monday(row.opened), where, row.told, 0, int(is_dismissed), minutes)))
    return found


async def _alerted(tx: Transaction, week: datetime) -> Sequence[Tally]:
    """What was confirmed, and what was taken back, which was not."""
    alert = (
        select(broadcasts.c.facts)
        .where(broadcasts.c.incident == incidents.c.id, broadcasts.c.kind == Kind.ALERT)
        .order_by(broadcasts.c.id)
        .limit(1)
        .scalar_subquery()
    )
    rows = await tx.all(
        select(incidents, REPORTS.label("told"), alert.label("alert")).where(
            incidents.c.status.in_((*ALERTED, Status.RETRACTED)), incidents.c.opened >= week, REAL
        )
    )
    found = []
    for row in rows:
        if row.alert is not None:
            stands = row.status is not Status.RETRACTED
            minutes = (FACTS.validate_json(row.alert).confirmed - row.opened) // MINUTE
            where = NeighborhoodId(row.neighborhood)
            found.append(Tally(monday(row.opened), where, row.told, int(stands), int(not stands), minutes))
    return found


def _summed(found: Iterable[Tally]) -> Sequence[Tally]:
    """One for each week and neighborhood."""
    summed: dict[tuple[datetime, NeighborhoodId], Tally] = {}
    for one in found:
        key = (one.week, one.neighborhood)
        before = summed.get(key, Tally(*key))
        summed[key] = Tally(
            *key,
            reports=before.reports + one.reports,
            dismissed=before.dismissed + one.dismissed,
            minutes=before.minutes + one.minutes,
        )
    return list(summed.values())
