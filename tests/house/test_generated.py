"""What is made from the code says what the code says. `make fix` writes it anew."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings
from db.tables import metadata
from tests.house import generated
from tests.house.generated import BLOCKS, FILES, PREFIX, ROOT, mentioned

SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}
OTHERS = {"AVISA_TEST_LONG", "AVISA_TEST_ON", "AVISA_NO_SKIPS"}
"""What begins like a setting and is one of the tests'."""

SPEAK_OF_SETTINGS = [
    "Dockerfile",
    "docker-compose.yml",
    "Makefile",
    ".ci/run",
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
]


@pytest.mark.parametrize("page", BLOCKS)
def test_a_page_says_what_the_code_says(page: str) -> None:
    assert (ROOT / page).read_text() == generated.renewed(page)


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_made_is_what_the_code_makes(file: str) -> None:
    assert (ROOT / file).read_text() == FILES[file]()


def test_the_example_works_once_the_token_is_filled_in(tmp_path: Path) -> None:
    example = generated.example().replace(f"{PREFIX}TOKEN=", f"{PREFIX}TOKEN=123456:never-a-real-token")
    (tmp_path / ".env").write_text(example.replace("\n#AVISA_", "\nAVISA_"))

    from_example = Settings(_env_file=tmp_path / ".env")
    by_default = Settings(_env_file=None, token="123456:never-a-real-token")

    assert from_example == by_default


@pytest.mark.parametrize("page", SPEAK_OF_SETTINGS, ids=lambda page: str(page).removeprefix(f"{ROOT}/"))
def test_no_page_names_a_setting_that_does_not_exist(page: str) -> None:
    assert mentioned((ROOT / page).read_text()) <= SETTINGS | OTHERS


def test_the_page_on_privacy_names_every_table() -> None:
    page = (ROOT / "docs/privacy.md").read_text().partition("## Where it lies")[2]
    named = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}

    assert named == set(metadata.tables)


def test_a_setting_that_nothing_reads_is_said_to_be_unused() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "bot").rglob("*.py") if path.name != "settings.py")
    unread = {PREFIX + name.upper() for name in Settings.model_fields if f"settings.{name}" not in code}
    said = re.search(r"^Not used in this version: (.*)\.$", (ROOT / "docs/operations.md").read_text(), re.M)

    assert mentioned(said[1] if said else "") == unread
