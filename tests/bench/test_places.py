"""places: what counts as right, and what a file of descriptions must be."""

import json
from argparse import Namespace
from collections import Counter
from pathlib import Path

import pytest

from bench.benchmark import Failed
from bench.places import FIRST, IN_TOP_THREE, MS_P95, OURS, Description, broken, measure, search
from cities import load
from locales import LANGUAGES

BOSTON = load("boston")
LINES = [json.loads(line) for line in OURS.read_text("utf-8").splitlines()]


def written(folder: Path, *lines: object) -> Namespace:
    """A file with these lines."""
    path = folder / "typed.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return Namespace(file=path)


def test_our_own_list_is_the_same_size_in_every_language_that_it_has_and_says_nothing_twice() -> None:
    counts = Counter(one["language"] for one in LINES)

    assert set(counts.values()) == {25}
    assert set(counts) <= set(LANGUAGES)
    assert len({one["text"] for one in LINES}) == 300


def test_what_our_own_list_means_is_in_the_city() -> None:
    assert [one["text"] for one in LINES if BOSTON.neighborhood_at(one["lat"], one["lon"]) is None] == []


@pytest.mark.asyncio
async def test_on_our_own_list_the_right_place_is_found() -> None:
    numbers = (await measure(Namespace(file=OURS))).numbers

    assert numbers["descriptions"] == 300
    assert numbers["in_top_three"] >= IN_TOP_THREE
    assert numbers["first"] >= FIRST


@pytest.mark.parametrize(
    ("lat", "lon", "rank"),
    [(42.2776, -71.0931, 0), (42.2787, -71.0931, 0), (42.2826, -71.0950, None)],
    ids=["there", "120 m away", "too far"],
)
def test_right_is_what_is_near_to_what_was_meant(lat: float, lon: float, rank: int | None) -> None:
    assert search(BOSTON, Description("mattapan library", lat, lon)).rank == rank


def test_right_is_a_park_in_which_it_is() -> None:
    assert search(BOSTON, Description("franklin park", 42.3026, -71.0866)).rank == 0


def test_what_is_offered_counts_and_not_what_was_found_behind_it() -> None:
    assert search(BOSTON, Description("stop & shop", 42.3, -71.1)).rank is None


@pytest.mark.asyncio
async def test_a_file_of_others_is_measured(tmp_path: Path) -> None:
    line = {"text": "JP library", "language": "en", "lat": 42.3086, "lon": -71.1149}

    result = await measure(written(tmp_path, line))

    assert result.numbers["descriptions"] == 1
    assert result.numbers["first"] == 1.0


@pytest.mark.asyncio
@pytest.mark.parametrize("lines", [(), ([],), ({"text": "JP"},), ({"text": "JP", "lat": "north", "lon": 0},)])
async def test_what_is_no_list_of_descriptions_has_no_numbers(tmp_path: Path, lines: tuple[object, ...]) -> None:
    with pytest.raises(Failed):
        await measure(written(tmp_path, *lines))


@pytest.mark.parametrize(
    ("numbers", "word"),
    [
        ((IN_TOP_THREE, FIRST, MS_P95 - 0.1), None),
        ((IN_TOP_THREE - 0.01, FIRST, 1.0), "among the three"),
        ((IN_TOP_THREE, FIRST - 0.01, 1.0), "the first"),
        ((IN_TOP_THREE, FIRST, MS_P95), "ms"),
    ],
)
def test_a_promise_that_is_not_kept_is_said(numbers: tuple[float, float, float], word: str | None) -> None:
    said = broken(*numbers)

    assert said is None if word is None else word in (said or "")
