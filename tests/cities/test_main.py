"""python -m cities."""

import subprocess
import sys
from pathlib import Path

import pytest

import cities
from cities.__main__ import main
from tests.cities.conftest import Write
from tests.cities.test_against import ROWS, describe

ROOT = Path(cities.__file__).parents[1]
COUNTS = "Salem: 3 neighborhoods in 2 parts, 4 places of 3 kinds, 4 outlines, 2 contacts (1 examples), 3 languages"


def test_a_whole_city_is_counted(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", write()]) == 0
    assert capsys.readouterr().out == f"{COUNTS}: all is whole\n"


def test_each_finding_is_one_line(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write("city.toml", '["library"]', "[]")

    assert main(["check", folder]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{folder}/places.csv: line {line}: the order in city.toml has no line for a library"
        for line in ("2 (upper_library)", "4 (reading_room)")
    ]


def test_outlines_that_overlap_are_a_finding(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(
        "outlines.json", "[42.5050, -70.8900], [42.5050, -70.8800]", "[42.5060, -70.8900], [42.5050, -70.8800]"
    )

    assert main(["check", folder]) == 1
    first, *findings = capsys.readouterr().out.splitlines()
    assert first == COUNTS
    assert [finding.split()[:2] for finding in findings] == [
        ["outlines.json:", "upper_town"],
        ["outlines.json:", "market"],
    ]


def test_every_score_is_a_line_and_what_it_lacks_stands_below(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    describe(tmp_path, rows=[*ROWS[:3], "Harbor Park,42.49123,-70.88123,Market"])

    assert main(["check", write(), "--against", str(tmp_path)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == COUNTS
    assert said[-2:] == [
        "of these, in the neighborhood that is said there: 3 of 4 (75.0 %): TOO FEW",
        "  harbor_park: in Harbor here and in Market there",
    ]


def test_a_city_that_agrees_enough_is_whole(write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    describe(
        tmp_path, rows=[*ROWS, *(f"Quay {one},42.51,-70.9,Upper Town" for one in range(98)), "Rock,42.47,-70.95,Harbor"]
    )

    assert main(["check", write(), "--against", str(tmp_path)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{COUNTS}: all is whole"
    assert "  Rock: in no neighborhood here and in Harbor there" in said


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


def test_loading_a_city_does_not_wait_for_geometry(write: Write) -> None:
    program = (
        f"import sys, cities; cities.load({write()!r}).neighborhood_at(42.5, -70.9); print('shapely' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT)

    assert done.stdout == "False\n"
