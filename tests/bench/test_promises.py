"""Each benchmark with tiny numbers: the fields that others rely on, and what must be so however slow the machine is."""

import json
import subprocess
import sys
from argparse import ArgumentParser

import pytest

from bench.__main__ import BENCHMARKS, main
from bench.benchmark import Benchmark, Result

FIELDS = {
    "delivery": "messages per_second cpu_ms_per_message bare_per_second ratio_to_bare ptb_per_second ratio_to_ptb "
    "server_bound",
    "latency": "first_ms_p50 first_ms_p99",
    "crash": "kills broadcasts lost duplicates most_duplicates_per_kill recovery_s_max most_in_any_second",
}


async def measured(name: str, *flags: str) -> Result:
    """A benchmark in this process: with its numbers in the promised order, whatever else follows them."""
    benchmark = BENCHMARKS[name]
    parser = ArgumentParser()
    benchmark.ask(parser)
    result = await benchmark.measure(parser.parse_args(flags))
    assert list(result.numbers)[: len(benchmark.promised)] == FIELDS[name].split()
    return result


@pytest.mark.parametrize("benchmark", BENCHMARKS.values(), ids=lambda one: one.name)
def test_a_benchmark_promises_what_the_design_says(benchmark: Benchmark) -> None:
    assert list(benchmark.promised) == FIELDS[benchmark.name].split()


@pytest.mark.asyncio
async def test_delivery_sends_to_everyone_and_compares() -> None:
    numbers = (await measured("delivery", "--subscribers", "50", "--rounds", "1")).numbers

    assert numbers["messages"] == 50
    assert min(numbers[one] for one in ("per_second", "bare_per_second", "ptb_per_second", "cpu_ms_per_message")) > 0
    assert numbers["ratio_to_bare"] == pytest.approx(numbers["per_second"] / numbers["bare_per_second"], abs=0.01)


@pytest.mark.asyncio
async def test_after_a_kill_nobody_is_lost_and_no_more_are_told_twice_than_were_in_flight() -> None:
    result = await measured("crash", "--kills", "1", "--recipients", "400", "--rate", "0", "--delay-ms", "20")
    numbers = result.numbers

    assert result.broken is None
    assert (numbers["kills"], numbers["lost"]) == (1, 0)
    assert numbers["most_duplicates_per_kill"] <= numbers["bound"]
    assert numbers["broadcasts"] >= 1


def test_with_json_the_last_line_is_one_object() -> None:
    arguments = (sys.executable, "-m", "bench", "latency", "--subscribers", "60", "--presses", "3", "--json")
    ran = subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    numbers = json.loads(ran.stdout.splitlines()[-1])

    assert list(numbers)[:2] == FIELDS["latency"].split()
    assert 0 < numbers["first_ms_p50"] <= numbers["first_ms_p99"]
    assert numbers["presses"] == 3


@pytest.mark.parametrize(
    "arguments", [["nothing"], [], ["crash", "--unknown"], ["latency", "--presses", "0"], ["crash", "--rate", "-1"]]
)
def test_what_cannot_be_understood_is_exit_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    assert stopped.value.code == 2
