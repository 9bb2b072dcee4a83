"""What was only heard, or old, came without a sound. When somebody has seen it just now, that is worth one."""

from datetime import datetime

from bot.domain.details import is_sound
from bot.domain.incident import Incident, Status
from bot.domain.letter import LetterFacts, Says
from bot.domain.people import Person
from bot.domain.report import WholeReport
from cities import City
from db import cards, details, duties, incidents, letters
from db.engine import Transaction


async def is_news(tx: Transaction, report: WholeReport, incident: Incident, *, now: datetime) -> bool:
    """Whether this report is the first that is worth a sound, of an incident that it is about to join."""
    if incident.status is not Status.UNVERIFIED or not is_sound(report.details.source, report.observed, now):
        return False
    return not await details.is_sound(tx, incident.id)


async def tell(
    tx: Transaction, report: WholeReport, incident: Incident, *, by: Person, city: City, now: datetime
) -> None:
    """Tell whoever holds the card, those on duty there if there are any, and nobody who wants no sound; cards that wait
    for the morning go out."""
    holders = await cards.reached(tx, incident.id) - {by.number}
    where = city.neighborhoods_of(incident.place)
    awake = holders.intersection(await duties.on_duty(tx, *where, now=now, awake=True))
    told = awake or holders.difference(await duties.on_duty(tx, *where, now=now))
    facts = LetterFacts(incident.id, report.place, report.observed)
    await letters.write(tx, told, Says.NOW_SEEN, facts, now=now)
    await incidents.redraw(tx, incident.id)
