"""The pages: their links lead somewhere, and what they promise is there."""

import re
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, Exit
from tests.house.generated import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted((ROOT / "docs/decisions").glob("0*.md"))
SCREEN = 66
"""Lines of a README that one still reads."""


def name(page: Path) -> str:
    """How a page is called in a test's name."""
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^( *)```.*?^\1```$", "", page.read_text(), flags=re.M | re.S)


def anchors(page: Path) -> set[str]:
    """What can stand after # in a link to a page: its headings, as they are shown."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    named = re.findall(r"`((?:bot|handlers|db|locales|cities|simulator|bench|tests|docs)/[\w./-]*)`", prose(page))

    assert not [path for path in named if not (ROOT / path).exists()]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_module_that_a_page_runs_exists(page: Path) -> None:
    modules = set(re.findall(r"python -m ([a-z_]+(?:\.[a-z_]+)*)", page.read_text())) - {"venv"}
    places = {module: ROOT.joinpath(*module.split(".")) for module in modules}
    there = [one for one, at in places.items() if (at / "__main__.py").exists() or at.with_suffix(".py").exists()]

    assert modules == set(there)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_of_the_bot_that_a_page_names_exists(page: Path) -> None:
    assert set(re.findall(r"python -m bot ([a-z]+)", page.read_text())) <= set(COMMANDS)


def test_the_readme_fits_a_screen() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= SCREEN


def test_the_readme_has_one_picture_and_two_commands() -> None:
    text = (ROOT / "README.md").read_text()

    assert text.count("```mermaid") == 1
    assert re.findall(r"^make (\S+)", text, re.M) == ["demo", "test"]


def test_the_changelog_has_a_place_for_the_next_change() -> None:
    first = re.search(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(), re.M)

    assert first
    assert first[1] == "Unreleased"


def test_every_exit_code_is_explained() -> None:
    text = (ROOT / "docs/operations.md").read_text().partition("## How it ends")[2]

    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.M)} == {int(code) for code in Exit}


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS]

    assert numbers == list(range(1, len(DECISIONS) + 1))
    assert len(DECISIONS) >= 13


@pytest.mark.parametrize("page", DECISIONS, ids=name)
def test_a_decision_says_what_why_and_what_follows(page: Path) -> None:
    headings = re.findall(r"^#+ .+$", page.read_text(), re.M)

    assert headings[0].startswith(f"# {int(page.name[:4])}. ")
    assert headings[1:] == ["## Decision", "## Why", "## What follows"]


def test_the_list_of_decisions_is_whole() -> None:
    listed = re.findall(r"^(\d+)\. \[(.+)\]\((.+)\)$", (ROOT / "docs/decisions/README.md").read_text(), re.M)
    titles = [(page.read_text().partition("\n")[0], page.name) for page in DECISIONS]

    assert [(f"# {number}. {title}", path) for number, title, path in listed] == titles


def test_the_whole_license_is_there() -> None:
    text = (ROOT / "LICENSE").read_text()

    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert text.rstrip().endswith("<https://www.gnu.org/licenses/>.")
