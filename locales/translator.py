"""Saying a text in a language."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.domain.ids import Language
from locales.catalog import Entry, UnreadableCatalogError, read
from locales.languages import ENGLISH, LANGUAGES
from locales.markup import Html, faults, plain
from locales.template import Template, Value, parse

ENGLISH_INSTEAD = Html("[English] ")
"""Stands before a text that the reader's language cannot say."""

log = logging.getLogger(__name__)


class Unsayable(Exception):
    """There is no such text, or its slots and the given values do not fit. Names keys and slots, never a value."""


@dataclass(frozen=True, slots=True)
class Translator:
    """Says texts in one language: `words("label.place", place="Mattapan Library")`.

    What the language cannot say is said in English with a visible label, and logged once. `strict` is for tests: there
    whatever is missing or extra raises Unsayable instead. A text that English has not is Unsayable always.
    """

    language: Language
    strict: bool = False
    folder: Path | None = None
    """Where the folders of the languages are, if not where each language is at home."""

    def __call__(self, key: str, /, **slots: Value) -> Html:
        """The text `key`, its slots filled with cleaned and escaped values (`Html` is taken as it is).

        In a text with plural forms the slot `count`, an int, chooses the form.
        """
        if self.strict:
            _demand_exactly(key, slots, self.folder)
        try:
            return self._say(self.language, key, slots)
        except Unsayable as why:
            if self.strict or self.language == ENGLISH:
                raise
            _log_once(_texts(self.language, self.folder), key, why)
        return Html(ENGLISH_INSTEAD + self._say(ENGLISH, key, slots))

    def plain(self, key: str, /, **slots: Value) -> str:
        """The same for where Telegram knows no HTML: buttons, menus, callback answers."""
        return plain(self(key, **slots))

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody who reads the language has read all of its texts; `/language` and `/about` say if not."""
        return _texts(self.language, self.folder).is_reviewed

    def _say(self, language: Language, key: str, values: Mapping[str, Value]) -> Html:
        texts = _texts(language, self.folder)
        template = texts.choose(key, values.get("count"))
        if missing := template.slots - values.keys():
            raise Unsayable(f"{language}: {key} needs {', '.join(sorted(missing))}")
        return template.fill(values, LANGUAGES[language])


@dataclass(frozen=True, slots=True)
class _Texts:
    """What a language can say."""

    language: Language
    templates: Mapping[str, tuple[Template, ...]]
    plurals: frozenset[str]
    plural: Callable[[int], int]
    is_reviewed: bool = False
    lamented: set[str] = field(default_factory=set)
    """Keys whose lack has been logged."""

    def choose(self, key: str, count: Value | None) -> Template:
        if key not in self.templates:
            raise Unsayable(f"{self.language} cannot say {key}")
        forms = self.templates[key]
        if key not in self.plurals:
            return forms[0]
        if not isinstance(count, int):
            raise Unsayable(f"{self.language}: {key} needs a count")
        form = self.plural(abs(count))
        if form >= len(forms):
            raise Unsayable(f"{self.language}: {key} has no form {form}")
        return forms[form]


def load() -> None:
    """Reads every language now, so that the first alert does not wait for it."""
    for language in LANGUAGES:
        _texts(language, None)


@cache
def _texts(language: Language, folder: Path | None) -> _Texts:
    try:
        catalog = read(language, folder or LANGUAGES[language].folder.parent)
        plural = catalog.plural
    except (UnreadableCatalogError, ValueError) as why:
        log.error("The texts of %s cannot be read: %s", language, why)
        return _Texts(language, {}, frozenset(), int)
    templates = {key: forms for key, entry in catalog.entries.items() if (forms := _templates(entry))}
    plurals = frozenset(key for key in templates if catalog.entries[key].is_plural)
    return _Texts(language, templates, plurals, plural, catalog.is_reviewed)


def _templates(entry: Entry) -> tuple[Template, ...] | None:
    """The forms of an entry ready to be filled, or None if they must not be said: `locales check` tells why."""
    if not entry.is_translated or any(True for form in entry.forms for _ in faults(form)):
        return None
    try:
        return tuple(parse(form) for form in entry.forms)
    except ValueError:
        return None


def _demand_exactly(key: str, values: Mapping[str, Value], folder: Path | None) -> None:
    english = _texts(ENGLISH, folder)
    if key not in english.templates:
        raise Unsayable(f"{ENGLISH} cannot say {key}")
    wanted = frozenset[str]().union(*(form.slots for form in english.templates[key]))
    wanted |= {"count"} if key in english.plurals else set()
    if wanted != values.keys():
        raise Unsayable(f"{key} has the slots {sorted(wanted)} and was given {sorted(values)}")


def _log_once(texts: _Texts, key: str, why: Unsayable) -> None:
    if key not in texts.lamented:
        texts.lamented.add(key)
        log.warning("Said in English: %s", why)
