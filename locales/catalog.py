"""One language's `messages.po`, as it stands in the file."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from bot.domain.ids import Language

FOLDER = Path(__file__).parent

_REVIEWED = re.compile(r"reviewed: (?P<role>[^,]+), (?P<date>\d{4}-\d{2}-\d{2})")
_LIMIT = re.compile(r"max (?P<units>\d+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One text."""

    key: str
    source: tuple[str, ...]
    """The English it translates: one text, or singular and plural."""
    forms: tuple[str, ...]
    """The translation: one text, or one for each plural form of the language; `""` where there is none yet."""
    needs_work: bool
    """A translation of English that has changed since, or a guess: `#, fuzzy`. It is not said."""
    reviewed_on: date | None
    """When a person who reads the language has read it: `# reviewed: native reader, 2026-02-05`. None: nobody yet."""
    may_be_same: bool
    """The translation may equal the English: `#. same` for every language, `# same` for one."""
    limit: int | None
    """The longest it may be, in UTF-16 units as seen, slots apart: `#. max 32`."""

    @property
    def is_plural(self) -> bool:
        return len(self.source) > 1

    @property
    def is_translated(self) -> bool:
        return all(self.forms) and not self.needs_work

    @property
    def is_reviewed(self) -> bool:
        return self.is_translated and self.reviewed_on is not None


@dataclass(frozen=True)
class Catalog:
    """Every text of one language, in the order of its file."""

    language: Language
    entries: Mapping[str, Entry]
    plural_forms: int
    plural_rule: str
    """A C expression in n, from the header of the file: CLDR knows too little of Haitian Creole."""

    @cached_property
    def plural(self) -> Callable[[int], int]:
        """Which form goes with a number; ValueError if the header's rule is not one."""
        return c2py(self.plural_rule)

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody who reads the language has read every text as it stands now."""
        return all(entry.is_reviewed for entry in self.entries.values())


class UnreadableCatalogError(Exception):
    """The file is not there, or is not a PO file: then it says where it stops being one."""


def path_of(language: Language, folder: Path = FOLDER) -> Path:
    return folder / language / "messages.po"


def parse(path: Path) -> PoCatalog:
    """The file as Babel understands it, or UnreadableCatalogError."""
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except FileNotFoundError:
        raise UnreadableCatalogError("the file is missing") from None
    except (PoFileError, ValueError, IndexError) as why:
        raise UnreadableCatalogError(f"this is not a PO file: {why}") from why


def read(language: Language, folder: Path = FOLDER) -> Catalog:
    """The catalog of a language, or UnreadableCatalogError."""
    found = parse(path_of(language, folder))
    entries = [_entry(message) for message in found if message.id]
    return Catalog(language, {entry.key: entry for entry in entries}, found.num_plurals, found.plural_expr)


def _entry(message: Message) -> Entry:
    source, forms = message.id, message.string or ""
    return Entry(
        key=message.context or "",
        source=(source,) if isinstance(source, str) else tuple(source),
        forms=(forms,) if isinstance(forms, str) else tuple(forms),
        needs_work=message.fuzzy,
        reviewed_on=max((day for one in message.user_comments if (day := _reviewed_on(one))), default=None),
        may_be_same="same" in (*message.user_comments, *message.auto_comments),
        limit=next((int(found["units"]) for one in message.auto_comments if (found := _LIMIT.fullmatch(one))), None),
    )


def _reviewed_on(comment: str) -> date | None:
    """The day of a review; none if the comment is not one, or names no day that there is."""
    found = _REVIEWED.fullmatch(comment)
    try:
        return date.fromisoformat(found["date"]) if found else None
    except ValueError:
        return None
