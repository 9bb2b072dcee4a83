"""scale: what a message costs, how soon the first goes out and how much memory it takes, at growing audiences. With
`--on postgresql` each size is measured on both, and what PostgreSQL takes is told as ratios to SQLite."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from typing import Any

from bench import cores, house
from bench.benchmark import Benchmark, Failed, Result, count
from bench.figures import percentile
from bench.group import Shared, sharing
from bench.house import House, Rented
from bench.latency import first_waits
from bench.server import Server, serving

SIZES = (1_000, 10_000)
PRESSES = 40
MESSAGES = 20_000

PATIENCE = 3600.0

SQLITE, POSTGRESQL = "sqlite", "postgresql"


def sizes(text: str) -> list[int]:
    """A flag's value: whole numbers above zero, with commas between them."""
    return [count(one) for one in text.split(",")]


def ask(parser: argparse.ArgumentParser) -> None:
    """Its flags."""
    usual = ",".join(str(one) for one in SIZES)
    parser.add_argument(
        "--sizes", type=sizes, default=list(SIZES), metavar="N,N,…", help=f"audiences, smallest first (default {usual})"
    )
    parser.add_argument(
        "--presses", type=count, default=PRESSES, help=f"verdicts to commit at each size (default {PRESSES})"
    )
    parser.add_argument(
        "--messages",
        type=count,
        default=MESSAGES,
        help=f"to be sent at each size at least, in as many broadcasts as that takes (default {MESSAGES})",
    )
    parser.add_argument("--on", choices=(SQLITE, POSTGRESQL), default=SQLITE, help=f"the database (default {SQLITE})")


async def measure(given: argparse.Namespace) -> Result:
    """Each size in a process of its own, so that the memory of one is not that of the one before."""
    found = [await _one(size, given) for size in given.sizes]
    numbers = _numbers(found)
    if given.on == POSTGRESQL:
        there = []
        for size in given.sizes:
            async with sharing() as shared:
                there.append(await _one(size, given, shared))
        numbers |= _on_postgresql(found, there)
    return Result(numbers)


async def _one(size: int, given: argparse.Namespace, shared: Shared | None = None) -> dict[str, Any]:
    url = None if shared is None else shared.url
    async with house.built(size, url) as (built, crowd), serving(limits=False) as server:
        await server.let_in(crowd)
        before = 0.0 if shared is None else shared.cpu_seconds()
        found = await _measured(built, server, size, given)
        spent = 0.0 if shared is None else shared.cpu_seconds() - before
        log = await server.log()
        told = log.per_chat("sendMessage")
        whole = found["messages"] // size
        if len(told) != size or not all(whole <= times <= whole + given.presses for times in told.values()):
            raise Failed(f"{len(told)} of {size} were told, and not each of them {whole} times")
        waits = first_waits(found["pressed"], log, crowd, until=found["pressed_until"])
    return {
        "subscribers": size,
        "cpu_ms_per_message": round(found["cpu_ms_per_message"], 4),
        "first_ms_p50": round(1000 * percentile(waits, 0.5), 3),
        "rss_mb": round(found["rss_mb"], 1),
        **({} if shared is None else {"postgresql_cpu_ms_per_message": round(1000 * spent / sum(told.values()), 4)}),
    }


async def _measured(built: House, server: Server, size: int, given: argparse.Namespace) -> dict[str, Any]:
    """What the process says that was measured. It lives on the same core as its parent, who only waits."""
    where = ("--database", built.url) if isinstance(built, Rented) else ()
    arguments = ("--folder", str(built.folder), "--url", server.url, "--token", server.token, *where)
    numbers = ("--subscribers", str(size), "--presses", str(given.presses))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.sized",
        *arguments,
        *numbers,
        "--messages",
        str(given.messages),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            said, _ = await process.communicate()
    except TimeoutError:
        raise Failed(f"the process for {size} subscribers does not end") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise Failed(f"the process for {size} subscribers ended with exit code {process.returncode}")
    return dict(json.loads(said.splitlines()[-1]))


def _numbers(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    first = found[0]
    return {
        "sizes": list(found),
        "cpu_ratio": _ratio(found, "cpu_ms_per_message"),
        "first_ratio": _ratio(found, "first_ms_p50"),
        "rss_mb_max": max(one["rss_mb"] for one in found),
        "rss_mb_growth": round(max(one["rss_mb"] for one in found) - first["rss_mb"], 1),
        "cores_apart": not cores.alone(),
    }


def _on_postgresql(found: Sequence[dict[str, Any]], there: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The same there, each size after its ratios to the same with SQLite."""
    names = ("cpu_ms_per_message", "first_ms_p50", "rss_mb")
    ratios = [
        {"subscribers": one["subscribers"], **{name: round(other[name] / one[name], 2) for name in names}}
        for one, other in zip(found, there, strict=True)
    ]
    return {"postgresql": list(there), "ratios_to_sqlite": ratios}


def _ratio(found: Sequence[dict[str, Any]], name: str) -> float:
    """How much more the worst of the sizes takes than the first."""
    values: list[float] = [one[name] for one in found]
    return round(max(values) / values[0], 3)


SCALE = Benchmark(
    name="scale",
    says="what a message costs, how soon the first goes out and how much memory that takes, at growing sizes",
    promised=("sizes", "cpu_ratio", "first_ratio", "rss_mb_max", "rss_mb_growth"),
    ask=ask,
    measure=measure,
    small=("--sizes", "1000,4000", "--presses", "10"),
)
