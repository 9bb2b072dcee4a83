"""Column types: the few that STRICT tables take, and what we lay over them.

STRICT tables know INTEGER, TEXT and BLOB. Time is integer microseconds since 1970 in UTC, an enum is its text with a
CHECK, a flag is 0 or 1 with a CHECK.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Dialect,
    Index,
    LargeBinary,
    Text,
    TypeDecorator,
    literal_column,
    text,
)
from sqlalchemy import Integer as _Integer

__all__ = ["Blob", "Choice", "Flag", "Instant", "Integer", "Text", "index_of_some", "no", "one_of", "yes", "yes_or_no"]

Blob = LargeBinary
Integer = _Integer().with_variant(BigInteger(), "postgresql")
"""64 bits everywhere: SQLite's INTEGER, PostgreSQL's BIGINT."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """A moment, as integer microseconds since 1970 in UTC. A time without a zone is a bug, and raises."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value!r}")
        return (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + value * MICROSECOND


class Choice(TypeDecorator[StrEnum]):
    """One of an enum's members, as its text."""

    impl = Text
    cache_ok = True

    def __init__(self, family: type[StrEnum]) -> None:
        super().__init__()
        self.family = family

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.family(value).value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.family(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


def yes_or_no(column: str) -> CheckConstraint:
    """A CHECK that makes anything but 0 and 1 impossible."""
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_known")


def one_of(column: str, family: type[StrEnum]) -> CheckConstraint:
    """A CHECK that makes a row outside the enum impossible."""
    members = ", ".join(f"'{member.value}'" for member in family)
    return CheckConstraint(f"{column} IN ({members})", name=f"{column}_known")


def index_of_some(column: str, where: str) -> Index:
    """An index on a column that covers these rows alone."""
    return Index(None, column, sqlite_where=text(where), postgresql_where=text(where))


def yes(flag: ColumnElement[bool]) -> ColumnElement[bool]:
    """Rows where a flag is set. PostgreSQL takes no number for a truth."""
    return flag == literal_column("1")


def no(flag: ColumnElement[bool]) -> ColumnElement[bool]:
    """Rows where a flag is not set."""
    return flag == literal_column("0")
