"""`python -m tests.on_postgres [--where-found] [tests/... and options of pytest's]`: what works with the database, on a
PostgreSQL that runs for the tests alone."""

import os
import sys
from collections.abc import Sequence

import pytest

from db import postgres
from tests import fresh
from tests.postgres import programs

WHERE_FOUND = "--where-found"
"""To be given where it is enough to say so when there is none."""

FOLDERS = [f"tests/{one}" for one in ("db", "services", "intake", "courier", "stories")]

DEALT_OUT = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]

MISSING = "there is no PostgreSQL here, so nothing is tried on it: install Debian's package `postgresql` for that"


def main(arguments: Sequence[str]) -> int:
    """Run them; what pytest says of it. Without a PostgreSQL it is 1, or 0 where it is enough to say so."""
    if programs() is None:
        print(MISSING, file=sys.stderr)
        return int(WHERE_FOUND not in arguments or bool(os.environ.get("AVISA_NO_SKIPS")))
    given = [one for one in arguments if one != WHERE_FOUND]
    what = [] if any(one.startswith("tests/") for one in given) else FOLDERS
    with fresh.server() as folder:
        os.environ |= {"AVISA_TEST_ON": postgres.NAME, fresh.SHARED: str(folder)}
        return int(pytest.main([*DEALT_OUT, *given, *what]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
