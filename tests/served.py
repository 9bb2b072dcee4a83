"""A PostgreSQL beside the database of a test, and a place there where nothing is yet."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fresh import SERVED
from tests.postgres import Databases, required, running, url

PLACE = f"place_{os.getpid()}"
"""The database that is emptied for each test; others may work on the same server."""


@pytest.fixture(scope="session")
def server(empty: Path) -> Iterator[Databases]:
    """The one that runs for this process, or one that ends with it."""
    if SERVED:
        SERVED[-1].does("postgres", f"CREATE DATABASE {PLACE}")
        yield SERVED[-1]
        return
    with running(required()) as folder:
        made = Databases(folder)
        made.does("postgres", f"CREATE DATABASE {PLACE}")
        yield made


@pytest.fixture
def served(server: Databases) -> str:
    """Where nothing is yet on it."""
    server.does(PLACE, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return url(server.folder, PLACE)
