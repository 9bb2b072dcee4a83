"""What `make test` says where no PostgreSQL is."""

import pytest

from tests import on_postgres


@pytest.mark.parametrize(
    ("arguments", "no_skips", "code"),
    [(["--where-found"], "", 0), (["--where-found"], "1", 1), ([], "", 1)],
)
def test_where_there_is_no_postgresql_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    no_skips: str,
    code: int,
) -> None:
    monkeypatch.setattr(on_postgres, "programs", lambda: None)
    monkeypatch.setenv("AVISA_NO_SKIPS", no_skips)

    assert on_postgres.main(arguments) == code
    assert capsys.readouterr().err == f"{on_postgres.MISSING}\n"
