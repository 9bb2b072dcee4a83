"""Two processes of one city over one PostgreSQL, and people on phones who know nothing of that."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select, text

import cities
from bot import app, together
from bot.app import Avisa
from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.domain.people import Role
from bot.jobs import guarded
from bot.town import Town
from db.engine import Database, connect
from db.postgres import name_of
from db.reaching import schema_of
from db.tables import members
from simulator.engine import Engine
from simulator.in_process import InProcess
from simulator.phones import EnginePhone, EnginePhones
from tests.services.acts import finds, joins, tells
from tests.stories.harborton import CITY
from tests.stories.test_alerts import CONFIRMED
from tests.stories.test_starting import NOBODY, says, started

pytestmark = [pytest.mark.asyncio, pytest.mark.postgresql]

PATIENCE = 30.0

CUT = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name")


class Processes:
    """Those that are at work, and the people."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.engine = Engine(SystemClock())
        self.phones = EnginePhones(self.engine)
        self._url, self._folder = database.engine.url.render_as_string(hide_password=False), folder
        self._keys = database.keys
        self._ends: dict[int, AsyncExitStack] = {}

    async def begin(self) -> Avisa:
        """One more process."""
        process = AsyncExitStack()
        entered = together.joined(self._url, self._folder / "keys", self._opened, SystemClock())
        us, town = await process.enter_async_context(entered)
        us.ready()
        avisa = app.build(town, InProcess(self.engine), Pace(None, town.clock), token=self.engine.token, us=us)
        await process.enter_async_context(avisa.at_work())
        self._ends[id(avisa)] = process
        return avisa

    async def end(self, avisa: Avisa) -> None:
        """It is asked to stop."""
        await self._ends.pop(id(avisa)).aclose()

    async def end_all(self) -> None:
        """All of them are."""
        for process in self._ends.values():
            await process.aclose()

    @asynccontextmanager
    async def _opened(self, *, member: int) -> AsyncIterator[Town]:
        city, database = cities.load(str(CITY)), Database(connect(self._url, member=member), self._keys)
        try:
            yield Town(city, city.policy, database, SystemClock())
        finally:
            await database.close()

    async def resident(self, town: Town, name: str) -> EnginePhone:
        """Someone with a phone, who listens at the harbor."""
        phone = await self.phones.phone(name, has_started=True)
        await joins(town, phone.id, "harbor")
        return phone


@pytest_asyncio.fixture
async def processes(database: Database, tmp_path: Path) -> AsyncIterator[Processes]:
    """None yet; all end."""
    made = Processes(database, tmp_path)
    yield made
    await made.end_all()


async def until(holds: Callable[[], bool]) -> None:
    """Wait until this holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110  nothing tells when
            await asyncio.sleep(0.01)


async def sees(town: Town) -> None:
    """Someone reports it, and two volunteers have seen it."""
    await tells(town, await joins(town, 500), "pier_library")
    for volunteer in (501, 502):
        await finds(town, await joins(town, volunteer, role=Role.VOLUNTEER))


def leads(avisa: Avisa) -> bool:
    """Whether this is the one."""
    return avisa.us is not None and avisa.us.leads.is_set()


def jobs(avisa: Avisa) -> int:
    """How much is on its clock."""
    assert avisa.application.job_queue is not None
    return len(avisa.application.job_queue.jobs())


async def test_what_one_confirms_the_one_that_leads_sends_and_it_alone_does_what_is_on_the_clock(
    processes: Processes,
) -> None:
    first, second = await processes.begin(), await processes.begin()
    await until(lambda: leads(first))
    ana = await processes.resident(second.town, "Ana")

    await sees(second.town)

    await ana.hears(CONFIRMED)
    assert (leads(second), jobs(second), sum(second.courier.carried.outcomes.values())) == (False, 0, 0)
    assert jobs(first) > 0


async def test_people_are_answered_by_both_and_each_in_order(processes: Processes) -> None:
    first, second = await processes.begin(), await processes.begin()
    await until(lambda: all(one.us is not None and one.us.members == 2 for one in (first, second)))
    people = [await processes.phones.phone(f"Resident {number}") for number in range(8)]

    async def asks(phone: EnginePhone) -> None:
        for command in ("/start", "/help", "/privacy"):
            await phone.says(command)

    await asyncio.gather(*(asks(one) for one in people))
    await until(lambda: first.intake.counted.handled + second.intake.counted.handled == 24)

    assert first.intake.counted.handled and second.intake.counted.handled
    assert len({tuple(one.heard()) for one in people}) == 1


async def test_what_is_done_on_the_clock_keeps_nobody_from_taking_over(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "STOPS_WITHIN", 0.1)
    first, second = await processes.begin(), await processes.begin()
    await until(lambda: leads(first))
    begun, told_to_stop = asyncio.Event(), asyncio.Event()

    async def lasts() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            told_to_stop.set()

    assert first.application.job_queue is not None
    first.application.job_queue.run_once(guarded(lasts, "what lasts"), 0)
    await begun.wait()
    await processes.end(first)

    assert told_to_stop.is_set()
    await until(lambda: leads(second))


async def test_one_that_is_cut_off_before_telegram_has_answered_joins_anew(database: Database, tmp_path: Path) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    bot = await started(tmp_path, NOBODY, AVISA_DATABASE_URL=url)
    assert f"no answer from {NOBODY} yet" in await says(bot)

    async with database.transaction() as tx:
        [was] = await tx.all(select(members.c.number))
        await tx.run(CUT, {"name": name_of(schema_of(database.engine.url), was.number)})

    assert "this process sends nothing, and joins the others as soon as it can" in await says(bot)
    assert f"no answer from {NOBODY} yet" in await says(bot)
    async with database.reading() as tx:
        assert max(row.number for row in await tx.all(select(members.c.number))) > was.number
    bot.terminate()
    assert await bot.wait() == 0


async def test_when_the_one_that_leads_ends_in_the_middle_of_an_alert_the_other_goes_on(
    processes: Processes,
) -> None:
    first, second = await processes.begin(), await processes.begin()
    await until(lambda: leads(first))
    people = [await processes.resident(first.town, f"Resident {number}") for number in range(40)]

    def told() -> list[int]:
        return [sum(CONFIRMED in text for text in one.heard()) for one in people]

    await sees(second.town)
    await until(lambda: any(told()))
    await processes.end(first)

    await until(lambda: all(told()))
    assert leads(second)
    assert told() == [1] * 40
