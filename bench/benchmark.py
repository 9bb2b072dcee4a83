"""What a benchmark is: a name, what it is asked, what it promises to answer."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any


class Failed(Exception):
    """The measuring itself went wrong, so there are no numbers. The message says what."""


@dataclass(frozen=True, slots=True)
class Result:
    """The numbers, and what is wrong with what they say: a promise that was not kept."""

    numbers: dict[str, Any]
    broken: str | None = None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One of the names of `python -m bench`."""

    name: str
    says: str
    """In one line, what it measures."""
    promised: tuple[str, ...]
    """The numbers that others rely on, in this order. More may follow them."""
    ask: Callable[[ArgumentParser], None]
    """Adds its flags."""
    measure: Callable[[Namespace], Coroutine[Any, Any, Result]]
    small: tuple[str, ...]
    """Flags with which it takes a few seconds."""
    missing: Callable[[], str | None] = lambda: None
    """What is not here and must be; none where all is."""


def count(text: str) -> int:
    """A flag's value that must be a whole number above zero."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def rate(text: str) -> int:
    """A flag's value: messages a second, or 0 for no limit."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
