"""Cards: which volunteers hold which incident, and whether what they hold is still true."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.asking import Question
from bot.domain.card import Card, DueCard, Told
from bot.domain.dealing import HOUR
from bot.domain.details import Reported
from bot.domain.echo import Echo
from bot.domain.ids import IncidentId, Language, MessageId, PersonNumber
from bot.domain.incident import Status
from bot.domain.merging import Likeness
from bot.domain.people import Role
from bot.domain.refusals import Expired
from bot.domain.verification import NOT_ICE, Answer, Finding, Where
from db import details, duties, likenesses, questions
from db import findings as found
from db.engine import Transaction, Wake
from db.incidents import incident_of
from db.people import CHAT
from db.tables import cards, echoes, findings, incidents, people, reports
from db.types import no

DEAL = insert(cards).on_conflict_do_nothing()


async def deal(
    tx: Transaction, incident: IncidentId, persons: Collection[PersonNumber], *, counted: datetime | None = None
) -> None:
    """Give each of these people the incident's card, unless they hold it; `counted` then, as one of so many an hour."""
    if persons:
        rows = [{"incident": incident, "person": one, "drawn": 0, "dealt": counted} for one in persons]
        await tx.run(DEAL, rows)
        tx.wake(Wake.COURIER)


async def give(
    tx: Transaction, person: PersonNumber, about: Collection[IncidentId], *, counted: datetime | None = None
) -> None:
    """Give this person the cards of these incidents, unless they hold them; `counted` then, as of so many an hour."""
    if about:
        rows = [{"incident": one, "person": person, "drawn": 0, "dealt": counted} for one in about]
        await tx.run(DEAL, rows)
        tx.wake(Wake.COURIER)


async def lately(tx: Transaction, persons: Collection[PersonNumber], *, now: datetime) -> Mapping[PersonNumber, int]:
    """How many counted cards each of these people was given within the hour; none is left out."""
    rows = await tx.all(
        select(cards.c.person, func.count().label("many"))
        .where(cards.c.person.in_(persons), cards.c.dealt > now - HOUR)
        .group_by(cards.c.person)
    )
    found = {PersonNumber(row.person): row.many for row in rows}
    return {one: found.get(one, 0) for one in persons}


async def held(tx: Transaction, persons: Collection[PersonNumber]) -> Collection[tuple[IncidentId, PersonNumber]]:
    """Which incidents' cards these people hold."""
    rows = await tx.all(select(cards.c.incident, cards.c.person).where(cards.c.person.in_(persons)))
    return {(IncidentId(row.incident), PersonNumber(row.person)) for row in rows}


async def holders(tx: Transaction, incident: IncidentId) -> Collection[PersonNumber]:
    """Who holds the incident's card."""
    rows = await tx.all(select(cards.c.person).where(cards.c.incident == incident))
    return [PersonNumber(row.person) for row in rows]


def _found(answer: Answer, *looked: Where, ice: bool = True) -> ScalarSelect[int]:
    """How many findings say so; with `ice`, without those who saw that it is not ICE, and otherwise those alone."""
    not_ice = findings.c.agency.in_(NOT_ICE)
    return (
        select(func.count())
        .where(findings.c.incident == incidents.c.id, findings.c.answer == answer, findings.c.looked.in_(looked))
        .where(or_(findings.c.agency.is_(None), ~not_ice) if ice else not_ice)
        .scalar_subquery()
    )


def _echoed(echo: Echo) -> ScalarSelect[int]:
    """How many of those who got the alert say so."""
    return select(func.count()).where(echoes.c.incident == incidents.c.id, echoes.c.echo == echo).scalar_subquery()


own = findings.alias("own")
source = incidents.alias("source")


