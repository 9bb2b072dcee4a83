"""A PostgreSQL beside the database of a test, and a place there where nothing is yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fresh import SERVED
from tests.postgres import Databases, required, running, url

PLACE = "place"
"""The database that is emptied for each test."""


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
