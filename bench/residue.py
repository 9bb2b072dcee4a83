"""residue: people join, write, report, leave; then what is left of them in any file, when every window has passed.

The services, the database, its keys and the backups are the real ones. What is looked for: each person's number and
word in every spelling, at any time; and when the windows have passed, also what they were sealed into, and under what
those who left were found. Backups that are still there are opened with the main key and searched as well.
"""

import argparse
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.benchmark import Benchmark, Result, count
from bench.canaries import Canary
from bench.house import House
from bench.lifetimes import Kept, Life, Step, Unsealed
from bot import logs
from db import backups
from db.sqlite import PRAGMAS

CANARIES = 10_000


@contextmanager
def _watched(folder: Path, left_out: Step | None) -> Iterator[House]:
    """A house in which all that is written lies below one folder: logs at their loudest, and temporary files too."""
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
        yield House(folder)
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


async def measure(given: argparse.Namespace) -> Result:
    """Live, and look."""
    with TemporaryDirectory(prefix="avisa-residue-") as name, _watched(Path(name), given.leave_out) as house:
        async with house.opened() as town:
            if given.leave_out in (Step.SEALING, Step.KEYS):
                town.database.keys = (Unsealed if given.leave_out is Step.SEALING else Kept)(house.keys)
            life = Life(town, Path(name), given.leave_out, datetime.now(UTC))
            numbers = await _lived(life, given.canaries)
    return Result(numbers, broken(numbers, given.leave_out))


async def _lived(life: Life, canaries: int) -> dict[str, Any]:
    await life.plant(canaries)
    await life.remember(canaries)
    await backups.make(life.town.database, life.folder / "backups", now=life.now)
    in_life = len(life.plain.hits(life.folder))
    if life.left_out is not Step.FORGETTING:
        await life.leave(canaries)
    while_read = await life.age()
    left = life.left()
    return {
        "canaries": canaries,
        "files": sum(path.is_file() for path in life.folder.rglob("*")),
        "encodings": len(Canary(0).plain()),
        "hits": in_life + len(left),
        "readable": life.readable(),
        "while_read": while_read,
        "where": sorted({f"{one.file}: {one.needle}" for one in left})[:5],
    }


def broken(numbers: dict[str, Any], left_out: Step | None) -> str | None:
    """Which promise these numbers break."""
    found = numbers["hits"] + numbers["readable"]
    if left_out is not None:
        return None if found else f"without {left_out} nothing is found: the search itself is no good"
    if found:
        return f"{numbers['hits']} were found, {numbers['readable']} can be read: {numbers['where']}"
    if not numbers["while_read"]:
        return "nothing was there while somebody read: the search itself is no good"
    return None


RESIDUE = Benchmark(
    name="residue",
    says="what is left of people and their words in any file, in every spelling, when the windows have passed",
    promised=("canaries", "files", "encodings", "hits"),
    ask=ask,
    measure=measure,
    small=("--canaries", "200"),
)
