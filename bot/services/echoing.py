"""Those who got an alert tell something back, or ask where its place is."""

from datetime import datetime

from bot.domain.authority import May
from bot.domain.buttons import Echoed, ShowMap
from bot.domain.echo import OFFERED, is_news
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident, Status
from bot.domain.people import Person
from bot.domain.refusals import Expired
from bot.services.acting import act
from bot.services.meeting import demand
from cities import City
from db import echoes, incidents
from db.engine import Database, Transaction


@act
async def echo(tx: Transaction, echoed: Echoed, *, by: Person, now: datetime) -> Status:
    """Count what someone tells the volunteers about an alert, once; how the incident stands. Only a standing alert
    takes echoes. Expired for someone whom the alert was not for, and for
    what only those say who looked after it."""
    if echoed.echo not in OFFERED:
        raise Expired
    incident = await _known(tx, echoed.incident, by=by)
    if incident.status is Status.ACTIVE:
        count = await echoes.add(tx, incident.id, echoed.echo, by=by.number, now=now)
        if count is not None and is_news(count):
            await incidents.redraw(tx, incident.id)
    return incident.status


async def find(database: Database, asked: ShowMap, *, by: Person, city: City) -> Incident:
    """The incident that an alert is about. Expired for someone whom the alert was not for, and for a place that is no
    longer listed: it has no point."""
    async with database.reading() as tx:
        incident = await _known(tx, asked.incident, by=by)
    if incident.place not in city.places:
        raise Expired
    return incident


async def _known(tx: Transaction, incident: IncidentId, *, by: Person) -> Incident:
    """The incident, if its alert was for this person. Others are told the same whether there is one or not."""
    await demand(tx, by, May.ECHO)
    if not await echoes.is_for(tx, incident, by.number):
        raise Expired
    return await incidents.get(tx, incident)
