"""Outlines that do not meet as they should."""

import pytest

from cities import load
from cities.coverage import coverage
from tests.cities.conftest import Write


def test_outlines_that_meet_exactly_are_whole(write: Write) -> None:
    assert coverage(load(write())) == []


@pytest.mark.parametrize("corner", ["[42.5060, -70.8900]", "[42.5051, -70.8900]"])
def test_outlines_that_overlap_are_both_named(write: Write, corner: str) -> None:
    market = "[42.5050, -70.9100], [42.5050, -70.8900], [42.5050, -70.8800]"
    folder = write("outlines.json", market, market.replace("[42.5050, -70.8900]", corner))

    assert [finding.split(",")[0] for finding in coverage(load(folder))] == [
        "outlines.json: upper_town overlaps another",
        "outlines.json: market overlaps another",
    ]


def test_a_corner_that_only_one_of_two_has_is_found(write: Write) -> None:
    folder = write("outlines.json", "[42.5050, -70.8900], [42.5050, -70.8800]", "[42.5050, -70.8800]")

    first, second = coverage(load(folder))

    assert first.startswith("outlines.json: upper_town overlaps another, or does not meet it exactly, near 42.5")
    assert second.startswith("outlines.json: market overlaps another, or does not meet it exactly, near 42.5")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[42.5150, -70.9100], [42.5150, -70.8900]", "[42.5150, -70.8900], [42.5150, -70.9100]", "upper_town"),
        (
            "[42.4920, -70.8820], [42.4920, -70.8800]",
            "[42.4920, -70.8820], [42.4900, -70.8800], [42.4920, -70.8830]",
            "harbor_park",
        ),
    ],
)
def test_an_outline_that_crosses_itself_is_found(write: Write, old: str, new: str, named: str) -> None:
    [finding] = coverage(load(write("outlines.json", old, new)))

    assert finding.startswith(f"outlines.json: {named}: Self-intersection")
