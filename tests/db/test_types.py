"""Column types."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from db.engine import Database
from db.tables import people
from db.types import Instant

DIALECT = sqlite.dialect()


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5))])))
def test_a_moment_comes_back_to_the_microsecond(moment: datetime) -> None:
    stored = Instant().process_bind_param(moment, DIALECT)

    assert isinstance(stored, int)
    assert Instant().process_result_value(stored, DIALECT) == moment


def test_a_time_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        Instant().process_bind_param(datetime(2026, 3, 2), DIALECT)  # noqa: DTZ001  that is what is tried


@pytest.mark.asyncio
async def test_a_row_outside_the_enum_is_impossible(database: Database) -> None:
    with pytest.raises(IntegrityError, match="people_role_known"):
        async with database.transaction() as tx:
            statement = "INSERT INTO people (handle, chat, language, role, joined) VALUES (:any, :any, 'en', 'king', 0)"
            await tx.run(text(statement), [{"any": b"0"}])
    async with database.reading() as tx:
        assert not await tx.all(people.select())
