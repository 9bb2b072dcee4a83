"""The languages that Avisa speaks: one for each folder here that has a `language.toml`.

What is known of a language apart from its texts stands there, and nowhere in the code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from pydantic import ConfigDict, TypeAdapter

from bot.domain.ids import Language

FILE = "language.toml"
ENGLISH = Language("en")


class Direction(StrEnum):
    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


@dataclass(frozen=True, slots=True)
class Tongue:
    """What is known of a language apart from its texts: the lines of its `language.toml`."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    code: Language
    """The name of its folder."""
    folder: Path
    """Where its texts are."""
    own_name: str
    """In its own script, for a menu: whoever reads it finds it."""
    english_name: str
    cldr: str
    """The Unicode CLDR locale for numbers and most dates."""
    clock: str
    """How it writes a time of day: a pattern of Unicode TR 35."""
    date: str
    """How it writes a day, the month as a word: such a pattern too."""
    telegram: str | None = None
    """The two-letter code under which Telegram keeps command lists; None where it has none for this language alone."""
    apps: tuple[str, ...] = ()
    """What else its readers' apps say their language is: the beginnings of IETF tags, lower case."""
    direction: Direction = Direction.LEFT_TO_RIGHT
    letters: str = ""
    """Its alphabet in lower case, ordinal signs too; empty for Chinese."""
    characters: str | None = None
    """For Chinese: the encoding that has all characters of this kind of Chinese, and few of the other's alone."""
    day_parts: tuple[tuple[int, str], ...] = ()
    """What follows the time of day, each until this hour, where CLDR has not what readers know."""
    months: tuple[str, ...] = ()
    """January to December, where CLDR does not know them."""
    terms: Mapping[str, str] = field(default_factory=dict)
    """What it says for an English term; each is in its texts."""
    avoid: Mapping[str, str] = field(default_factory=dict)
    """The beginnings of words that nobody should meet, capital or not, and why."""
    other_forms: Mapping[str, str] = field(default_factory=dict)
    """For Chinese: what `characters` has, though here it is the other kind's way of writing; and the right way."""


_TONGUE = TypeAdapter(Tongue)


def tongue(folder: Path) -> Tongue:
    """The language of this folder; pydantic.ValidationError says which line of its file is wrong."""
    lines = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    return _TONGUE.validate_python({**lines, "code": folder.name, "folder": folder})


def tongues(folder: Path) -> dict[Language, Tongue]:
    """Every language that has a folder in this one, English first, the others by their codes."""
    found = (tongue(path.parent) for path in folder.glob(f"*/{FILE}"))
    return {one.code: one for one in sorted(found, key=lambda one: (one.code != ENGLISH, one.code))}


FOUND = tongues(Path(__file__).parent)
LANGUAGES: Mapping[Language, Tongue] = MappingProxyType(FOUND)
"""Every language by its code. In which order a menu shows them is for the city to say."""


def guess(language_code: str | None) -> Language:
    """The language to greet someone in, from what Telegram says about their app (an IETF tag such as `pt-br`, or None).

    The longest beginning of the tag that a language knows decides; what nobody knows is English.
    """
    known = {name: one.code for one in LANGUAGES.values() for name in (_tag(one.code), *one.apps)}
    parts = _tag(language_code or "").split("-")
    beginnings = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((known[one] for one in beginnings if one in known), ENGLISH)


def _tag(code: str) -> str:
    return code.lower().replace("_", "-")
