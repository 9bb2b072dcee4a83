"""The policy of a city, as its file writes it: any of the project's numbers changed, and none invented."""

import re
from dataclasses import Field, fields, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from bot.domain.policy import Policy
from cities.reading import Entry

SPAN = re.compile(r"([1-9]\d{0,4}) (second|minute|hour|day)s?")

LEAST = {"findings_with_one_on_scene": 2, "findings_remote": 2}
"""One stolen phone must not be able to send an alert, whatever a city writes."""


def policy(entry: Entry) -> Policy:
    """The project's policy with what the city changes. An unknown key and a value of another kind raise CityError."""
    known = {field.name: field for field in fields(Policy)}
    entry.only(*known)
    return replace(Policy(), **{key: _value(entry, known[key]) for key in entry.values})


def _value(entry: Entry, field: Field[Any]) -> Any:
    match field.default:
        case timedelta():
            return _span(entry, field.name)
        case bool():
            return entry.flag(field.name)
        case StrEnum():
            return _choice(entry, field.name, type(field.default))
        case int():
            return _count(entry, field.name)
        case _:
            return _positive(entry, field.name)


def _span(entry: Entry, key: str) -> timedelta:
    found = SPAN.fullmatch(entry.text(key))
    if found is None:
        raise entry.wrong(f'{key} must be a time such as "10 minutes", "2 hours", "1 day"')
    return timedelta(**{f"{found[2]}s": int(found[1])})


def _choice(entry: Entry, key: str, choices: type[StrEnum]) -> StrEnum:
    found = entry.text(key)
    if found not in list(choices):
        raise entry.wrong(f"{key} must be one of {', '.join(choices)}")
    return choices(found)


def _count(entry: Entry, key: str) -> int:
    found, least = _positive(entry, key), LEAST.get(key, 1)
    if found != int(found) or found < least:
        raise entry.wrong(f"{key} must be a whole number, at least {least}")
    return int(found)


def _positive(entry: Entry, key: str) -> float:
    found = entry.number(key)
    if found <= 0:
        raise entry.wrong(f"{key} must be more than 0")
    return found
