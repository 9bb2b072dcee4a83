"""What is logged: what happened, never to whom.

Each line is `name="value"` pairs: when, how bad, from where, what. Our own lines are made of fixed texts and of what is
put into them at the call. Of an error only its class and where it was raised are written, also of those that caused it:
an error's own words may be a person's, or a statement's values. Of what libraries say only the fixed part is.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

OURS = ("bot", "handlers", "db", "cities", "locales")
"""Whose lines are written as they are: the packages of this project."""

QUIET = ("httpx", "httpcore", "telegram", "aiohttp", "apscheduler", "aiosqlite", "sqlalchemy", "alembic", "asyncio")
"""These may write a URL (and in it the token), a text, or a statement with its values. Only their warnings count."""

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")

FRAMES = 12
"""The innermost, of each error."""


class Lines(logging.Formatter):
    """One line for each record, without anything that could be a person's or the token."""

    def __init__(self, *secrets: str) -> None:
        """`secrets` are taken out wherever they stand, whatever they look like."""
        super().__init__()
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": _says(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            told["error"] = "; ".join(_errors(record.exc_info[1], set()))
        return self._without_secrets(" ".join(f"{name}={_quoted(value)}" for name, value in told.items()))

    def _without_secrets(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return TOKEN.sub("[token]", line)


def _says(record: logging.LogRecord) -> str:
    """What happened. A library's text without values is nobody's: it may have put them in by itself."""
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    return str(record.msg) if record.args else f"something, at {Path(record.pathname).name}:{record.lineno}"


def _errors(error: BaseException | None, seen: set[int]) -> Iterator[str]:
    """The error, and what it came from: of each the class, and the files and lines, innermost last."""
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    frames = [f"{Path(frame.f_code.co_filename).name}:{line}" for frame, line in traceback.walk_tb(error.__traceback__)]
    yield f"{type(error).__name__} at {' '.join(frames[-FRAMES:]) or '?'}"
    for member in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _errors(member, seen)
    yield from _errors(error.__cause__ or (None if error.__suppress_context__ else error.__context__), seen)


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[\w.:+-]+", value) else json.dumps(value, ensure_ascii=False)


def configure(level: str, *secrets: str) -> None:
    """Write to stderr at this level; of libraries, warnings and what is worse. What kills a thread or the process is
    written in the same way."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(*secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = lambda _kind, error, _trace: _died(error)
    sys.unraisablehook = lambda gone: _died(gone.exc_value)
    threading.excepthook = lambda gone: _died(gone.exc_value)


def _died(error: BaseException | None) -> None:
    """Something ended that nobody was waiting for."""
    if not isinstance(error, KeyboardInterrupt):
        logging.getLogger(__name__).critical("a fault of ours ended it", exc_info=error)
