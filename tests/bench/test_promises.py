"""Each benchmark with tiny numbers: the fields that others rely on, and what must be so however slow the machine is."""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser

import pytest

from bench.__main__ import BENCHMARKS, main
from bench.benchmark import Benchmark, Result
from bench.postgres import programs
from bot.courier.courier import FREE_SEATS

LONG = bool(os.environ.get("AVISA_TEST_LONG"))
KILLS, UPDATES, HOSTILE, CANARIES = (50, 20_000, 100_000, 1000) if LONG else (1, 60, 200, 6)
"""What is not about speed, and how much of it; `docs/performance.md` has more of each."""

FIELDS = {
    "duplicates": "reports incidents found precision recall f1 reports_per_second",
    "delivery": "messages per_second cpu_ms_per_message bare_per_second ratio_to_bare ptb_per_second ratio_to_ptb "
    "server_bound",
    "latency": "first_ms_p50 first_ms_p99",
    "verify": "press_ms_p50 press_ms_p99 retract_ms_p95",
    "pacing": "share_of_limit most_in_any_second sent_during_hold",
    "scale": "sizes cpu_ratio first_ratio rss_mb_max rss_mb_growth",
    "intake": "updates kills lost doubled unanswered",
    "hostile": "updates unhandled stalls_over_1s good_sent good_handled",
    "crash": "kills broadcasts lost duplicates most_duplicates_per_kill recovery_s_max most_in_any_second",
    "cluster": "lost duplicates takeover_s_max doubled two_leaders updates_per_second one_process_updates_per_second",
    "places": "descriptions in_top_three first ms_p95",
    "flood": "reports alerts cards_per_volunteer_hour_max genuine_known_p95_s genuine_new_p95_s",
    "residue": "canaries files encodings hits",
    "simulator": "messages_per_second rss_mb",
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
async def test_a_press_leads_to_an_alert_and_its_retraction_to_a_correction() -> None:
    numbers = (await measured("verify", "--subscribers", "60", "--presses", "2")).numbers

    assert numbers["presses"] == 2
    assert 0 < numbers["press_ms_p50"] <= numbers["press_ms_p99"]
    assert numbers["retract_ms_p95"] > 0


@pytest.mark.asyncio
async def test_the_limit_is_never_passed_and_a_wait_is_kept() -> None:
    result = await measured("pacing", "--rate", "30", "--seconds", "1")

    assert result.numbers["most_in_any_second"] <= 30
    assert result.numbers["sent_during_hold"] <= FREE_SEATS


@pytest.mark.asyncio
async def test_the_simulator_is_told_how_much_it_took_and_how_large_it_is() -> None:
    numbers = (await measured("simulator", "--subscribers", "100", "--rounds", "2")).numbers

    assert numbers["messages"] == 200
    assert min(numbers[one] for one in ("messages_per_second", "rss_mb", "server_us_per_message")) > 0


@pytest.mark.asyncio
async def test_every_size_is_measured_in_a_process_of_its_own() -> None:
    numbers = (await measured("scale", "--sizes", "50,100", "--presses", "2", "--messages", "200")).numbers

    assert [one["subscribers"] for one in numbers["sizes"]] == [50, 100]
    assert all(one["cpu_ms_per_message"] > 0 and one["rss_mb"] > 0 for one in numbers["sizes"])


@pytest.mark.asyncio
async def test_after_a_kill_nobody_is_lost_and_no_more_are_told_twice_than_were_in_flight() -> None:
    result = await measured("crash", "--kills", str(KILLS), "--recipients", "400", "--rate", "0", "--delay-ms", "20")
    numbers = result.numbers

    assert result.broken is None
    assert (numbers["kills"], numbers["lost"]) == (KILLS, 0)
    assert numbers["most_duplicates_per_kill"] <= numbers["bound"]
    assert numbers["broadcasts"] >= 1


@pytest.mark.asyncio
async def test_after_a_kill_every_update_takes_effect_once_and_is_answered() -> None:
    result = await measured("intake", "--updates", str(UPDATES), "--kills", str(KILLS))
    numbers = result.numbers

    assert result.broken is None
    assert list(numbers.values())[:5] == [UPDATES, KILLS, 0, 0, 0]


@pytest.mark.skipif(not LONG or programs() is None, reason="it takes a while, and a PostgreSQL: make test-long")
@pytest.mark.asyncio
async def test_when_the_leader_is_killed_another_goes_on() -> None:
    few = ("--updates", "50", "--rounds", "1", "--recipients", "200")
    result = await measured("cluster", "--processes", "2", "--kills", "1", *few)
    numbers = result.numbers

    assert result.broken is None
    assert (numbers["of_the_leader"], numbers["lost"], numbers["doubled"], numbers["two_leaders"]) == (1, 0, 0, 0)
    assert 0 < numbers["takeover_s_max"] <= 5


@pytest.mark.asyncio
async def test_whatever_comes_in_good_people_are_answered() -> None:
    numbers = (await measured("hostile", "--updates", str(HOSTILE))).numbers

    good = HOSTILE // 10
    assert (numbers["unhandled"], numbers["good_sent"], numbers["good_handled"]) == (0, good, good)


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


@pytest.mark.parametrize("left_out", [None, "log"])
@pytest.mark.asyncio
async def test_nothing_is_left_of_people_unless_a_step_is_left_out(left_out: str | None) -> None:
    flags = () if left_out is None else ("--leave-out", left_out)
    result = await measured("residue", "--canaries", str(CANARIES), *flags)

    assert (result.numbers["hits"] > 0) == (left_out is not None)
    assert result.numbers["while_read"]
    assert result.broken is None


@pytest.mark.skipif(not LONG or programs() is None, reason="it takes a while, and a PostgreSQL: make test-long")
@pytest.mark.asyncio
async def test_on_postgresql_too_though_it_lies_there_sealed() -> None:
    result = await measured("residue", "--on", "postgresql", "--canaries", str(CANARIES))

    assert (result.numbers["hits"], result.numbers["readable"], result.broken) == (0, 0, None)
    assert result.numbers["sealed"] > 0
