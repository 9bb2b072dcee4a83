"""What is logged: what happened, and nothing that anyone said or is."""

import ast
import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.logs import Lines
from tests.house.generated import ROOT

TOKEN = "7000000001:AAF-not-a-real-token-of-anyone_0000"
CANARY = "7316498025 at 77 Wharf Street"
FILES = [path for folder in ("bot", "handlers", "db", "locales", "cities") for path in (ROOT / folder).rglob("*.py")]


def written(
    name: str, says: str, *given: object, error: BaseException | None = None, secret: str = ""
) -> dict[str, str]:
    """The pairs of the line that a record becomes."""
    trouble = None if error is None else (type(error), error, error.__traceback__)
    record = logging.LogRecord(name, logging.ERROR, "/somewhere/library.py", 7, says, given, trouble)
    line = Lines(secret).format(record)
    assert "\n" not in line
    return {key: json.loads(value) if value[0] == '"' else value for key, value in pairs(line)}


def pairs(line: str) -> list[tuple[str, str]]:
    return re.findall(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)', line)


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    """An error as it is when something has raised it."""
    try:
        raise error from cause
    except Exception as caught:  # noqa: BLE001  whatever it is
        return caught


def test_a_line_says_when_how_bad_from_where_and_what() -> None:
    line = written("bot.courier", "broadcast %s is\ndone", 7)

    assert list(line) == ["at", "level", "from", "says"]
    assert (line["level"], line["from"], line["says"]) == ("error", "bot.courier", "broadcast 7 is\ndone")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["at"])


@pytest.mark.parametrize("name", ["bot.wire", "telegram.ext", "asyncio", "nobody"])
def test_the_token_is_in_no_line_and_no_error(name: str) -> None:
    line = written(name, "posting to %s", f"https://x/bot{TOKEN}/getMe", error=raised(ValueError(TOKEN)))

    assert TOKEN not in str(line)
    assert TOKEN.partition(":")[2] not in str(line)


def test_a_secret_of_any_shape_is_taken_out() -> None:
    assert written("bot.app", "it is %s", "1:short", secret="1:short")["says"] == "it is [secret]"


def test_of_an_error_its_class_and_where_it_was_raised_are_written_and_not_its_words() -> None:
    line = written("bot.courier", "a fault", error=raised(RuntimeError(CANARY), raised(KeyError(CANARY))))

    assert re.fullmatch(r"RuntimeError at test_logs\.py:\d+; KeyError at test_logs\.py:\d+", line["error"])


def test_what_was_being_handled_when_another_error_came_is_written_too() -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError:
            raise ValueError(CANARY)  # noqa: B904  that is the point
    except ValueError as error:
        line = written("bot", "a fault", error=error)

    assert [one.partition(" ")[0] for one in line["error"].split("; ")] == ["ValueError", "KeyError"]
    assert CANARY not in str(line)


def test_of_many_errors_at_once_each_is_written() -> None:
    many = ExceptionGroup(CANARY, [raised(KeyError(CANARY)), raised(ValueError(CANARY))])
    line = written("bot", "faults", error=raised(many))

    assert [one.partition(" ")[0] for one in line["error"].split("; ")] == ["ExceptionGroup", "KeyError", "ValueError"]
    assert CANARY not in str(line)


@pytest.mark.parametrize(
    ("says", "given", "written_down"),
    [
        ("Job %s raised", (CANARY,), "Job %s raised"),
        (f"Task exception was never retrieved: {CANARY}", (), "something, at library.py:7"),
    ],
)
def test_of_what_a_library_says_only_the_fixed_part_is_written(
    says: str, given: tuple[str, ...], written_down: str
) -> None:
    assert written("asyncio", says, *given)["says"] == written_down


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call that logs something."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log"))):
                yield node


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_we_say_is_a_fixed_text_with_slots(path: Path) -> None:
    assert all(isinstance(one.args[0], ast.Constant) for one in calls(path))


DIES = f"""
import asyncio, logging, threading
from bot import logs
logs.configure("DEBUG", "hush")
logging.getLogger("httpx").info("GET https://x/bot{TOKEN}/getMe")
logging.getLogger("telegram.ext").warning("text: %s", {CANARY!r})
threading.Thread(target=lambda: {{}}[{CANARY!r}]).start()
async def main():
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
async def fails():
    raise ValueError({CANARY!r})
asyncio.run(main())
raise RuntimeError({CANARY!r} + {TOKEN!r} + "hush")
"""


def test_whatever_ends_a_program_a_thread_or_a_task_is_a_line_like_all_others() -> None:
    died = subprocess.run(
        [sys.executable, "-c", DIES], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    lines = [dict(pairs(line)) for line in died.stderr.splitlines()]

    assert died.returncode == 1
    assert all(set(line) >= {"at", "level", "from", "says"} for line in lines)
    assert {line["from"] for line in lines} == {"telegram.ext", "asyncio", "bot.logs"}
    for one in ("KeyError", "ValueError", "RuntimeError"):
        assert one in died.stderr
    for one in (CANARY, TOKEN, "Wharf", "hush"):
        assert one not in died.stderr
