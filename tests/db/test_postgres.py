"""The same code on PostgreSQL: what is tried there by `make test`. `make test-postgres` tries all of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from db import postgres
from tests.postgres import required

pytestmark = pytest.mark.sqlite

SOME = (
    "tests/db/test_people.py",
    "tests/db/test_inbox.py",
    "tests/db/test_opening.py",
    "tests/services/test_claims.py",
)
"""People and updates are kept and forgotten, the schema is what the code wants, many claim one incident at once."""


def test_people_updates_and_claims_are_the_same_on_postgresql() -> None:
    required()
    given = {**os.environ, "AVISA_TEST_ON": postgres.NAME}
    tried = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *SOME],
        cwd=Path(__file__).parents[2],
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )

    assert tried.returncode == 0, tried.stdout[-3000:]
