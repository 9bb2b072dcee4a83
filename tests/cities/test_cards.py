"""Rights cards as files are given to people only while they say what the city says."""

from pathlib import Path
from shutil import copytree

import pytest

from cities import load
from cities.__main__ import main
from cities.cards import CARDS, MADE
from cities.loading import FOLDER

OLD, NEW = "617-370-5023", "617-555-0100"
LEFT = "outlines.json"
"""Nothing here depends on it, and it takes the longest to read."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Boston, copied to begin a city of one's own, with the list of its cards."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for one in FOLDER.glob("boston/*.*"):
        if one.name != LEFT:
            (folder / one.name).write_bytes(one.read_bytes())
    copytree(FOLDER / "boston" / CARDS, folder / CARDS, ignore=lambda _, names: {*names} - {MADE})
    return folder


def changes(folder: Path, old: str, new: str) -> None:
    """Someone edits the city's rules."""
    rules = folder / "city.toml"
    rules.write_text(rules.read_text().replace(old, new))


def test_a_copy_has_the_cards_of_the_first(elsewhere: Path) -> None:
    assert load(str(elsewhere)).cards.keys() == load("boston").cards.keys() != set()


def test_who_agrees_to_a_contact_keeps_the_cards(elsewhere: Path) -> None:
    changes(elsewhere, f'phone = "{OLD}"', f'phone = "{OLD}"\nagreed_on = 2026-11-26')

    assert load(str(elsewhere)).cards


def test_another_number_or_another_order_takes_the_cards_away_until_they_are_made_again(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes(elsewhere, OLD, NEW)
    without = load(str(elsewhere)).cards
    code = main(["check", str(elsewhere)])

    assert (without, code) == ({}, 1)
    assert "run make cards" in capsys.readouterr().out
