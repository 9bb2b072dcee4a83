"""What people do in a town, a line each: the services, called as the handlers call them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Table, select

from bot.domain.broadcast import AlertFacts, Broadcast
from bot.domain.buttons import Around, At, Claimed, Decide, Found, HowMany, KnownBy, OnDuty, Retract, Seen, Send, What
from bot.domain.details import Source
from bot.domain.duty import Duty, packed
from bot.domain.ids import IncidentId, Language, NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Incident, Number, Reason, Status, Step
from bot.domain.people import Person, Role
from bot.domain.report import Draft, Submitted, When
from bot.domain.verification import Answer, Verdict, Where
from bot.services import correcting, duty, joining, reporting, verification
from bot.town import Town
from db import areas, broadcasts, incidents, people
from db.engine import Database
from db.tables import incidents as incident_rows

OWNER = 100
"""Telegram's number for the first organizer."""

LIBRARY = "pier_library"
PARK = "mill_park"


async def rows(database: Database, table: Table) -> Sequence[Row[Any]]:
    """Every row of a table."""
    async with database.reading() as tx:
        return await tx.all(select(table).order_by(*table.primary_key))


async def joins(town: Town, telegram_id: int, *where: str, role: Role = Role.RESIDENT, language: str = "en") -> Person:
    """Someone joins, listens there, and is what `role` says."""
    now = town.clock.now()
    person = (await joining.speak(town.database, telegram_id, Language(language), owner=town.owner, now=now)).person
    for one in where:
        await joining.toggle(town.database, NeighborhoodId(one), by=person, city=town.city)
    return person if role is person.role else await is_made(town, person, role)


async def is_made(town: Town, person: Person, role: Role) -> Person:
    """Someone is given a role, whatever they were."""
    async with town.database.transaction() as tx:
        await people.appoint(tx, person.number, role)
    return Person(person.number, person.language, role)


async def goes_on_duty(town: Town, telegram_id: int, *where: str, role: Role = Role.VOLUNTEER) -> Person:
    """Someone joins and is on duty there for four hours."""
    person = await joins(town, telegram_id, *where, role=role)
    await starts_duty(town, person, 4)
    return person


async def starts_duty(town: Town, by: Person, hours: int, *where: str) -> Duty | None:
    """Someone begins or ends duty there; where they listen, unless said otherwise."""
    async with town.database.reading() as tx:
        listens = await areas.chosen(tx, by.number)
    chosen = frozenset(NeighborhoodId(one) for one in where) or listens
    button = OnDuty(hours, packed(chosen, tuple(town.city.neighborhoods)))
    return await duty.start(town.database, button, by=by, city=town.city, policy=town.policy, now=town.clock.now())


async def fills_in(
    town: Town,
    by: Person,
    place: str = LIBRARY,
    *,
    activity: Activity = Activity.PATROL,
    when: When = When.NOW,
    number: Number = Number.FEW,
    source: Source = Source.SEEN,
) -> Draft:
    """Someone answers every question of a new draft."""
    draft = (await reporting.begin(town.database, by=by, policy=town.policy, now=town.clock.now())).draft
    where = town.city.places[PlaceId(place)]
    taps: tuple[reporting.Answered, ...] = (
        What(draft.tag, activity),
        Around(draft.tag, where.neighborhood),
        At(draft.tag, where.id),
        Seen(draft.tag, when),
        HowMany(draft.tag, number),
        *([] if source is Source.SEEN else [KnownBy(draft.tag, source)]),
    )
    for answered in taps:
        asked = await reporting.answer(
            town.database, answered, by=by, city=town.city, policy=town.policy, now=town.clock.now()
        )
        draft = asked.draft
    return draft


async def sends(town: Town, by: Person, draft: Draft) -> Submitted:
    """Someone hands their draft in."""
    return await reporting.submit(
        town.database, Send(draft.tag), by=by, city=town.city, policy=town.policy, now=town.clock.now()
    )


async def tells(town: Town, by: Person, place: str = LIBRARY, **more: Any) -> Submitted:
    """Someone reports, from the first question to the last."""
    return await sends(town, by, await fills_in(town, by, place, **more))


async def newest(town: Town) -> Incident:
    """The incident opened last."""
    async with town.database.reading() as tx:
        row = await tx.one(select(incident_rows).order_by(incident_rows.c.id.desc()).limit(1))
    assert row is not None
    return incidents.incident_of(row)


async def claims(town: Town, by: Person, card: Incident | None = None) -> Any:
    """A volunteer presses "I will look" on a card; the newest incident's as it stands, unless given."""
    drawn = card or await newest(town)
    button = Claimed(drawn.id, drawn.version)
    return await verification.claim(town.database, button, by=by, policy=town.policy, now=town.clock.now())


async def finds(
    town: Town,
    by: Person,
    answer: Answer = Answer.SEEN,
    where: Where = Where.ON_SCENE,
    card: Incident | None = None,
) -> Verdict:
    """A volunteer presses their finding on a card."""
    drawn = card or await newest(town)
    button = Found(drawn.id, drawn.version, answer, where)
    return await verification.find(
        town.database, button, by=by, city=town.city, policy=town.policy, now=town.clock.now()
    )


async def decides(town: Town, by: Person, step: Step, card: Incident | None = None) -> Status:
    """An organizer presses a decision on a card."""
    drawn = card or await newest(town)
    if step is Step.RETRACT:
        return await takes_back(town, by, drawn)
    button = Decide(drawn.id, drawn.version, step)
    return await verification.decide(
        town.database, button, by=by, city=town.city, policy=town.policy, now=town.clock.now()
    )


async def takes_back(town: Town, by: Person, card: Incident, reason: Reason = Reason.NOT_ICE) -> Status:
    """An organizer takes an alert back, and says why."""
    button = Retract(card.id, card.version, reason)
    return await correcting.retract(town.database, button, by=by, policy=town.policy, now=town.clock.now())


async def is_confirmed(town: Town, *volunteers: Person) -> IncidentId:
    """Two volunteers have seen the newest incident, and its alert goes out."""
    for one in volunteers:
        await finds(town, one)
    incident = await newest(town)
    assert incident.status is Status.ACTIVE
    return incident.id


def alert_of(broadcast: Broadcast) -> AlertFacts:
    """What an alert or its correction says; only a notice says something else."""
    assert isinstance(broadcast.facts, AlertFacts)
    return broadcast.facts


async def going_out(town: Town) -> Sequence[Broadcast]:
    """The broadcasts that are not done."""
    async with town.database.reading() as tx:
        return await broadcasts.under_way(tx)
