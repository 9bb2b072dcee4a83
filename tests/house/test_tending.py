"""What an operator types, from the first check to another machine: `python -m bot check | backup | restore | keys`."""

import asyncio
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import Exit, main
from bot.commands import checking
from db import rotating
from db.engine import Database, connect
from db.keys import Keys
from db.lock import locked
from tests.conftest import sqlite_url
from tests.house.generated import PREFIX
from tests.house.test_complaints import explained

Said = pytest.CaptureFixture[str]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings that work, and a place for backups; no database yet."""
    monkeypatch.chdir(tmp_path)
    for name in ("data", "backups"):
        (tmp_path / name).mkdir(mode=0o700)
    monkeypatch.setenv(f"{PREFIX}TOKEN", "123456:never-a-real-token")
    monkeypatch.setenv(f"{PREFIX}TELEGRAM_URL", "http://127.0.0.1:9")
    monkeypatch.setenv(f"{PREFIX}BACKUPS", "backups")
    for name in ("DATABASE_URL", "KEYS", "CITY", "RATE", "WEBHOOK_URL"):
        monkeypatch.delenv(f"{PREFIX}{name}", raising=False)
    return tmp_path


def complaints(said: str) -> list[str]:
    """What was said, a line each, all of which the page explains."""
    lines = [line.removeprefix("avisa: ") for line in said.splitlines()]
    assert [line for line in lines if not explained(line)] == []
    return lines


def test_from_nothing_to_a_backup_on_another_machine(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    assert main(["check"]) == main(["migrate"]) == main(["check"]) == Exit.ASKED_TO_STOP
    with locked(sqlite_url(place / "data")):  # as while the bot runs
        assert main(["backup"]) == Exit.ASKED_TO_STOP
    [backup] = Path("backups").iterdir()
    (place / "there").mkdir()
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", sqlite_url(place / "there"))

    assert main(["restore", str(backup)]) == main(["check"]) == Exit.ASKED_TO_STOP
    out, err = capsys.readouterr()
    assert not err
    assert re.search(r"^step 1 of \d+, to schema 0001", out, re.M)
    assert "lost: what happened in the 0:00:0" in out
    assert out.count("opens with its keys") == 2


def test_a_new_main_key_needs_a_new_backup(place: Path, capsys: Said) -> None:
    main(["migrate"])
    main(["backup", "backups"])
    was = Path("keys/main.key").read_text()
    assert main(["keys", "rotate"]) == main(["check"]) == Exit.ASKED_TO_STOP
    assert Path("keys/main.key").read_text() != was
    Path("data/avisa.db").unlink()
    [backup] = Path("backups").iterdir()
    capsys.readouterr()

    assert main(["restore", str(backup)]) == Exit.SETTINGS
    assert "another key made it" in complaints(capsys.readouterr().err)[0]


def test_where_the_bot_runs_it_is_asked_for_a_new_main_key_and_does_it(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    main(["migrate"])
    was = Path("keys/main.key").read_text()

    async def works(_seconds: float) -> None:
        """The running bot looks into its keys folder while the other one waits."""
        running = Database(connect(sqlite_url(place / "data")), Keys(place / "keys"))
        await rotating.go_on(running, now=datetime.now(UTC))
        await running.close()

    monkeypatch.setattr(asyncio, "sleep", works)
    with locked(sqlite_url(place / "data")):  # as while the bot runs
        assert main(["keys", "rotate"]) == Exit.ASKED_TO_STOP
    assert main(["check"]) == Exit.ASKED_TO_STOP
    assert Path("keys/main.key").read_text() != was
    assert "the running Avisa seals everything anew" in capsys.readouterr().out


def test_a_check_says_all_that_is_wrong_at_once(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv(f"{PREFIX}TOKEN", "no token")
    monkeypatch.setenv(f"{PREFIX}RATE", "fast")
    monkeypatch.setenv(f"{PREFIX}WEBHOOK_URL", "https://avisa.example")
    monkeypatch.setenv(f"{PREFIX}CITY", "gotham")
    monkeypatch.setattr(checking, "LEAST", 10**9)
    Path("backups").rmdir()
    Path(".env").write_text("")
    Path(".env").chmod(0o644)
    shutil.rmtree("data")

    assert main(["check"]) == Exit.SETTINGS
    said = complaints(capsys.readouterr().err)
    for one in ("TOKEN: ", "RATE: ", "WEBHOOK_URL needs", "gotham", "data folder", "takes no backup", "chmod 600 .env"):
        assert len([line for line in said if one in line]) == 1
    Path("data").mkdir()
    main(["check"])
    assert any("MB left" in line for line in complaints(capsys.readouterr().err))


def test_a_check_says_where_the_keys_must_not_be(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv(f"{PREFIX}KEYS", "data/keys")
    monkeypatch.setenv(f"{PREFIX}BACKUPS", "data")
    main(["migrate"])
    for path in (Path("data/keys/days"), Path("data/keys/main.key")):
        path.chmod(0o755)

    assert main(["check"]) == Exit.KEYS
    said = complaints(capsys.readouterr().err)
    assert sorted(line.partition(" ")[0] for line in said) == ["data/keys/days", "data/keys/main.key", "the", "the"]


def test_a_hold_is_said_by_the_check_and_can_be_ended(place: Path, capsys: Said) -> None:
    main(["migrate"])
    day = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
    assert main(["hold", "--until", day, "--reason", "file 12"]) == main(["check"]) == Exit.ASKED_TO_STOP
    assert main(["hold"]) == Exit.ASKED_TO_STOP
    said = capsys.readouterr().out
    assert main(["hold", "--until", "2020-01-01", "--reason", "file 12"]) == main(["hold"]) == Exit.SETTINGS

    assert "legal hold is in force until" in said
    assert "(file 12)" in said
    assert len(complaints(capsys.readouterr().err)) == 2


@pytest.mark.parametrize("arguments", [["backup"], ["keys", "rotate"], ["backup", "nowhere"], ["restore", "nothing"]])
def test_what_cannot_be_done_is_one_line(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, arguments: list[str]
) -> None:
    monkeypatch.delenv(f"{PREFIX}BACKUPS")
    if arguments[-1] == "nowhere":
        main(["migrate"])
    if arguments[-1] == "nothing":
        main(["migrate"])
        Path("data/avisa.db").unlink()
    capsys.readouterr()

    assert main(arguments) == Exit.SETTINGS
    assert len(complaints(capsys.readouterr().err)) == 1
    assert not Path("data/avisa.db").exists() or arguments[-1] == "nowhere"
