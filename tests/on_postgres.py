"""`python -m tests.on_postgres [--where-found] [FILE ...]`: what works with the database, on a PostgreSQL that runs for
the tests alone."""

import argparse
import os
import sys
from collections.abc import Sequence

import pytest

from db import postgres
from tests import fresh
from tests.postgres import programs

FOLDERS = tuple(f"tests/{one}" for one in ("db", "services", "intake", "courier", "stories"))

DEALT_OUT = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")

MISSING = "there is no PostgreSQL here, so nothing is tried on it: install Debian's package `postgresql` for that"


def main(arguments: Sequence[str]) -> int:
    """Run them; what pytest says of it. Without a PostgreSQL it is 1, or 0 where one is not asked for and may lack."""
    parser = argparse.ArgumentParser(prog="python -m tests.on_postgres", description="Tests on a PostgreSQL.")
    parser.add_argument("--where-found", action="store_true", help="where none is installed, say so and do nothing")
    parser.add_argument("what", nargs="*", default=FOLDERS, help="files or folders; options are pytest's")
    given, options = parser.parse_known_args(arguments)
    if programs() is None:
        print(MISSING, file=sys.stderr)
        return int(not given.where_found or bool(os.environ.get("AVISA_NO_SKIPS")))
    with fresh.server() as folder:
        os.environ |= {"AVISA_TEST_ON": postgres.NAME, fresh.SHARED: str(folder)}
        return int(pytest.main([*DEALT_OUT, *options, *given.what]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
