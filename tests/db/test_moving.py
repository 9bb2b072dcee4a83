"""All of a city into another database: nothing is lost, no number is given twice, and what was interrupted goes on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import delete, insert, select, text, update

from db import copying, moving, numbering
from db import keys as key_folder
from db.engine import Database, connect
from db.keys import KeysError
from db.moving import CannotMove, Found, Step, found, move, silent
from db.opening import examine, open_database
from db.sqlite import sqlite_file
from db.tables import areas, metadata, reports
from db.tables import people as people_rows
from tests.conftest import sqlite_url
from tests.db.crowd import HARBOR, MILL, many, someone
from tests.db.test_people import a_full_life

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def place(tmp_path: Path) -> str:
    """Where no file is yet."""
    (tmp_path / "there").mkdir()
    return sqlite_url(tmp_path / "there")


@pytest_asyncio.fixture(params=["place", "served"])
async def target(request: pytest.FixtureRequest, database: Database) -> AsyncIterator[Database]:
    """An empty place of either kind, with the same keys."""
    opened = Database(connect(request.getfixturevalue(request.param)), database.keys)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def both(database: Database, served: str, place: str) -> AsyncIterator[tuple[Database, Database]]:
    """An empty place on a PostgreSQL, and one for a file."""
    there, back = (Database(connect(one), database.keys) for one in (served, place))
    yield there, back
    await there.close()
    await back.close()


def breaks_at(step: Step, table: str, done: int = 0) -> moving.Told:
    """The machine fails there."""

    def breaks(now: Step, at: str, so_far: int, _total: int) -> None:
        if (now, at) == (step, table) and so_far >= done:
            raise KeyboardInterrupt

    return breaks


def where(database: Database) -> str:
    """As the settings say it."""
    return database.engine.url.set(drivername=DRIVERS[database.engine.dialect.name]).render_as_string(False)


async def rows(database: Database) -> Rows:
    """Everything in it, and up to where numbers were given."""
    async with moving.seen(database) as connection:
        there = {
            table.name: sorted(map(tuple, (await connection.execute(select(table))).all()), key=repr)
            for table in metadata.sorted_tables
        }
        return {**there, "numbers": sorted((await numbering.given(connection)).items())}


@pytest.mark.asyncio
async def test_a_city_is_the_same_on_a_postgresql_and_back_again(
    database: Database, both: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "AT_ONCE", 3)
    await a_full_life(database, 1)
    await a_full_life(database, 2)
    before, (there, back) = await rows(database), both

    await move(database, there, silent)
    await move(there, back, silent)

    assert await rows(there) == await rows(back) == before
    assert (await examine(there)).acts == (await examine(back)).acts == (await examine(database)).acts
    for one in both:
        await (await open_database(where(one), database.keys.folder)).close()


@pytest.mark.asyncio
async def test_the_number_of_somebody_forgotten_is_given_to_nobody_there(database: Database, target: Database) -> None:
    last = await someone(database, 9, HARBOR)
    async with database.transaction() as tx:
        await tx.run(delete(people_rows).where(people_rows.c.number == last))

    await move(database, target, silent)

    assert await someone(target, 10, HARBOR) == last + 1


@pytest.mark.asyncio
async def test_one_that_fails_after_each_few_rows_comes_to_its_end_all_the_same(
    database: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "AT_ONCE", 5)
    await a_full_life(database, 1)
    await many(database, 12, HARBOR, MILL)
    told: list[tuple[Step, int]] = []

    def fails(step: Step, table: str, done: int, _total: int) -> None:
        if table == "people" and (step, done) not in told:
            told.append((step, done))
            raise KeyboardInterrupt

    done = None
    while done is None:
        try:
            done = await move(database, target, fails)
        except KeyboardInterrupt:
            assert await found(target) is Found.PART

    everything = await rows(database)
    assert await rows(target) == everything
    assert done.rows == sum(len(everything[name]) for name in copying.REST)
    assert len(told) == 1 + 3 + 3  # where it begins, and after each five of the fourteen, twice


@pytest.mark.asyncio
async def test_what_was_moved_in_part_opens_nowhere(database: Database, target: Database) -> None:
    await a_full_life(database, 1)
    with pytest.raises(KeyboardInterrupt):
        await move(database, target, breaks_at(Step.COMPARING, copying.REST[-1]))

    with pytest.raises(KeysError, match="no key check"):
        await open_database(where(target), database.keys.folder)


@pytest.mark.asyncio
async def test_a_row_that_is_not_the_same_is_found_and_the_copy_removed(database: Database, target: Database) -> None:
    await a_full_life(database, 1)
    with pytest.raises(KeyboardInterrupt):
        await move(database, target, breaks_at(Step.COMPARING, "reports"))
    async with target.transaction() as tx:
        await tx.run(update(reports).values(place="elsewhere"))

    with pytest.raises(CannotMove, match="row 1 of reports"):
        await move(database, target, silent)
    assert await found(target) is Found.NOTHING
    await move(database, target, silent)
    assert await rows(target) == await rows(database)


@pytest.mark.asyncio
async def test_a_part_of_what_has_changed_since_is_removed(database: Database, target: Database) -> None:
    first = await someone(database, 1, HARBOR)
    with pytest.raises(KeyboardInterrupt):
        await move(database, target, breaks_at(Step.COPYING, "people", 1))
    async with database.transaction() as tx:
        await tx.run(delete(people_rows).where(people_rows.c.number == first))
    await someone(database, 1, HARBOR)

    with pytest.raises(CannotMove, match="the copy was not the same"):
        await move(database, target, silent)
    assert await found(target) is Found.NOTHING


@pytest.mark.asyncio
async def test_one_that_was_done_is_compared_once_more_and_nothing_is_changed(
    database: Database, target: Database
) -> None:
    await a_full_life(database, 1)
    done = await move(database, target, silent)
    again = await move(database, target, silent)
    await someone(target, 7, HARBOR)
    after = await rows(target)

    assert (done.was_there, again.was_there) == (False, True)
    with pytest.raises(CannotMove, match="not the same any more: row 3 of people"):
        await move(database, target, silent)
    assert await rows(target) == after


@pytest.mark.asyncio
async def test_a_place_where_anything_else_is_stays_as_it_is(database: Database, target: Database) -> None:
    async with target.transaction() as tx:
        await tx.run(text("CREATE TABLE recipes (name TEXT)"))
    file = sqlite_file(str(target.engine.url))
    before = None if file is None else file.read_bytes()

    with pytest.raises(CannotMove, match="something is there already"):
        await move(database, target, silent)
    async with moving.seen(target) as connection:
        assert await copying.revision(connection) is None
    assert file is None or file.read_bytes() == before


@pytest.mark.asyncio
async def test_the_city_of_others_stays_as_it_is(database: Database, target: Database, tmp_path: Path) -> None:
    key_folder.make(tmp_path / "theirs")
    theirs = await open_database(where(target), tmp_path / "theirs")
    await someone(theirs, 1, HARBOR)
    before = await rows(theirs)

    with pytest.raises(CannotMove, match="something is there already"):
        await move(database, target, silent)
    assert await rows(theirs) == before
    await theirs.close()


@pytest.mark.asyncio
async def test_the_order_in_which_a_server_sorts_words_is_no_matter(
    database: Database, both: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    there, back = both
    await move(database, there, silent)
    person = await someone(there, 1)
    async with there.transaction() as tx:
        await tx.run(text('ALTER TABLE areas ALTER COLUMN neighborhood TYPE TEXT COLLATE "en-x-icu"'))
        names = ["Quay", "_hill", "harbor", "Öland", "mill", "Harbor", "hill"]
        await tx.run(insert(areas), [{"neighborhood": one, "person": person, "since": 0} for one in names])
    await there.close()  # its connections know the table as it was
    monkeypatch.setattr(copying, "AT_ONCE", 2)

    with pytest.raises(KeyboardInterrupt):
        await move(there, back, breaks_at(Step.COPYING, "areas", 4))
    await move(there, back, silent)

    assert await rows(back) == await rows(there)


@pytest.mark.asyncio
async def test_nothing_is_moved_while_a_new_main_key_is_put_in_place(database: Database, target: Database) -> None:
    key_folder.prepare(database.keys.folder)

    with pytest.raises(CannotMove, match="a new main key"):
        await move(database, target, silent)
    assert await found(target) is Found.NOTHING
