"""What an operator types to move a city to a PostgreSQL and back: `python -m bot move`."""

import asyncio
import io
import signal
from pathlib import Path

import pytest

from bot.__main__ import Exit, main
from bot.commands.moving import Progress
from db.lock import locked
from db.moving import Step
from db.opening import open_database
from tests.conftest import sqlite_url
from tests.db.crowd import HARBOR, someone
from tests.house.generated import PREFIX
from tests.house.test_complaints import explained

Said = pytest.CaptureFixture[str]


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a city and somebody in it, and settings that work."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir(mode=0o700)
    monkeypatch.setenv(f"{PREFIX}TOKEN", "123456:never-a-real-token")
    monkeypatch.setenv(f"{PREFIX}TELEGRAM_URL", "http://127.0.0.1:9")
    for name in ("DATABASE_URL", "KEYS", "CITY"):
        monkeypatch.delenv(f"{PREFIX}{name}", raising=False)
    main(["migrate"])

    async def ana_joins() -> None:
        database = await open_database(sqlite_url(tmp_path / "data"), tmp_path / "keys")
        await someone(database, 1, HARBOR)
        await database.close()

    asyncio.run(ana_joins())
    return tmp_path


def test_to_a_postgresql_and_back_to_an_empty_folder(
    city: Path, served: str, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    served += "&schema=boston"
    capsys.readouterr()
    assert main(["move", served]) == main(["move", served]) == main(["move", served, "--destroy"]) == Exit.ASKED_TO_STOP
    assert list(Path("data").glob("avisa.db*")) == [Path("data/avisa.db.lock")]
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", served)
    assert main(["check"]) == main(["move", sqlite_url(city / "data"), "--destroy"]) == Exit.ASKED_TO_STOP
    assert main(["backup", "data"]) == Exit.SETTINGS
    monkeypatch.delenv(f"{PREFIX}DATABASE_URL")
    assert main(["check"]) == Exit.ASKED_TO_STOP

    said = capsys.readouterr()
    assert [line.partition(":")[0] for line in said.out.splitlines() if "moved" in line] == [
        "moved",
        *["moved before"] * 2,
        "moved",
    ]
    assert f"AVISA_DATABASE_URL={sqlite_url(city / 'data')}" in said.out
    assert said.out.count("comparing 100%") == 4
    assert said.out.count("shred -u") == 2
    assert "there is no database at postgresql" in said.err


def test_what_is_left_behind_opens_no_more_until_the_city_is_moved_back(
    city: Path, served: str, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    main(["move", served])
    key = (city / "keys" / "main.key").read_bytes()
    for does in (["check"], ["run"], ["migrate"], ["backup", "data"], ["hold"], ["keys", "rotate"]):
        capsys.readouterr()
        assert main(does) == Exit.SETTINGS
        said = capsys.readouterr().err
        assert said.startswith("avisa: the city was moved away from sqlite") and explained(said)
    assert (city / "keys" / "main.key").read_bytes() == key

    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", served)
    assert main(["check"]) == main(["move", sqlite_url(city / "data")]) == Exit.ASKED_TO_STOP
    assert main(["check"]) == Exit.SETTINGS
    monkeypatch.delenv(f"{PREFIX}DATABASE_URL")
    assert main(["check"]) == Exit.ASKED_TO_STOP


def test_what_was_backed_up_on_a_postgresql_is_restored_to_a_file_and_to_another_schema(
    city: Path, served: str, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    main(["move", served])
    for name in ("backups", "there"):
        Path(name).mkdir(mode=0o700)
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", served)
    assert main(["backup", "backups"]) == Exit.ASKED_TO_STOP
    [made] = Path("backups").iterdir()
    assert main(["restore", str(made)]) == Exit.SETTINGS
    for empty in (sqlite_url(city / "there"), f"{served}&schema=salem"):
        monkeypatch.setenv(f"{PREFIX}DATABASE_URL", empty)
        assert main(["restore", str(made)]) == main(["check"]) == Exit.ASKED_TO_STOP

    said = capsys.readouterr()
    assert said.out.count("1 people; the ledger (0) is whole") == 2
    assert explained(said.err)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql+asyncpg://avisa:secret@127.0.0.1:9/avisa", "does not answer"),
        ("mysql://avisa:secret@127.0.0.1/avisa", "must begin with"),
        ("sqlite+aiosqlite:///data/../data/avisa.db", "there already"),
        ("sqlite+aiosqlite:///nowhere/avisa.db", "does not exist"),
        ("sqlite+aiosqlite:///data/recipes.db", "something is there already"),
    ],
)
def test_what_cannot_be_done_is_one_line_without_a_password(city: Path, capsys: Said, url: str, says: str) -> None:
    Path("data/recipes.db").write_text("no database")
    before = Path("data/avisa.db").read_bytes()
    capsys.readouterr()

    assert main(["move", url]) == Exit.SETTINGS
    said = capsys.readouterr().err
    assert says in said
    assert "secret" not in said
    assert explained(said)
    assert Path("data/avisa.db").read_bytes() == before
    assert Path("data/recipes.db").read_text() == "no database"


def test_nothing_is_moved_while_a_bot_is_at_work_on_either_side(city: Path, capsys: Said) -> None:
    there = sqlite_url(city)
    for at_work in (sqlite_url(city / "data"), there):
        with locked(at_work):
            assert main(["move", there]) == Exit.ANOTHER_RUNS
        assert explained(capsys.readouterr().err)
    assert not Path("avisa.db").exists()


def test_whoever_presses_ctrl_c_reads_one_line_and_can_go_on(
    city: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    Path("there").mkdir()
    capsys.readouterr()
    with monkeypatch.context() as pressed:
        pressed.setattr(Progress, "__call__", lambda *_: signal.raise_signal(signal.SIGINT))
        assert main(["move", sqlite_url(city / "there")]) == Exit.SETTINGS
    said = capsys.readouterr().err

    assert "the same command goes on where it was" in said
    assert explained(said)
    assert main(["move", sqlite_url(city / "there")]) == Exit.ASKED_TO_STOP


class Terminal(io.StringIO):
    """Somebody looks at it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize(("out", "ends"), [(Terminal(), "\n"), (io.StringIO(), "")])
def test_how_far_it_is_is_drawn_for_people_and_written_for_a_log(out: io.StringIO, ends: str) -> None:
    progress = Progress(out)
    for done in range(2001):
        progress(Step.COPYING, "people", done, 2000)
    progress.end()

    said = out.getvalue().removesuffix(ends)
    assert said.count("\n") == (0 if ends else 11)
    assert said.count("\r") == (101 if ends else 0)
    assert "copying 100%, 2,000 of 2,000 rows" in said
