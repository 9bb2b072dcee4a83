"""What stands on the page about security: each control and each bad input names what shows it, and that is there."""

import re

import pytest

from tests.house.generated import ROOT

PAGE = (ROOT / "docs/security.md").read_text()
CONTROLS = [line for line in PAGE.partition("\n## ")[0].splitlines() if line.startswith("| ")][1:]
SHOWS = re.compile(r"\]\(((?:\.\./tests|decisions)/[\w/-]+\.(?:py|md))\)")
TABLE = PAGE.partition("## What nobody should send")[2].partition("\n## ")[0]
ROWS = [line for line in TABLE.splitlines() if line.startswith("| ")][1:]
NAMED = re.findall(r"\[(test_\w+)\]\(\.\./(tests/[\w/]+\.py)\)", TABLE)


def test_every_control_names_what_shows_it() -> None:
    assert CONTROLS
    assert [row for row in CONTROLS if not SHOWS.findall(row.split(" | ")[-1])] == []
    assert [path for row in CONTROLS for path in SHOWS.findall(row) if not (ROOT / "docs" / path).exists()] == []
    assert len({row.split("|")[1] for row in CONTROLS}) == len(CONTROLS)


def test_every_line_names_one_test() -> None:
    assert ROWS
    assert [row for row in ROWS if len(re.findall(r"\[test_\w+\]\(", row)) != 1] == []
    assert len(NAMED) == len(ROWS)


@pytest.mark.parametrize(("name", "path"), NAMED, ids=[name for name, _ in NAMED])
def test_a_test_that_is_named_exists(name: str, path: str) -> None:
    assert re.search(rf"^(?:async )?def {name}\(", (ROOT / path).read_text(), re.M)


def test_nothing_stands_there_twice() -> None:
    assert len({row.split("|")[1].strip() for row in ROWS}) == len(ROWS)
