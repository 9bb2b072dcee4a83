"""What a PostgreSQL must be before Avisa works in it, and a city's schema there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from db import postgres
from db.failing import Refused
from db.members import lock_of
from db.reaching import OLDEST, schema_of

OPENING = b"opening"

ABOUT = text(
    "SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_encoding') AS texts,"
    " current_user AS role, current_database() AS name,"
    " has_database_privilege(current_database(), 'CREATE') AS may_make_it,"
    " EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = :schema) AS is_there"
)
MAY = text("SELECT has_schema_privilege(:schema, 'USAGE') AND has_schema_privilege(:schema, 'CREATE')")


@asynccontextmanager
async def entered(url: str, *, makes: bool = True) -> AsyncIterator[None]:
    """One process at a time opens this city's database: others wait for the end of the block. The schema is there
    then, unless nothing is to be made. Raises Refused when Avisa cannot work there, Unavailable when nobody answers.
    """
    parsed = make_url(url)
    schema = schema_of(parsed)
    engine = postgres.connect(parsed, hurried=False).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with postgres.unavailable():
            async with engine.connect() as connection:
                if makes:
                    await connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": lock_of(schema, OPENING)})
                await _look(connection, schema, makes=makes)
                yield
    finally:
        await engine.dispose()


async def _look(connection: AsyncConnection, schema: str, *, makes: bool) -> None:
    about = (await connection.execute(ABOUT, {"schema": schema})).one()
    if about.version < OLDEST:
        raise Refused(f"it is PostgreSQL {about.version}: {OLDEST} or newer is needed")
    if about.texts != "UTF8":
        raise Refused(f"the texts of {about.name} are {about.texts}: make a database with ENCODING 'UTF8'")
    if not about.is_there and not about.may_make_it:
        raise Refused(
            f"there is no schema {schema}, and {about.role} may make none: as who owns the database, "
            f"CREATE SCHEMA {schema} AUTHORIZATION {about.role}"
        )
    if about.is_there and not (await connection.execute(MAY, {"schema": schema})).scalar_one():
        raise Refused(
            f"{about.role} may make nothing in the schema {schema}: as who owns it, "
            f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {about.role}"
        )
    if not about.is_there and makes:
        await connection.execute(text(f'CREATE SCHEMA "{schema}"'))
