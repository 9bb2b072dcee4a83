"""residue: people join, write, report, leave; then what is left of them in any file, when every window has passed.

The services, the database, its keys and the backups are the real ones. What is looked for: each person's number and
word in every spelling, at any time; and when the windows have passed, also what they were sealed into, and under what
those who left were found. Backups that are still there are opened with the main key and searched as well.

A PostgreSQL keeps what they were sealed into: there all files of the server are searched, with a copy that somebody
took of them before, and whatever lies in them is tried with all the keys that are left after the night.
"""

import argparse
import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.benchmark import Benchmark, Failed, Result, count
from bench.canaries import Canary
from bench.house import House
from bench.lifetimes import Kept, Life, Step, Unsealed
from bench.nights import Nights, Served, served
from bot import logs
from db import postgres, sqlite
from db.sqlite import PRAGMAS

CANARIES = 10_000


STEPS = {
    sqlite.NAME: frozenset(Step) - {Step.ROTATION},
    postgres.NAME: frozenset({Step.SEALING, Step.SWEEP, Step.KEYS, Step.ROTATION}),
}
"""What can be left out, by the kind of database."""


@contextmanager
def _watched(house: House, left_out: Step | None) -> Iterator[House]:
    """The house, in which all that is written lies below one folder: logs at their loudest, and temporary files too."""
    folder = house.folder
    for name in ("data", "backups", "logs", "tmp"):
        (folder / name).mkdir(mode=0o700)
    heard = logging.FileHandler(folder / "logs" / "avisa.log")
    heard.setFormatter(logs.Lines())
    root, level, was = logging.getLogger(), logging.getLogger().level, os.environ.get("SQLITE_TMPDIR")
    root.addHandler(heard)
    root.setLevel(logging.DEBUG)
    os.environ["SQLITE_TMPDIR"] = str(folder / "tmp")
    changed = {"busy_timeout": 100, "secure_delete": int(left_out is not Step.OVERWRITING)}
    pragmas = {name: PRAGMAS[name] for name in changed}
    PRAGMAS.update(changed)  # who reads is not waited for: the next round tries again
    try:
        yield house
    finally:
        PRAGMAS.update(pragmas)
        root.removeHandler(heard)
        root.setLevel(level)
        heard.close()
        os.environ.pop("SQLITE_TMPDIR") if was is None else os.environ.update(SQLITE_TMPDIR=was)


def ask(parser: argparse.ArgumentParser) -> None:
    """Its flags."""
    parser.add_argument("--canaries", type=count, default=CANARIES, help=f"people (default {CANARIES})")
    parser.add_argument("--leave-out", type=Step, choices=list(Step), help="a step, to see that the search finds it")
    parser.add_argument("--on", choices=(sqlite.NAME, postgres.NAME), default=sqlite.NAME, help="which database")


async def measure(given: argparse.Namespace) -> Result:
    """Live, and look."""
    if given.leave_out not in (None, *STEPS[given.on]):
        raise Failed(f"there is no {given.leave_out} on {given.on} that could be left out")
    with TemporaryDirectory(prefix="avisa-residue-") as name, ExitStack() as stack:
        house = stack.enter_context(served(Path(name))) if given.on == postgres.NAME else House(Path(name))
        stack.enter_context(_watched(house, given.leave_out))
        async with house.opened() as town:
            if given.leave_out in (Step.SEALING, Step.KEYS):
                town.database.keys = (Unsealed if given.leave_out is Step.SEALING else Kept)(house.keys)
            lived = town, Path(name), given.leave_out, datetime.now(UTC)
            life = Nights(*lived, house=house) if isinstance(house, Served) else Life(*lived)
            numbers = await _lived(life, given.canaries)
    return Result(numbers, broken(numbers, given.leave_out, is_served=given.on == postgres.NAME))


async def _lived(life: Life, canaries: int) -> dict[str, Any]:
    await life.plant(canaries)
    await life.remember(canaries)
    await life.keep_a_copy()
    in_life = len(life.in_files())
    if life.left_out is not Step.FORGETTING:
        await life.leave(canaries)
    while_read = await life.age()
    left = life.left()
    return {
        "canaries": canaries,
        "files": life.files(),
        "encodings": len(Canary(0).plain()),
        "hits": in_life + len(left),
        "readable": life.readable(),
        "while_read": while_read,
        "sealed": life.there() if isinstance(life, Nights) else 0,
        "where": sorted({f"{one.file}: {one.needle}" for one in left})[:5],
    }


def broken(numbers: dict[str, Any], left_out: Step | None, *, is_served: bool = False) -> str | None:
    """Which promise these numbers break."""
    found = numbers["hits"] + numbers["readable"]
    if left_out is not None:
        return None if found else f"without {left_out} nothing is found: the search itself is no good"
    if found:
        return f"{numbers['hits']} were found, {numbers['readable']} can be read: {numbers['where']}"
    if not numbers["while_read"]:
        return "nothing was there before the end: the search itself is no good"
    if is_served and not numbers["sealed"]:
        return "nothing sealed lies in the server's files: the search itself is no good"
    return None


RESIDUE = Benchmark(
    name="residue",
    says="what is left of people and their words in any file, in every spelling, when the windows have passed",
    promised=("canaries", "files", "encodings", "hits"),
    ask=ask,
    measure=measure,
    small=("--canaries", "200"),
)
