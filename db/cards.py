"""Cards: which volunteers hold which incident, and whether what they hold is still true."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.card import Card, DueCard
from bot.domain.ids import IncidentId, Language, MessageId, PersonNumber
from bot.domain.people import Role
from bot.domain.verification import Answer, Where
from db.engine import Transaction, Wake
from db.incidents import incident_of
from db.people import CHAT
from db.tables import cards, findings, incidents, people, reports


async def deal(tx: Transaction, incident: IncidentId, persons: Collection[PersonNumber]) -> None:
    """Give each of these people the incident's card, unless they hold it."""
    if persons:
        rows = [{"incident": incident, "person": one, "drawn": 0} for one in persons]
        await tx.run(insert(cards).on_conflict_do_nothing(), rows)
        tx.wake(Wake.COURIER)


def _found(answer: Answer, *looked: Where) -> ScalarSelect[int]:
    """How many findings say so."""
    return (
        select(func.count())
        .where(findings.c.incident == incidents.c.id, findings.c.answer == answer, findings.c.looked.in_(looked))
        .scalar_subquery()
    )


ANSWERED: ColumnElement[bool] = (
    select(findings.c.id)
    .where(findings.c.incident == incidents.c.id, findings.c.person == cards.c.person)
    .correlate(incidents, cards)
    .exists()
)
DUE = (
    select(
        incidents,
        cards.c.person,
        cards.c.message,
        people.c.handle,
        people.c.chat,
        people.c.language,
        people.c.role,
        select(func.count()).where(reports.c.incident == incidents.c.id).scalar_subquery().label("reports"),
        _found(Answer.SEEN, Where.ON_SCENE).label("seen_on_scene"),
        _found(Answer.SEEN, Where.REMOTE).label("seen_remote"),
        _found(Answer.NOTHING_THERE, *Where).label("nothing_there"),
        _found(Answer.CANNOT_TELL, *Where).label("cannot_tell"),
        ANSWERED.label("answered"),
    )
    .select_from(cards)
    .join(incidents, incidents.c.id == cards.c.incident)
    .join(people, people.c.number == cards.c.person)
    .where(cards.c.drawn < incidents.c.version)
    .order_by(incidents.c.id.desc(), cards.c.person)
)


async def due(tx: Transaction, *, limit: int) -> Sequence[DueCard]:
    """The cards that were never sent, or show what is true no more; those of the newest incident first."""
    return [_due(tx, row) for row in await tx.all(DUE.limit(limit))]


def _due(tx: Transaction, row: Row[Any]) -> DueCard:
    incident = incident_of(row)
    person = PersonNumber(row.person)
    return DueCard(
        incident=incident.id,
        person=person,
        language=Language(row.language),
        chat=tx.keys.open_id(CHAT, row.handle, row.chat),
        message=None if row.message is None else MessageId(row.message),
        card=Card(
            incident=incident,
            reports=row.reports,
            seen_on_scene=row.seen_on_scene,
            seen_remote=row.seen_remote,
            nothing_there=row.nothing_there,
            cannot_tell=row.cannot_tell,
            mine=incident.claim is not None and incident.claim.by == person,
            answered=bool(row.answered),
            organizer=row.role is Role.ORGANIZER,
        ),
    )


async def drawn(
    tx: Transaction, incident: IncidentId, person: PersonNumber, *, version: int, message: MessageId | None
) -> None:
    """The card shows the incident as of this version now, in this message; without one, it is sent anew next time."""
    await tx.run(
        update(cards)
        .where(cards.c.incident == incident, cards.c.person == person)
        .values(drawn=version, message=message)
    )
