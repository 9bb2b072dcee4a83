"""From the first release's database on: brought up to this version with all that is in it, and back by a backup."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.domain.ids import Language
from bot.domain.people import Role
from db import backups, ledger, opening, people
from db import facts as single
from db import keys as key_folder
from db.engine import Database, connect
from db.keys import Keys
from db.opening import CHECK, CHECKED, CannotOpen, open_database
from db.restoring import restore
from db.tables import metadata
from tests.conftest import sqlite_url

pytestmark = pytest.mark.sqlite

NOW = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
ANA = 7_316_498_025
RELEASES = Path(__file__).parent / "releases"

NEXT = '''
"""Somebody has a shoe size"""
import sqlalchemy as sa
from alembic import op
revision = "9999"
down_revision = "{head}"
def upgrade():
    op.add_column("people", sa.Column("shoes", sa.Integer(), nullable=True))
'''
"""A version that there will never be."""


@pytest.fixture(params=sorted(path.stem for path in RELEASES.glob("*.sql")))
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with a database of a release, and Ana in it."""
    (tmp_path / "data").mkdir()
    file = sqlite3.connect(tmp_path / "data" / "avisa.db")
    file.executescript((RELEASES / f"{request.param}.sql").read_text())
    file.close()
    key_folder.make(tmp_path / "keys")
    return tmp_path


async def ana_is_in(folder: Path) -> None:
    database = Database(connect(sqlite_url(folder / "data")), Keys(folder / "keys"))
    async with database.transaction() as tx:
        await single.put(tx, CHECK, tx.keys.seal_id(CHECK, b"", CHECKED))
        await ledger.begin(tx)
        await people.add(tx, ANA, language=Language("es"), role=Role.VOLUNTEER, now=NOW)
    await database.close()


async def knows_ana(database: Database) -> bool:
    async with database.reading() as tx:
        ana = await people.find(tx, ANA)
    return ana is not None and (ana.role, ana.language) == (Role.VOLUNTEER, "es")


@pytest.mark.asyncio
async def test_a_released_database_becomes_what_a_new_one_is_and_loses_nobody(released: Path) -> None:
    await ana_is_in(released)

    database = await open_database(sqlite_url(released / "data"), released / "keys")
    async with database.engine.connect() as connection:
        differs = await connection.run_sync(lambda one: compare_metadata(MigrationContext.configure(one), metadata))
    known = await knows_ana(database)
    await database.close()

    assert differs == []
    assert known


@pytest.mark.asyncio
async def test_the_way_to_the_next_version_and_back_by_the_backup_from_before(
    released: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ana_is_in(released)
    url, keys = sqlite_url(released / "data"), released / "keys"
    database = await open_database(url, keys)
    made = await backups.make(database, released, now=NOW)
    async with database.engine.connect() as connection:
        head = (await connection.exec_driver_sql("SELECT version_num FROM alembic_version")).scalar_one()
    await database.close()

    newer, steps = released / "migrations", list[str]()
    shutil.copytree(opening.MIGRATIONS, newer)
    (newer / "versions" / "9999_shoes.py").write_text(NEXT.format(head=head))
    with monkeypatch.context() as upgraded:
        upgraded.setattr(opening, "MIGRATIONS", newer)
        database = await open_database(url, keys, steps.append)
        assert await knows_ana(database)
        await database.close()
    assert steps == ["step 1 of 1, to schema 9999: Somebody has a shoe size"]

    with pytest.raises(CannotOpen, match="a newer one wrote it"):
        await open_database(url, keys)
    shutil.rmtree(released / "data")
    (released / "data").mkdir()
    await restore(url, keys, made)
    database = await open_database(url, keys)
    assert await knows_ana(database)
    await database.close()
