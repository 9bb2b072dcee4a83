"""Subscribers by the handful and by the thousand, an alert for them, and the courier's way of asking who is next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import insert, select

from bot.domain.broadcast import AlertFacts, Audience, Broadcast, Cursor, Kind, Receipt, Recipient
from bot.domain.ids import IncidentId, Language, MessageId, NeighborhoodId, PersonNumber, PlaceId
from bot.domain.incident import Activity, Number
from bot.domain.people import Role
from bot.domain.report import WholeReport
from db import areas, audience, broadcasts, incidents, people
from db.engine import Database, Transaction
from db.people import CHAT
from db.tables import areas as area_rows
from db.tables import broadcasts as broadcast_rows
from db.tables import people as people_rows
from db.tables import receipts
from tests.services.acts import alert_of

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
HARBOR, MILL, HILL, QUAY = (NeighborhoodId(one) for one in ("harbor", "mill", "hill", "quay"))
REPORT = WholeReport(Activity.PATROL, PlaceId("pier_library"), HARBOR, NOW, Number.FEW)
START = Cursor()

Rings = tuple[tuple[NeighborhoodId, ...], ...]


async def someone(database: Database, telegram_id: int, *where: NeighborhoodId, language: str = "en") -> PersonNumber:
    """A resident who listens there."""
    async with database.transaction() as tx:
        person = await people.add(tx, telegram_id, language=Language(language), role=Role.RESIDENT, now=NOW)
        for one in where:
            await areas.listen(tx, person.number, one)
    return person.number


async def many(database: Database, count: int, *where: NeighborhoodId) -> None:
    """So many residents, each listening in the next of these neighborhoods; numbered on from whoever was there."""
    keys = database.keys
    async with database.transaction() as tx:
        known = len(await tx.all(select(people_rows.c.number)))
        handles = {number: keys.handle(number) for number in range(known + 1, known + count + 1)}
        await tx.run(
            insert(people_rows),
            [
                {
                    "number": number,
                    "handle": handle,
                    "chat": keys.seal_id(CHAT, handle, number),
                    "language": "en",
                    "role": Role.RESIDENT,
                    "joined": NOW,
                }
                for number, handle in handles.items()
            ],
        )
        await tx.run(
            insert(area_rows),
            [{"person": one, "neighborhood": where[one % len(where)], "since": 0} for one in handles],
        )


async def incident(tx: Transaction) -> IncidentId:
    """Something that was reported."""
    return (await incidents.add(tx, REPORT, now=NOW)).id


def facts(number: IncidentId) -> AlertFacts:
    """What an alert about it says."""
    return AlertFacts(number, REPORT.place, HARBOR, REPORT.activity, REPORT.number, NOW, confirmed=NOW, expires=NOW)


async def alert(database: Database, rings: Rings, *, now: datetime = NOW) -> Broadcast:
    """An alert about something new goes out to these rings."""

    async def publish(tx: Transaction) -> Broadcast:
        about = await incident(tx)
        opened = await broadcasts.open_alert(tx, incident=about, facts=facts(about), audience=Audience(rings), now=now)
        [found] = [one for one in await broadcasts.under_way(tx) if one.id == opened]
        return found

    return await database.change(publish)


async def correct(database: Database, wrong: Broadcast, kind: Kind, *, now: datetime = NOW) -> list[Broadcast]:
    """The alert is corrected; the broadcasts by which it is."""
    said = alert_of(wrong)
    async with database.transaction() as tx:
        await broadcasts.correct(tx, incident=said.incident, kind=kind, facts=said, now=now)
    async with database.reading() as tx:
        return [one for one in await broadcasts.under_way(tx) if one.basis == wrong.id and one.kind is kind]


async def read(database: Database, broadcast: Broadcast) -> Broadcast:
    """The broadcast as it stands now."""
    columns = (broadcast_rows.c.state, broadcast_rows.c.ring, broadcast_rows.c.number)
    async with database.reading() as tx:
        [row] = await tx.all(select(*columns).where(broadcast_rows.c.id == broadcast.id))
    return replace(broadcast, state=row.state, cursor=Cursor(row.ring, PersonNumber(row.number)))


async def next_after(
    database: Database, broadcast: Broadcast, after: Cursor, limit: int, *, now: datetime = NOW
) -> Sequence[Recipient]:
    """The next people, as the courier asks for them."""
    async with database.reading() as tx:
        return await audience.recipients(tx, broadcast, after=after, limit=limit, now=now)


async def walk(
    database: Database, broadcast: Broadcast, limit: int = 100, *, now: datetime = NOW
) -> list[tuple[int, PersonNumber]]:
    """Everyone whom a broadcast reaches, page by page to its end, as (ring, number)."""
    met: list[tuple[int, PersonNumber]] = []
    at = broadcast.cursor
    while page := await next_after(database, broadcast, at, limit, now=now):
        assert len(page) <= limit
        met.extend((one.place.ring, one.place.number) for one in page)
        at = page[-1].place
    return met


async def told(database: Database, broadcast: Broadcast, *persons: PersonNumber, message: int | None = 1) -> None:
    """Telegram took it for these people; their message ids count up from `message`."""
    held = [None if message is None else MessageId(message + at) for at in range(len(persons))]
    async with database.transaction() as tx:
        got = [Receipt(broadcast.id, one, held[at]) for at, one in enumerate(persons)]
        await broadcasts.settle(tx, got, [])


async def held(database: Database, broadcast: Broadcast) -> dict[int, int | None]:
    """Who has a receipt, and for which message."""
    async with database.reading() as tx:
        rows = await tx.all(select(receipts).where(receipts.c.broadcast == broadcast.id))
    return {row.person: row.message for row in rows}
