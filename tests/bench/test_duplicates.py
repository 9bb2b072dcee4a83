"""The benchmark of duplicates: pairs are counted right, and what is no file of reports is said to be none."""

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from bench import hard_cases
from bench.benchmark import Failed, Result
from bench.duplicates import DUPLICATES, Pairs, Truth, compare, crowded, play, read
from bench.hard_cases import Case
from bot.domain.duplicates import Known

TOWN = Case(hours=20)


async def measured(*flags: str) -> Result:
    parser = ArgumentParser()
    DUPLICATES.ask(parser)
    return await DUPLICATES.measure(parser.parse_args(flags))


def test_pairs_are_counted() -> None:
    pairs = compare(Truth([], ["a", "a", "a", "b", "b"]), [1, 1, 2, 2, 3])

    assert pairs == Pairs(true=4, found=2, right=1)
    assert (pairs.precision, pairs.recall) == (0.5, 0.25)
    assert pairs.f1 == pytest.approx(1 / 3)


def test_a_town_is_made_up_the_same_every_time_and_another_with_another_seed() -> None:
    assert hard_cases.made(TOWN, 1) == hard_cases.made(TOWN, 1) != hard_cases.made(TOWN, 2)


@pytest.mark.parametrize("name", ["plain", "twice as much", "few points", "fast patrols", "far north", "no words"])
def test_in_a_hard_case_hardly_a_pair_is_wrong(name: str) -> None:
    truth = read(hard_cases.made(hard_cases.CASES[name], 7))
    pairs = compare(truth, play(truth.sightings, Known()).found)

    assert pairs.precision >= 0.97
    assert pairs.recall >= 0.9


def test_a_crowd_is_as_large_as_it_is_said_to_be_and_all_of_it_is_open_when_the_reports_come() -> None:
    known, reports = crowded(read(hard_cases.made(TOWN, 1)).sightings, 500)
    known.take(reports[0])

    assert len(known.courses) == 500


@pytest.mark.asyncio
async def test_a_file_is_read_and_its_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    lines = hard_cases.made(TOWN, 1)
    file = tmp_path / "reports.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    numbers = (await measured(str(file), "--open", "50")).numbers

    assert list(numbers) == list(DUPLICATES.promised)
    assert (numbers["reports"], numbers["incidents"]) == (len(lines), len({line["incident"] for line in lines}))
    assert numbers["reports_per_second"] > 0


@pytest.mark.asyncio
@pytest.mark.parametrize("content", ["", "{}", "no", '{"lat": null}', "[]"])
async def test_what_is_no_file_of_reports_fails(tmp_path: Path, content: str) -> None:
    file = tmp_path / "reports.jsonl"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(Failed):
        await measured(str(file))
