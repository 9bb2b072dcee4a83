"""What tests share: the way they are dealt out, and a real database in a folder of their own."""

import gc
import os
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.util import LRUCache
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

from db import postgres
from db.engine import Database
from tests.fresh import ON, copied, model

pytest_plugins = ("tests.canaries", "tests.served")

settings.register_profile(
    "quick", max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("long" if os.environ.get("AVISA_TEST_LONG") else "quick")


COMPILED: LRUCache[Any, Any] = LRUCache(2000)
"""Every statement that was compiled. A database of its own for each test has an engine and a dialect of its own, and
would compile all of them once more: a quarter of what a test takes."""


def _shares(engine: Engine, *given: Any, **named: Any) -> None:
    MADE(engine, *given, **named)
    engine._compiled_cache = COMPILED


MADE = Engine.__init__
setattr(Engine, "__init__", _shares)  # noqa: B010  mypy would not let it be another
for dialect in (SQLiteDialect, PGDialect):
    setattr(dialect, "__hash__", lambda one: hash(type(one)))  # noqa: B010
    setattr(dialect, "__eq__", lambda one, other: type(one) is type(other))  # noqa: B010

TOGETHER = "tests/browser/"
"""One worker has all of them: they share a browser, and a city where the story has been played."""

LONGEST = (TOGETHER, "tests/stories/", "tests/bench/", "tests/services/")
"""Begun first, in this order, so that no worker is left alone with them at the end."""


class Shares(LoadFileScheduling):  # type: ignore[misc]
    """What each worker has: a file at a time, or all that belongs together."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Shares | None:
    """Those, for `--dist loadfile`."""
    return Shares(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first; for the rest the order stays. What is about the other database is left out, and on
    PostgreSQL what the run on SQLite has shown for both."""
    others = ("sqlite", "once") if ON == postgres.NAME else ("postgresql",)
    items[:] = [one for one in items if not any(map(one.get_closest_marker, others))]
    items.sort(key=lambda one: next((at for at, where in enumerate(LONGEST) if one.nodeid.startswith(where)), 99))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported and collected stays: the garbage collector need not go through it, then or ever after."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def sqlite_url(folder: Path) -> str:
    """Where a test's database lies."""
    return f"sqlite+aiosqlite:///{folder / 'avisa.db'}"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a database that nobody has used yet, and its keys: to be copied, never opened."""
    with model(tmp_path_factory.mktemp("empty")) as folder:
        yield folder


@pytest_asyncio.fixture
async def database(tmp_path: Path, empty: Path) -> AsyncIterator[Database]:
    """A new database with its keys, apart from it."""
    opened = copied(empty, tmp_path)
    yield opened
    await opened.close()