def _reported(*by: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is a report by someone of whom this is so."""
    reported = select(reports.c.id).where(reports.c.incident == incidents.c.id, *by)
    return reported.correlate(incidents, cards).exists()


HELD = (
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
        _found(Answer.SEEN, *Where, ice=False).label("not_ice"),
        own.c.answer.label("own_answer"),
        own.c.looked.label("own_looked"),
        own.c.at.label("own_at"),
        own.c.agency.label("own_agency"),
        own.c.activity.label("own_activity"),
        own.c.number.label("own_number"),
        _reported(reports.c.person.is_not(None)).label("has_reporter"),
        _reported(reports.c.person == cards.c.person).label("is_reporter"),
        duties.muted_until(cards.c.person).label("muted_until"),
        _echoed(Echo.SEEN_TOO).label("seen_too"),
        _echoed(Echo.MAYBE_OVER).label("maybe_over"),
        _echoed(Echo.STILL_THERE).label("still_there"),
        _echoed(Echo.GONE).label("gone"),
        select(source.c.id)
        .where(source.c.id == incidents.c.split_from, source.c.status == Status.ACTIVE)
        .correlate(incidents)
        .exists()
        .label("out_of_alert"),
    )
    .select_from(cards)
    .join(incidents, incidents.c.id == cards.c.incident)
    .join(people, people.c.number == cards.c.person)
    .outerjoin(own, (own.c.incident == incidents.c.id) & (own.c.person == cards.c.person))
)
PASSED = (Status.DISMISSED, Status.LAPSED, Status.MERGED)
"""Whoever has not heard of it yet need not hear of it any more."""

DUE = (
    HELD.where(
        case(
            (people.c.role == Role.RESIDENT, cards.c.message.is_not(None)),
            else_=cards.c.drawn < incidents.c.edition,
        ),
        or_(cards.c.message.is_not(None), incidents.c.status.not_in(PASSED)),
    )
    .order_by(incidents.c.id.desc(), cards.c.person)
    .limit(bindparam("most"))
)
"""Whoever is a volunteer no more gets no card, and those that they hold are emptied."""


WAITS = (
    cards.c.message.is_(None)
    & no(cards.c.awake)
    & (incidents.c.status == Status.UNVERIFIED)
    & ~details.has_sound(incidents, cards)
)
"""Until the morning: what nobody has seen within the hour, for someone who has not come to the bot since."""

DUE_AT_NIGHT = DUE.where(~WAITS)


async def due(tx: Transaction, *, limit: int, night: bool = False) -> Sequence[DueCard]:
    """The cards that were never sent, or show what is true no more; those of the newest incident first. At `night`
    nobody is sent anew what is worth no sound."""
    rows = await tx.all(DUE_AT_NIGHT if night else DUE, {"most": limit})
    if not rows:
        return []
    return [
        DueCard(
            incident=card.incident.id,
            person=PersonNumber(row.person),
            language=Language(row.language),
            chat=tx.keys.open_id(CHAT, row.handle, row.chat),
            message=None if row.message is None else MessageId(row.message),
            card=card,
            muted_until=row.muted_until,
        )
        for row, card in zip(rows, await _cards(tx, rows), strict=True)
    ]


async def one(tx: Transaction, incident: IncidentId, person: PersonNumber) -> Card:
    """The card as this person holds it; Expired when they hold none."""
    row = await tx.one(HELD.where(cards.c.incident == incident, cards.c.person == person))
    if row is None:
        raise Expired
    [card] = await _cards(tx, [row])
    return card


async def _cards(tx: Transaction, rows: Sequence[Row[Any]]) -> Sequence[Card]:
    about = {IncidentId(row.id) for row in rows}
    told, asked = await found.told(tx, about), await questions.about(tx, about)
    reported = await details.about(tx, about)
    alike = await likenesses.about(tx, {IncidentId(row.id) for row in rows if row.status is Status.UNVERIFIED})
    return [
        _card(
            row,
            told[IncidentId(row.id)],
            asked[IncidentId(row.id)],
            alike.get(IncidentId(row.id), ()),
            reported[IncidentId(row.id)],
        )
        for row in rows
    ]


def _card(row: Row[Any], told: Told, asked: Sequence[Question], alike: Sequence[Likeness], reported: Reported) -> Card:
    incident, person = incident_of(row), PersonNumber(row.person)
    return Card(
        incident=incident,
        reports=row.reports,
        seen_on_scene=row.seen_on_scene,
        seen_remote=row.seen_remote,
        nothing_there=row.nothing_there,
        cannot_tell=row.cannot_tell,
        mine=incident.claim is not None and incident.claim.by == person,
        answered=row.own_answer is not None,
        organizer=row.role is Role.ORGANIZER,
        seen_too=row.seen_too,
        maybe_over=row.maybe_over,
        still_there=row.still_there,
        gone=row.gone,
        not_ice=row.not_ice,
        told=told,
        questions=tuple(asked),
        asks=_own(row, person).asks if row.own_answer is not None else None,
        may_ask=incident.status is Status.UNVERIFIED and row.has_reporter and not row.is_reporter,
        likenesses=tuple(alike),
        out_of_alert=row.out_of_alert,
        volunteer=row.role is not Role.RESIDENT,
        reported=reported,
    )


def _own(row: Row[Any], person: PersonNumber) -> Finding:
    return Finding(
        person,
        Answer(row.own_answer),
        Where(row.own_looked),
        row.own_at,
        agency=row.own_agency,
        activity=row.own_activity,
        number=row.own_number,
    )


async def drawn(
    tx: Transaction, incident: IncidentId, person: PersonNumber, *, edition: int, message: MessageId | None
) -> None:
    """The card shows the incident as of this edition now, in this message; without one, it is sent anew next time."""
    await tx.run(
        update(cards)
        .where(cards.c.incident == incident, cards.c.person == person)
        .values(drawn=edition, message=message)
    )


async def reached(tx: Transaction, incident: IncidentId) -> frozenset[PersonNumber]:
    """Whom the incident's card has reached."""
    rows = await tx.all(select(cards.c.person).where(cards.c.incident == incident, cards.c.message.is_not(None)))
    return frozenset(PersonNumber(row.person) for row in rows)


async def rouse(tx: Transaction, person: PersonNumber) -> None:
    """This person has come to the bot: none of their cards waits for the morning."""
    waiting = cards.c.message.is_(None) & no(cards.c.awake)
    roused = await tx.run(update(cards).where(cards.c.person == person, waiting).values(awake=True))
    if roused.rowcount:
        tx.wake(Wake.COURIER)


async def are_due(tx: Transaction) -> bool:
    """Whether there are cards that were never sent."""
    return await tx.one(select(cards.c.person).where(cards.c.message.is_(None)).limit(1)) is not None


async def drop(tx: Transaction, incident: IncidentId, person: PersonNumber) -> None:
    """This person holds the card no more."""
    await tx.run(delete(cards).where(cards.c.incident == incident, cards.c.person == person))
