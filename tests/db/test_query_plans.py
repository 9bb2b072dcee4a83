"""How SQLite goes about what is asked often: by an index, and never by reading every person there is."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import event, select

from bot.domain.broadcast import Audience, Broadcast, Cursor, Kind
from bot.domain.ids import EVERYWHERE, BroadcastId, IncidentId, PersonNumber, UpdateId
from bot.domain.letter import LetterFacts, Says
from bot.domain.people import Role
from db import (
    areas,
    audience,
    broadcasts,
    cards,
    checking,
    details,
    duties,
    endings,
    exercises,
    findings,
    inbox,
    incidents,
    kept,
    letters,
    likenesses,
    lines,
    people,
    questions,
    rechecks,
    reports,
    suspensions,
    sweeps,
    undoing,
    weights,
)
from db.engine import Database, Transaction
from db.inbox import Raw
from db.opening import open_database
from db.tables import areas as area_rows
from db.tables import reports as report_rows
from tests.conftest import sqlite_url
from tests.db.crowd import HARBOR, HILL, MILL, NOW, REPORT, alert, correct, many, someone, told
from tests.services.acts import alert_of

pytestmark = pytest.mark.sqlite

RINGS = ((HARBOR,), (MILL, HILL), (EVERYWHERE,))
NEVER_READ_WHOLE = ("people", "areas", "receipts")

Asks = Callable[[Transaction], Awaitable[Any]]


class City:
    """A city of some thousand people, in which something happens; SQLite has gathered no statistics about it."""

    def __init__(self, database: Database, broadcast: Broadcast, corrections: list[Broadcast]) -> None:
        self.database = database
        self.broadcast = broadcast
        self.corrections = corrections

    async def plan(self, asks: Asks) -> list[str]:
        """What SQLite does for each statement that `asks` executes; what it writes is rolled back."""
        executed: list[tuple[str, Any]] = []

        def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            executed.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

        steps = []
        engine = self.database.engine.sync_engine
        async with self.database.engine.connect() as connection:
            event.listen(engine, "before_cursor_execute", note)
            try:
                await asks(Transaction(connection, self.database.keys))
            finally:
                event.remove(engine, "before_cursor_execute", note)
            for statement, parameters in executed:
                if not statement.startswith("BEGIN"):
                    rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                    steps += [row.detail for row in rows]
            await connection.rollback()
        assert steps
        return steps


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    """4,000 people, two alerts with 1,000 receipts each, one of them corrected; a card and a letter for each of 500."""
    folder = tmp_path_factory.mktemp("plans")
    database = await open_database(sqlite_url(folder), folder / "keys")
    await many(database, 4000, HARBOR, MILL, HILL, EVERYWHERE)
    opened, wrong = await alert(database, RINGS), await alert(database, RINGS)
    holders = [PersonNumber(one) for one in range(1, 1001)]
    for one in (opened, wrong):
        await told(database, one, *holders)
    corrections = await correct(database, wrong, Kind.RETRACTION)
    async with database.transaction() as tx:
        await cards.deal(tx, alert_of(opened).incident, holders[:500])
        about = LetterFacts(alert_of(opened).incident, REPORT.place, NOW)
        await letters.write(tx, holders[:500], Says.REPORT_CONFIRMED, about, now=NOW)
        await duties.start(tx, holders[0], [HARBOR], until=NOW)
        await inbox.write(tx, [Raw(UpdateId(one), one, b"{}") for one in range(1, 500)], now=NOW)
    yield City(database, opened, corrections)
    await database.close()


def whole(steps: list[str], *tables: str) -> list[str]:
    """The steps that read one of these tables from end to end, also under the other names that a statement gives it."""
    return [step for step in steps if re.match(rf"SCAN ({'|'.join(tables)})(_\d+)?\b", step)]


def test_a_step_that_reads_a_table_whole_is_recognized() -> None:
    bad = ["SCAN people", "SCAN areas_1", "SCAN receipts USING COVERING INDEX x"]
    good = ["SEARCH people USING INDEX x (handle=?)", "SCAN anon_1", "SCAN (subquery-2)", "SCAN letters"]

    assert whole(bad + good, *NEVER_READ_WHOLE) == bad


@pytest.mark.asyncio(loop_scope="module")
async def test_a_question_without_an_index_is_seen(city: City) -> None:
    steps = await city.plan(lambda tx: tx.all(select(area_rows).where(area_rows.c.since == 3)))

    assert whole(steps, "areas") != []


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("ring", [0, 1, 2])
async def test_each_ring_is_walked_along_its_index(city: City, ring: int) -> None:
    at = Cursor(ring, PersonNumber(200))

    steps = await city.plan(lambda tx: audience.recipients(tx, city.broadcast, after=at, limit=50, now=NOW))

    assert whole(steps, *NEVER_READ_WHOLE) == []
    assert "SEARCH areas USING PRIMARY KEY (neighborhood=? AND person>?)" in steps
    assert "SEARCH receipts USING PRIMARY KEY (broadcast=? AND person=?)" in steps
    assert "SEARCH people USING INTEGER PRIMARY KEY (rowid=?)" in steps


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("way", [0, 1], ids=["reply", "edit"])
async def test_holders_are_walked_along_their_receipts(city: City, way: int) -> None:
    correction = city.corrections[way]

    steps = await city.plan(lambda tx: audience.recipients(tx, correction, after=Cursor(), limit=50, now=NOW))

    assert whole(steps, *NEVER_READ_WHOLE) == []
    assert "SEARCH receipts USING PRIMARY KEY (broadcast=? AND person>?)" in steps
    assert not [step for step in steps if "TEMP B-TREE" in step]


@pytest.mark.asyncio(loop_scope="module")
async def test_those_who_take_part_in_exercises_are_walked_along_an_index_of_their_own(city: City) -> None:
    played = replace(city.broadcast, audience=Audience((), exercise=True))

    steps = await city.plan(lambda tx: audience.recipients(tx, played, after=Cursor(), limit=50, now=NOW))

    assert whole(steps, *NEVER_READ_WHOLE) == []
    assert [step for step in steps if "people_by_exercises" in step]


ASKED: dict[str, Asks] = {
    "cards.due": lambda tx: cards.due(tx, limit=50),
    "cards.due at night": lambda tx: cards.due(tx, limit=50, night=True),
    "cards.rouse": lambda tx: cards.rouse(tx, PersonNumber(7)),
    "letters.due": lambda tx: letters.due(tx, limit=50),
    "people.find": lambda tx: people.find(tx, 7),
    "people.get": lambda tx: people.get(tx, PersonNumber(7)),
    "people.organizers": people.organizers,
    "people.organizers of an exercise": lambda tx: people.organizers(tx, exercise=True),
    "exercises.take_part": exercises.take_part,
    "exercises.look": exercises.look,
    "people.sponsor": lambda tx: people.sponsor(tx, PersonNumber(7), by=PersonNumber(8)),
    "rechecks.looked_after": lambda tx: rechecks.looked_after(tx, IncidentId(1)),
    "suspensions.suspended": suspensions.suspended,
    "lines.begun": lambda tx: lines.begun(tx, PersonNumber(7), since=NOW),
    "people.forget": lambda tx: people.forget(tx, PersonNumber(7)),
    "areas.chosen": lambda tx: areas.chosen(tx, PersonNumber(7)),
    "areas.listen": lambda tx: areas.listen(tx, PersonNumber(7), EVERYWHERE),
    "areas.leave": lambda tx: areas.leave(tx, PersonNumber(7), HARBOR),
    "areas.leave_all": lambda tx: areas.leave_all(tx, PersonNumber(7)),
    "people.hearing": lambda tx: people.hearing(tx, PersonNumber(7)),
    "kept.traces": lambda tx: kept.traces(tx, PersonNumber(7)),
    "sweeps.sweep": lambda tx: sweeps.sweep(tx, now=NOW),
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", list(ASKED))
async def test_nothing_reads_every_person(city: City, name: str) -> None:
    assert whole(await city.plan(ASKED[name]), *NEVER_READ_WHOLE) == []


BY_INDEX: dict[str, tuple[Asks, str]] = {
    "incidents.begun": (lambda tx: incidents.begun(tx, [HARBOR], since=NOW), "incidents"),
    "reports.of_open": (
        lambda tx: reports.of_open(tx, [HARBOR], at=REPORT.place, seen=(NOW, NOW), limit=9),
        "reports",
    ),
    "likenesses.about": (lambda tx: likenesses.about(tx, [IncidentId(1)]), "likenesses"),
    "incidents.get": (lambda tx: incidents.get(tx, IncidentId(1)), "incidents"),
    "reports.reporters": (lambda tx: reports.reporters(tx, IncidentId(1)), "reports"),
    "reports.recent": (lambda tx: reports.recent(tx, PersonNumber(7), since=NOW), "reports"),
    "findings.of": (lambda tx: findings.of(tx, IncidentId(1)), "findings"),
    "checking.confirmed": (lambda tx: checking.confirmed(tx, None), "incidents"),
    "checking.unverified": (lambda tx: checking.unverified(tx, [HARBOR], since=NOW), "incidents"),
    "checking.closed": (lambda tx: checking.closed(tx, [HARBOR], since=NOW), "incidents"),
    "duties.on_duty": (lambda tx: duties.on_duty(tx, HARBOR, now=NOW), "duties"),
    "details.about": (lambda tx: details.about(tx, [IncidentId(1)]), "reports"),
    "details.photos": (lambda tx: details.photos(tx, IncidentId(1)), "reports"),
    "details.is_sound": (lambda tx: details.is_sound(tx, IncidentId(1)), "reports"),
    "findings.told": (lambda tx: findings.told(tx, [IncidentId(1)]), "findings"),
    "findings.about_unverified": (lambda tx: findings.about_unverified(tx, PersonNumber(7)), "findings"),
    "findings.move": (lambda tx: findings.move(tx, IncidentId(1), IncidentId(2)), "findings"),
    "questions.about": (lambda tx: questions.about(tx, [IncidentId(1)]), "questions"),
    "questions.words": (lambda tx: questions.words(tx, [1]), "questions"),
    "questions.close": (lambda tx: questions.close(tx, report_rows.c.incident == IncidentId(1)), "questions"),
    "rechecks.stale": (lambda tx: rechecks.stale(tx, now=NOW, until=NOW), "incidents"),
    "undoing.told": (lambda tx: undoing.told(tx, IncidentId(1)), "broadcasts"),
    "undoing.ending": (lambda tx: undoing.ending(tx, BroadcastId(1), by=PersonNumber(7), now=NOW), "ledger"),
    "undoing.ended_by": (lambda tx: undoing.ended_by(tx, PersonNumber(7), since=NOW, now=NOW), "ledger"),
    "questions.asked_since": (lambda tx: questions.asked_since(tx, IncidentId(1), NOW), "questions"),
    "reports.told_of": (lambda tx: reports.told_of(tx, IncidentId(1)), "reports"),
    "reports.move": (lambda tx: reports.move(tx, IncidentId(1), IncidentId(2)), "reports"),
    "incidents.open_in": (lambda tx: incidents.open_in(tx, [HARBOR]), "incidents"),
    "incidents.alerted": (lambda tx: incidents.alerted(tx, [HARBOR], limit=24), "incidents"),
    "incidents.unverified": (lambda tx: incidents.unverified(tx, [HARBOR], [], after=NOW, limit=20), "incidents"),
    "cards.holders": (lambda tx: cards.holders(tx, IncidentId(1)), "cards"),
    "duties.of": (lambda tx: duties.of(tx, PersonNumber(7), now=NOW), "duties"),
    "duties.ending": (lambda tx: duties.ending(tx, now=NOW, before=NOW), "duties"),
    "duties.rest": (lambda tx: duties.rest(tx, PersonNumber(7)), "duties"),
    "endings.unverified": (lambda tx: endings.unverified(tx, seen_before=NOW, now=NOW, limit=20), "incidents"),
    "endings.lately": (lambda tx: endings.lately(tx, since=NOW, limit=20), "incidents"),
    "endings.claims": (lambda tx: endings.claims(tx, now=NOW), "incidents"),
    "endings.alerts": (lambda tx: endings.alerts(tx, now=NOW), "incidents"),
    "incidents.claimed": (lambda tx: incidents.claimed(tx, PersonNumber(7)), "incidents"),
    "weights.waiting": (lambda tx: weights.waiting(tx, after=NOW, now=NOW), "weights"),
    "cards.held": (lambda tx: cards.held(tx, [PersonNumber(7)]), "cards"),
    "cards.lately": (lambda tx: cards.lately(tx, [PersonNumber(7)], now=NOW), "cards"),
    "broadcasts.under_way": (broadcasts.under_way, "broadcasts"),
    "broadcasts.told": (lambda tx: broadcasts.told(tx, IncidentId(1)), "broadcasts"),
    "inbox.mark": (lambda tx: inbox.mark(tx, UpdateId(7)), "inbox"),
    "inbox.forget": (lambda tx: inbox.forget(tx, tx.keys.handle(7)), "inbox"),
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", list(BY_INDEX))
async def test_it_is_found_by_an_index(city: City, name: str) -> None:
    asks, table = BY_INDEX[name]

    steps = await city.plan(asks)

    assert whole(steps, table) == []
    assert [step for step in steps if step.startswith(f"SEARCH {table} ")]


@pytest.mark.asyncio
async def test_who_is_an_organizer_stands_in_an_index_of_its_own(database: Database) -> None:
    await someone(database, 1)
    async with database.transaction() as tx:
        await people.appoint(tx, PersonNumber(1), Role.ORGANIZER)
        made = await people.organizers(tx)
        await people.appoint(tx, PersonNumber(1), Role.RESIDENT)

        assert (made, await people.organizers(tx)) == ([1], [])
