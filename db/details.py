"""What reports tell beside the facts. Notes and names of photos are sealed under the key of the day they came on."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, func, literal_column, or_, select, type_coerce, update

from bot.domain.asking import Said
from bot.domain.details import FRESH_FOR, MOST_SHOWN, NOTHING_REPORTED, Reported, Source, Still, Vehicles
from bot.domain.ids import IncidentId
from bot.domain.report import WholeReport
from db.engine import Transaction, Wake
from db.keys import KeyGone, Keys
from db.tables import incidents, reports
from db.types import MICROSECOND, Integer, yes

NOTE, PHOTO = "reports.note", "reports.photo"

T = TypeVar("T", bound=StrEnum)

age: ColumnElement[int] = type_coerce(reports.c.received, Integer) - type_coerce(reports.c.observed, Integer)
FRESH = age < literal_column(str(FRESH_FOR // MICROSECOND))
SOUND = yes(reports.c.firsthand) & FRESH
"""Of a report: `bot.domain.details.is_sound`."""


def values(keys: Keys, report: WholeReport, *, now: datetime) -> Mapping[str, Any]:
    """What a report's row holds of it, which is received now."""
    told = report.details
    return {
        "vehicles": told.vehicles,
        "vests": told.vests,
        "firsthand": told.source is Source.SEEN,
        "still": told.still,
        "note": _sealed(keys, NOTE, report.note, now),
        "photo": _sealed(keys, PHOTO, report.photo, now),
    }


def note(keys: Keys, row: Row[Any]) -> str | None:
    """The note in a report's row, as far as it is still known."""
    return _opened(keys, NOTE, row.note, row.received)


def _sealed(keys: Keys, purpose: str, text: str | None, received: datetime) -> bytes | None:
    if text is None:
        return None
    return keys.seal(received.date(), purpose, received.isoformat().encode(), text.encode())


def _opened(keys: Keys, purpose: str, sealed: bytes | None, received: datetime) -> str | None:
    if sealed is None:
        return None
    try:
        return keys.open(received.date(), purpose, received.isoformat().encode(), sealed).decode()
    except KeyGone:
        return None


def has_sound(*correlated: Any) -> ColumnElement[bool]:
    """Whether one of the reports of the incident at hand is worth a sound."""
    return select(reports.c.id).where(reports.c.incident == incidents.c.id, SOUND).correlate(*correlated).exists()


async def is_sound(tx: Transaction, incident: IncidentId) -> bool:
    """Whether one of the incident's reports is worth a sound."""
    return await tx.one(select(reports.c.id).where(reports.c.incident == incident, SOUND).limit(1)) is not None


async def about(tx: Transaction, which: Collection[IncidentId]) -> Mapping[IncidentId, Reported]:
    """What the reports of each of these incidents tell, as counts; nothing of those without one."""
    told = (reports.c.vehicles, reports.c.vests, reports.c.still, reports.c.firsthand, FRESH.label("fresh"))
    rows = await tx.all(
        select(
            reports.c.incident,
            *told,
            func.count().label("many"),
            func.count(reports.c.note).label("notes"),
            func.count(reports.c.photo).label("photos"),
        )
        .where(reports.c.incident.in_(which))
        .group_by(reports.c.incident, *told)
    )
    wrote = [IncidentId(row.incident) for row in rows if row.notes]
    said = await _notes(tx, wrote) if wrote else {}
    found: dict[IncidentId, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(IncidentId(row.incident), []).append(row)
    return {one: _reported(found[one], said.get(one, ())) if one in found else NOTHING_REPORTED for one in which}


def _reported(rows: Sequence[Row[Any]], notes: Sequence[str]) -> Reported:
    heard = not any(row.firsthand for row in rows)
    return Reported(
        _counts(Vehicles, ((row.vehicles, row.many) for row in rows)),
        _counts(Said, ((row.vests, row.many) for row in rows)),
        _counts(Still, ((row.still, row.many) for row in rows)),
        heard=heard,
        old=not any(row.fresh and (heard or row.firsthand) for row in rows),
        notes=tuple(notes),
        photos=min(MOST_SHOWN, sum(row.photos for row in rows)),
    )


def _counts(family: type[T], said: Iterable[tuple[T | None, int]]) -> tuple[tuple[T, int], ...]:
    """How often each was said, in the family's order."""
    often = Counter[T | None]()
    for what, many in said:
        often[what] += many
    return tuple((one, often[one]) for one in family if often[one])


async def _notes(tx: Transaction, which: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[str]]:
    """The newest notes of each of these incidents."""
    nth = func.row_number().over(partition_by=reports.c.incident, order_by=reports.c.id.desc()).label("nth")
    newest = (
        select(reports.c.id, reports.c.incident, reports.c.note, reports.c.received, nth)
        .where(reports.c.incident.in_(which), reports.c.note.is_not(None))
        .subquery()
    )
    rows = await tx.all(select(newest).where(newest.c.nth <= MOST_SHOWN).order_by(newest.c.id.desc()))
    found: dict[IncidentId, list[str]] = {one: [] for one in which}
    for row in rows:
        text = note(tx.keys, row)
        if text is not None:
            found[IncidentId(row.incident)].append(text)
    return found


async def photos(tx: Transaction, incident: IncidentId) -> Sequence[str]:
    """Telegram's names for the newest photos of an incident."""
    rows = await tx.all(
        select(reports.c.photo, reports.c.received)
        .where(reports.c.incident == incident, reports.c.photo.is_not(None))
        .order_by(reports.c.id.desc())
        .limit(MOST_SHOWN)
    )
    found = [_opened(tx.keys, PHOTO, row.photo, row.received) for row in rows]
    return [one for one in found if one is not None]


async def fade(tx: Transaction, *those: ColumnElement[bool]) -> None:
    """Have the cards drawn again that show a note or a photo of those reports: it is about to be kept no longer."""
    gone = select(reports.c.incident).where(or_(reports.c.note.is_not(None), reports.c.photo.is_not(None)), *those)
    changed = await tx.run(update(incidents).where(incidents.c.id.in_(gone)).values(edition=incidents.c.edition + 1))
    if changed.rowcount:
        tx.wake(Wake.COURIER)
