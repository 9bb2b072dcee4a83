"""A city's files as they stand: tables of TOML and JSON, rows of CSV, and where in them something is wrong."""

import csv
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import TypeVar

from bot.domain.text import clean, utf16_length

PUBLIC_LIMIT = 40
"""The longest that the name of a place or neighborhood may be, in Telegram's units: both stand in an alert of 360."""

NAME_LIMIT = 60
"""The longest that any other name may be."""

TEXT_LIMIT = 300

ABSURD = 1e12

Made = TypeVar("Made")


class CityError(Exception):
    """A city's files cannot be used. Its text is one line: which file, which entry, what; `findings` has them all."""

    def __init__(self, *findings: str) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        first, *more = self.findings
        return f"{first} (and {len(more)} more)" if more else first


@dataclass(frozen=True, slots=True)
class Entry:
    """One table or one row: what stands in it, and where it stands, such as `cities/salem/city.toml: order`."""

    where: str
    values: Mapping[str, object]
    id: str = ""
    """The key under which a table stands."""

    def wrong(self, what: str) -> CityError:
        """An error about this entry."""
        return CityError(f"{self.where}: {what}")

    def only(self, *keys: str) -> None:
        """Raise for a key that means nothing here: it is mostly a misspelled one."""
        for key in self.values:
            if key not in keys:
                raise self.wrong(f"{key} is not one of {', '.join(keys)}")

    def table(self, key: str) -> "Entry":
        """The table under a key."""
        values = self.values.get(key)
        if not isinstance(values, dict):
            raise self.wrong(f"{key} must be a table")
        return Entry(f"{self.where}: {key}", values, key)

    def tables(self) -> list["Entry"]:
        """Every table in this one, each by its key."""
        return [self.table(key) for key in self.values]

    def text(self, key: str, most: int = NAME_LIMIT) -> str:
        """A text of one line, with nothing hidden in it."""
        return self._line(key, self.values.get(key), most)

    def maybe_text(self, key: str, most: int = NAME_LIMIT) -> str | None:
        """A text, or none where the key is missing or empty."""
        return self.text(key, most) if self.values.get(key, "") != "" else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none of them twice; a missing key is an empty list."""
        found = self.values.get(key, [])
        if not isinstance(found, list):
            raise self.wrong(f"{key} must be a list of texts")
        lines = tuple(self._line(key, one, NAME_LIMIT) for one in found)
        for one in lines:
            if lines.count(one) > 1:
                raise self.wrong(f"{key} has {one} twice")
        return lines

    def _line(self, key: str, found: object, most: int) -> str:
        if not isinstance(found, str) or not found:
            raise self.wrong(f"{key} must be a text")
        if clean(found) != found or found.strip() != found or "\n" in found:
            raise self.wrong(f"{key} has hidden characters, accents not composed (NFC), or space around it")
        if utf16_length(found) > most:
            raise self.wrong(f"{key} is {utf16_length(found)} long, at most {most}")
        return found

    def shaped(self, key: str, pattern: re.Pattern[str], shape: str, most: int = NAME_LIMIT) -> str:
        """A text of a given shape."""
        found = self.text(key, most)
        if not pattern.fullmatch(found):
            raise self.wrong(f"{key} must be {shape}, and is {found}")
        return found

    def number(self, key: str) -> float:
        """A number of TOML, not absurdly large."""
        found = self.values.get(key)
        if isinstance(found, bool) or not isinstance(found, int | float) or not abs(found) < ABSURD:
            raise self.wrong(f"{key} must be a number")
        return float(found)

    def flag(self, key: str) -> bool:
        """A value that must be true or false."""
        found = self.values.get(key)
        if not isinstance(found, bool):
            raise self.wrong(f"{key} must be true or false")
        return found

    def day(self, key: str) -> date:
        """A day of TOML, written without quotes."""
        found = self.values.get(key)
        if not isinstance(found, date) or isinstance(found, datetime):
            raise self.wrong(f"{key} must be a day such as 2026-02-05, without quotes")
        return found

    def maybe_day(self, key: str) -> date | None:
        """A day of TOML, or none where the key is missing."""
        return self.day(key) if key in self.values else None

    def written_day(self, key: str) -> date:
        """A day in a file that knows texts alone."""
        try:
            return date.fromisoformat(self.text(key))
        except ValueError:
            raise self.wrong(f"{key} must be a day such as 2026-02-05, and is {self.values[key]}") from None


def read_toml(folder: Path, name: str, label: str) -> Entry:
    """The whole of a TOML file; `label` is how complaints call the folder."""
    where = f"{label}/{name}"
    try:
        return Entry(where, tomllib.loads(_read(folder / name, where)))
    except tomllib.TOMLDecodeError as why:
        raise CityError(f"{where}: this is not TOML: {why}") from None


def read_json(folder: Path, name: str, label: str) -> Entry | None:
    """The whole of a JSON file; none where there is no such file."""
    where = f"{label}/{name}"
    if not (folder / name).exists():
        return None
    try:
        values = json.loads(_read(folder / name, where))
    except (json.JSONDecodeError, RecursionError) as why:
        raise CityError(f"{where}: this is not JSON: {why}") from None
    if not isinstance(values, dict):
        raise CityError(f"{where}: this must be a table by name")
    return Entry(where, values)


def read_csv(
    folder: Path, name: str, label: str, columns: tuple[str, ...], others: tuple[str, ...] = ()
) -> list[Entry]:
    """The rows of a CSV file, one at least, each by its line and its first column.

    It has all of `columns` and may have any of `others`, in any order.
    """
    where = f"{label}/{name}"
    rows = csv.reader(StringIO(_read(folder / name, where), newline=""), strict=True)
    entries = []
    try:
        header = next(rows, [])
        _check_header(header, f"{where}: line 1", columns, others)
        for row in rows:
            at = f"{where}: line {rows.line_num}"
            if len(row) != len(header):
                raise CityError(f"{at}: {len(row)} columns, must be {len(header)}")
            entries.append(Entry(f"{at} ({row[0]})", dict(zip(header, row, strict=True))))
    except csv.Error as why:
        raise CityError(f"{where}: line {rows.line_num}: this is not CSV: {why}") from None
    if not entries:
        raise CityError(f"{where}: there is no row below the header")
    return entries


def _check_header(header: list[str], where: str, columns: tuple[str, ...], others: tuple[str, ...]) -> None:
    for column in columns:
        if column not in header:
            raise CityError(f"{where}: the header must have {','.join(columns)}, and lacks {column}")
    for column in header:
        if column not in (*columns, *others):
            raise CityError(f"{where}: {column} is not one of {', '.join((*columns, *others))}")
        if header.count(column) > 1:
            raise CityError(f"{where}: there are two columns {column}")


def _read(path: Path, where: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # spreadsheets put a byte order mark first
    except FileNotFoundError:
        raise CityError(f"{where}: the file is missing") from None
    except (OSError, UnicodeDecodeError) as why:
        raise CityError(f"{where}: the file cannot be read: {why}") from None


def each(entries: Iterable[Entry], make: Callable[[Entry], Made]) -> list[Made]:
    """What `make` makes of each entry, or one CityError with everything that is wrong in them."""
    made: list[Made] = []
    findings: list[str] = []
    for entry in entries:
        try:
            made.append(make(entry))
        except CityError as error:
            findings.extend(error.findings)
    if findings:
        raise CityError(*findings)
    return made
