"""Nothing that is sealed is ever logged: watched through every test, as the product logs at its loudest.

Whatever the keys seal or find by (ids, updates, notes, photos, questions) is a canary from then on, and so is the
token. Each record is made a line of, with its traceback, as `bot.logs` does; a line with a canary in it fails the test.
Output of bots that run as processes is given to `leaked` by whoever reads it.
"""

import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import pytest

from bot.logs import QUIET, Lines
from db.keys import Keys
from simulator.engine import TOKEN

ALWAYS = (TOKEN, TOKEN.partition(":")[2])

FEWEST = 6
"""Shorter words stand in fixed texts of ours as well."""

LEAST_ID = 10**7
"""Telegram's numbers for people are greater; those of tests that are not could be any number."""

MOST = 500
"""So many canaries of a test are remembered, the newest."""

LARGE = 20_000
"""Bytes of an update that is made to hurt: nobody says so much."""

SAID = re.compile(rb'"(?:text|caption|first_name|last_name|username|phone_number)"\s*:\s*("(?:[^"\\]|\\.)*")')

planted: dict[str, None] = {}


def plant(words: str) -> None:
    """These are not to be logged. Commands may be."""
    if len(words) >= FEWEST and not words.startswith("/"):
        planted.pop(words, None)
        planted[words] = None
        while len(planted) > MOST:
            del planted[next(iter(planted))]


def leaked(line: str) -> list[str]:
    """Which canaries are in it."""
    return [one for one in (*ALWAYS, *planted) if one in line]


def _said(sealed: bytes) -> Iterator[str]:
    """What a person said in what was sealed: an update's words, or all of a note."""
    if not sealed.startswith(b"{"):
        yield sealed.decode("utf-8", "replace")
        return
    for found in SAID.findall(sealed):
        try:
            yield str(json.loads(found))
        except ValueError:
            continue  # no words at all: made to hurt


def _number(number: int) -> None:
    if number >= LEAST_ID:
        plant(str(number))


SEAL, SEAL_ID, HANDLE, HANDLES = Keys.seal, Keys.seal_id, Keys.handle, Keys.handles


def _seal(keys: Keys, day: date, purpose: str, row: bytes, text: bytes) -> bytes:
    if len(text) < LARGE:
        for words in _said(text):
            plant(words)
    return SEAL(keys, day, purpose, row, text)


def _seal_id(keys: Keys, purpose: str, row: bytes, number: int) -> bytes:
    _number(number)
    return SEAL_ID(keys, purpose, row, number)


def _handle(keys: Keys, number: int) -> bytes:
    _number(number)
    return HANDLE(keys, number)


def _handles(keys: Keys, number: int) -> tuple[bytes, ...]:
    _number(number)
    return HANDLES(keys, number)


class Watch(logging.Handler):
    """Reads every line before anyone could."""

    def __init__(self) -> None:
        """Nothing yet."""
        super().__init__(logging.DEBUG)
        self._lines = Lines()
        self.leaks: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note what it must not hold. When it was is no one's."""
        _, _, line = self._lines.format(record).partition(" ")
        if leaked(line):
            self.leaks.append(line)


WATCH = Watch()


def watched(names: Iterable[str] = QUIET) -> None:
    """Listen at the root from now on, and let the libraries say what they say when the product is at its loudest."""
    root = logging.getLogger()
    root.addHandler(WATCH)
    root.setLevel(logging.DEBUG)
    for name in names:
        logging.getLogger(name).setLevel(logging.WARNING)


def pytest_configure() -> None:
    """From the beginning."""
    changed: tuple[Callable[..., Any], ...] = (_seal, _seal_id, _handle, _handles)
    for does in changed:
        setattr(Keys, does.__name__.removeprefix("_"), does)
    watched()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """Each test has canaries of its own."""
    planted.clear()
    WATCH.leaks.clear()
    if WATCH not in logging.getLogger().handlers:
        watched()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Whatever was logged while it was prepared, while it ran and while it was put away."""
    yield
    if WATCH.leaks:
        pytest.fail(f"logged what must not be: {WATCH.leaks[0]}", pytrace=False)
