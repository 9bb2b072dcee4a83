"""What the bot says when it cannot start is one line, and `docs/operations.md` explains it."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import Exit, main
from db import keys
from db.lock import locked
from tests.conftest import sqlite_url
from tests.house.generated import PREFIX, ROOT

PAGE = (ROOT / "docs/operations.md").read_text().partition("## What a complaint means")[2].partition("\n## ")[0]
EXPLAINED = [
    re.compile(".*".join(re.escape(part) for part in said.split("…")))
    for cell in re.findall(r"^\| (`.+`) \| .+ \|$", PAGE, re.M)
    for said in re.findall(r"`([^`]+)`", cell)
]

Start = Callable[[], int]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """`python -m bot migrate` with a token and a data folder, where nothing else is: it opens all that `run` does."""
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"{PREFIX}TOKEN", "123456:never-a-real-token")
    monkeypatch.setenv(f"{PREFIX}TELEGRAM_URL", "http://127.0.0.1:9")
    for name in ("DATABASE_URL", "KEYS", "CITY", "RATE"):
        monkeypatch.delenv(f"{PREFIX}{name}", raising=False)
    return lambda: main(["migrate"])


def explained(complaint: str) -> bool:
    """Whether the page has a row for this line."""
    [line] = complaint.splitlines()
    return any(pattern.match(line.removeprefix("avisa: ")) for pattern in EXPLAINED)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOKEN", ""),
        ("TOKEN", "no token"),
        ("RATE", "fast"),
        ("RATE", "0"),
        ("CITY", "gotham"),
        ("DATABASE_URL", "mysql+aiomysql://avisa@127.0.0.1:9/avisa"),
    ],
)
def test_a_setting_that_does_not_work(
    start: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name}", value)

    assert start() == Exit.SETTINGS
    assert explained(capsys.readouterr().err)
    assert not list(Path("data").iterdir())


@pytest.mark.parametrize("command", ["run", "check", "migrate"])
def test_contacts_that_nobody_agreed_to_with_the_real_telegram(
    start: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    start()
    capsys.readouterr()
    monkeypatch.delenv(f"{PREFIX}TELEGRAM_URL")

    assert main([command]) == Exit.SETTINGS
    said = capsys.readouterr().err
    assert explained(said)
    assert "hotline (LUCE Immigrant Justice Network of Massachusetts)" in said


def test_contacts_that_have_all_agreed(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city = shutil.copytree(ROOT / "cities/boston", tmp_path / "our_boston")
    rules = (city / "city.toml").read_text()
    (city / "city.toml").write_text(re.sub(r"(?<=\n\[contacts\.)(\w+)\]\n", r"\1]\nagreed_on = 2026-11-27\n", rules))
    monkeypatch.setenv(f"{PREFIX}CITY", str(city))
    monkeypatch.delenv(f"{PREFIX}TELEGRAM_URL")

    assert start() == Exit.ASKED_TO_STOP


def test_a_data_folder_that_is_not_there(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    Path("data").rmdir()

    assert start() == Exit.SETTINGS
    assert explained(capsys.readouterr().err)


def test_a_file_that_is_no_database(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    start()
    Path("data/avisa.db").write_text("a letter to my aunt")

    assert start() == Exit.SETTINGS
    assert explained(capsys.readouterr().err)
    assert Path("data/avisa.db").read_text() == "a letter to my aunt"


def test_a_database_of_a_newer_version(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    start()
    with sqlite3.connect("data/avisa.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'tomorrow'")
    database.close()

    assert start() == Exit.SETTINGS
    assert explained(capsys.readouterr().err)


def test_a_ledger_that_somebody_changed(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    start()
    assert main(["check"]) == Exit.ASKED_TO_STOP
    assert "the ledger (0 entries) is whole" in capsys.readouterr().out
    with sqlite3.connect("data/avisa.db") as database:
        database.execute("DELETE FROM facts WHERE name = 'ledger_head'")
    database.close()

    assert main(["check"]) == Exit.SETTINGS
    assert explained(capsys.readouterr().err)


def test_a_second_bot_on_the_same_database(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    with locked(sqlite_url(Path("data").resolve())):
        assert start() == Exit.ANOTHER_RUNS

    assert explained(capsys.readouterr().err)


def test_keys_that_are_gone_are_not_made_again(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    start()
    shutil.rmtree("keys")

    assert start() == Exit.KEYS
    assert explained(capsys.readouterr().err)
    assert not Path("keys").exists()


def test_keys_of_another_database(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    start()
    shutil.rmtree("keys")
    keys.make(Path("keys"))

    assert start() == Exit.KEYS
    assert explained(capsys.readouterr().err)


def test_keys_that_others_can_read(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    start()
    Path("keys").chmod(0o755)

    assert start() == Exit.KEYS
    assert explained(capsys.readouterr().err)


def test_what_is_whole_starts(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    assert start() == Exit.ASKED_TO_STOP
    assert not capsys.readouterr().err


@pytest.mark.parametrize("is_new", [True, False])
def test_a_check_says_what_is_there_and_changes_nothing(
    start: Start, capsys: pytest.CaptureFixture[str], is_new: bool
) -> None:
    if not is_new:
        start()
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file() and path.suffix != ".db-shm"}

    with locked(sqlite_url(Path("data").resolve())):
        assert main(["check"]) == Exit.ASKED_TO_STOP
    after = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file() and path.suffix != ".db-shm"}
    assert {path for path in after if path.suffix != ".lock"} == {path for path in before if path.suffix != ".lock"}
    assert all(after[path] == content for path, content in before.items())
    assert not capsys.readouterr().err


def test_a_check_finds_what_a_start_would(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    start()
    shutil.rmtree("keys")

    assert main(["check"]) == Exit.KEYS
    assert explained(capsys.readouterr().err)
