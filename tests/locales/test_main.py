"""python -m locales."""

import pytest

from locales.__main__ import main
from locales.languages import LANGUAGES
from tests.locales.conftest import Write, entry

AVISA = entry("name.bot", "Avisa", "Avisa", notes="#. same\n# reviewed: native reader, 2026-02-05")
WHOLE = dict.fromkeys(LANGUAGES, AVISA)


@pytest.mark.parametrize("command", ["check", "status", "sync"])
def test_all_is_well_when_all_is_whole(write: Write, command: str) -> None:
    assert main([command], write(WHOLE)) == 0


@pytest.mark.parametrize("command", ["check", "status"])
def test_one_untranslated_text_is_enough_to_fail(write: Write, command: str) -> None:
    folder = write({**WHOLE, "so": entry("name.bot", "Avisa", "")})

    assert main([command], folder) == 1


def test_the_check_prints_one_line_for_each_finding(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check"], write({**WHOLE, "so": entry("name.bot", "Avisa", "")}))

    assert capsys.readouterr().out == "locales/so/messages.po: name.bot: not translated\n"


def test_the_status_counts_what_people_have_reviewed_and_says_when_the_last_one_did(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["status"], write({**WHOLE, "so": entry("name.bot", "Avisa", "")}))
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]

    assert [row[-4:] for row in rows if row[0] in {"es", "so"}] == [
        ["1", "1", "1", "2026-02-05"],
        ["1", "0", "0", "never"],
    ]


@pytest.mark.parametrize("command", ["check", "status", "sync"])
def test_a_file_that_is_missing_fails_and_is_named(
    write: Write, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    folder = write(WHOLE)
    (folder / "so/messages.po").unlink()

    assert main([command], folder) == 1
    assert "the file is missing" in capsys.readouterr().out
