"""python -m cities."""

import subprocess
import sys
from pathlib import Path

import pytest

import cities
from cities.__main__ import main
from tests.cities.conftest import Write

ROOT = Path(cities.__file__).parents[1]
COUNTS = "Salem: 3 neighborhoods in 2 parts, 3 places of 3 kinds, 2 contacts, 3 languages"


def test_a_whole_city_is_counted(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", write()]) == 0
    assert capsys.readouterr().out == f"{COUNTS}: all is whole\n"


def test_each_finding_is_one_line(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write("city.toml", '["library"]', "[]")

    assert main(["check", folder]) == 1
    assert capsys.readouterr().out == (
        f"{folder}/places.csv: line 2 (upper_library): the order in city.toml has no line for a library\n"
    )


def test_a_difference_from_public_data_is_a_finding(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "salem-neighborhoods.geojson").write_text('{"features": []}')
    (tmp_path / "salem-adjacency.json").write_text("{}")
    (tmp_path / "salem-city-places.csv").write_text("name,lat,lon,neighborhood\n")

    assert main(["check", write(), "--against", str(tmp_path)]) == 1
    first, *findings = capsys.readouterr().out.splitlines()
    assert first == COUNTS
    assert len(findings) == 6


def test_data_that_is_not_there_is_a_finding(write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", write(), "--against", str(tmp_path)]) == 1
    assert capsys.readouterr().out == f"{tmp_path}/salem-neighborhoods.geojson: No such file or directory\n"


def test_an_unknown_city_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "atlantis"]) == 1
    assert capsys.readouterr().out.startswith("city atlantis: neither one of cities/ (boston")


def test_the_command_leaves_with_the_exit_code(write: Write) -> None:
    command = [sys.executable, "-m", "cities", "check", write("city.toml", "Salem", " ")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)

    assert (done.returncode, done.stderr) == (1, "")
    assert "name has hidden characters" in done.stdout
