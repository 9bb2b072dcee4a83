"""`python -m tests.stories.played`: the story of `make story` on a PostgreSQL that runs for it alone."""

import sys

from simulator.story import play
from tests.postgres import Databases, programs, running, url

DATABASE = "story"


def main() -> int:
    """Play it; 0 only if all of it happened, 2 where there is no PostgreSQL."""
    found = programs()
    if found is None:
        print("story: there is no PostgreSQL here: install Debian's package `postgresql`", file=sys.stderr)
        return 2
    with running(found) as server:
        Databases(server).does("postgres", f"CREATE DATABASE {DATABASE}")
        return play(["--database", url(server, DATABASE), "--files", str(server)])


if __name__ == "__main__":
    sys.exit(main())
