"""One word for each thing: those that are not used appear in no name and on no page, and those that are exist."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.generated import ROOT

OURS = ("bot", "handlers", "db", "cities", "locales")
FILES = sorted(path for folder in OURS for path in (ROOT / folder).rglob("*.py"))
GLOSSARY = (ROOT / "docs/glossary.md").read_text()
ROWS = re.findall(r"^\| (\*\*.+?) \| ", GLOSSARY, re.M)

TELEGRAMS = {"message", "update"}
"""Telegram's words, for what Telegram means by them."""

OTHERS = {"job", "queue", "session", "event", "error", "zone"}
"""Words of Python and of the libraries we stand on: a job on the clock, asyncio's events and queues, a time zone."""

NOWHERE = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
"""Names of places where nobody knew where something belongs."""

PAGES = [page for page in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]) if page.name != "glossary.md"]


def refused() -> set[str]:
    """The words of the glossary's last column, one by one."""
    cells = re.findall(r"^\| \*\*.*\| ([^|]*) \|$", GLOSSARY.partition("## Words of the workshop")[0], re.M)
    return {word for cell in cells for word in re.split(r",\s*|\s+", cell) if word}


def words(name: str) -> set[str]:
    """The words in a name: `ClaimedByOther` and `claimed_by_other` are made of the same."""
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def names(path: Path) -> Iterator[str]:
    """What a file defines: itself, its classes and its functions."""
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def defined(path: Path) -> Iterator[str]:
    """Every name that a file gives to something: also its folder, and fields and members of its classes."""
    yield from names(path)
    yield from path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]) | ast.arg(arg=name):
                yield name


@cache
def used() -> set[str]:
    """The words of all those names."""
    return {word for path in FILES for name in defined(path) for word in words(name)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_name_is_a_word_that_is_not_ours(path: Path) -> None:
    ours = {name: words(name) & (refused() - TELEGRAMS - OTHERS | NOWHERE) for name in names(path)}

    assert not {name: found for name, found in ours.items() if found}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_speaks_of_users_and_tickets(page: Path) -> None:
    spoken = refused() - TELEGRAMS - OTHERS - {"case", "admin", "tip"}
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.S).lower()

    assert not [word for word in spoken if re.search(rf"\b{word}s?\b", text)]


@pytest.mark.parametrize("row", ROWS)
def test_a_word_of_the_glossary_is_used_in_the_code_unless_it_says_otherwise(row: str) -> None:
    terms = re.findall(r"\*\*([a-z-]+)\*\*", row)
    missing = [
        term for term in terms if not words(term.replace("-", "_")) & (used() | {word.rstrip("s") for word in used()})
    ]

    assert missing == (terms if "*(not in code)*" in row else [])


def test_the_glossary_has_no_word_twice() -> None:
    terms = re.findall(r"\*\*([a-z-]+)\*\*", "\n".join(ROWS))

    assert len(terms) == len(set(terms))
