"""`python -m bench NAME`: one benchmark; with `--json` its numbers are one object in the last line of stdout."""

import argparse
import asyncio
import json
import sys
from typing import Any

from bench import cores
from bench.benchmark import Benchmark, Failed, Result
from bench.cluster import CLUSTER
from bench.crash import CRASH
from bench.delivery import DELIVERY
from bench.duplicates import DUPLICATES
from bench.flood import FLOOD
from bench.hostile import HOSTILE
from bench.intake import INTAKE
from bench.latency import LATENCY
from bench.pacing import PACING
from bench.places import PLACES
from bench.residue import RESIDUE
from bench.scale import SCALE
from bench.server import ServerFailed
from bench.simulator import SIMULATOR
from bench.verify import VERIFY

BENCHMARKS = {
    one.name: one
    for one in (
        DELIVERY,
        LATENCY,
        VERIFY,
        PACING,
        SCALE,
        CRASH,
        CLUSTER,
        INTAKE,
        HOSTILE,
        DUPLICATES,
        PLACES,
        FLOOD,
        RESIDUE,
        SIMULATOR,
    )
}
ALL = "all"

OK, BROKEN = 0, 1
"""Exit codes: 1 for numbers that could not be had, or that break a promise. Flags that are unknown are 2."""


def main(arguments: list[str]) -> int:
    """Measure what was asked for."""
    given = _parser().parse_args(arguments)
    if cores.alone():
        _complain("only one core: client and server share it, and no rate means anything")
    cores.pin(cores.client_core())
    if given.name == ALL:
        return _all(as_json=given.json)
    return _one(BENCHMARKS[given.name], given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Every number that we claim.")
    names = parser.add_subparsers(dest="name", metavar="NAME", required=True)
    for one in BENCHMARKS.values():
        own = names.add_parser(one.name, help=one.says, description=one.says)
        one.ask(own)
    names.add_parser(ALL, help="all of them, with small sizes")
    for own in names.choices.values():
        own.add_argument("--json", action="store_true", help="one JSON object, as the last line")
    return parser


def _one(benchmark: Benchmark, given: argparse.Namespace) -> int:
    result = _measured(benchmark, given)
    if result is None:
        return BROKEN
    print(json.dumps(result.numbers) if given.json else _line(benchmark, result.numbers))
    return OK if result.broken is None else BROKEN


def _all(*, as_json: bool) -> int:
    found: dict[str, Any] = {}
    code = OK
    for one in BENCHMARKS.values():
        if (missing := one.missing()) is not None:
            _complain(f"{one.name} is left out: {missing}")
            continue
        result = _measured(one, _parser().parse_args([one.name, *one.small]))
        if result is None or result.broken is not None:
            code = BROKEN
        if result is not None:
            found[one.name] = result.numbers
            if not as_json:
                print(_line(one, result.numbers), flush=True)
    if as_json:
        print(json.dumps(found))
    return code


def _measured(benchmark: Benchmark, given: argparse.Namespace) -> Result | None:
    """What came of it, or none; what is wrong is said either way."""
    try:
        result = asyncio.run(benchmark.measure(given))
    except (Failed, ServerFailed) as error:
        _complain(f"{benchmark.name}: {error}")
        return None
    if result.broken is not None:
        _complain(f"{benchmark.name}: {result.broken}")
    return result


def _line(benchmark: Benchmark, numbers: dict[str, Any]) -> str:
    return f"{benchmark.name}: " + ", ".join(f"{name} {number}" for name, number in numbers.items())


def _complain(why: str) -> None:
    print(f"bench: {why}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
