"""A text with named slots, and how values get into them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from unicodedata import bidirectional

from babel.numbers import format_decimal

from locales.languages import Direction, Tongue
from locales.markup import Html, escape, plain

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

Value = str | int | Html
"""What may fill a slot. `int` is an amount, written as the language writes amounts (1,234); an identifier is text."""

SLOT = re.compile(r"\{[a-z0-9_]*\}")
_LINE_OF_ITS_OWN = re.compile(rf"^{FIRST_STRONG_ISOLATE}([a-z]+://\S+){POP_ISOLATE}$", re.M)
_FIELD = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)\}|([{}])")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a text that a value fills. One inside a tag (`<a href="{link}">`) takes the bare value."""

    name: str
    in_tag: bool


@dataclass(frozen=True)
class Template:
    """A text of a catalog, taken apart once."""

    pieces: tuple[str | Slot, ...]

    @cached_property
    def slots(self) -> frozenset[str]:
        return frozenset(piece.name for piece in self.pieces if isinstance(piece, Slot))

    def fill(self, values: Mapping[str, Value], tongue: Tongue) -> Html:
        """The text with every slot filled; KeyError if a value is missing, extra values are ignored.

        A link that is a line of its own is not isolated: what ends it would be taken for its last letter, by apps and
        by whoever copies it. Beside other words it is: its last slash would go to the other side.
        """
        filled = "".join(
            piece
            if isinstance(piece, str)
            else _bare(values[piece.name])
            if piece.in_tag
            else said(values[piece.name], tongue)
            for piece in self.pieces
        )
        return Html(_LINE_OF_ITS_OWN.sub(r"\1", filled) if "://" in filled else filled)


def parse(text: str) -> Template:
    """`text` as a template: `{name}` is a slot, `{{` and `}}` are braces; ValueError for any other brace."""
    pieces: list[str | Slot] = []
    literal, end, in_tag = "", 0, False
    for field in _FIELD.finditer(text):
        if field[2]:
            raise ValueError(f"a lone {field[2]} at {field.start()}")
        literal += text[end : field.start()]
        end = field.end()
        if field[1] is None:
            literal += field[0][0]
            continue
        if literal:
            in_tag = literal.rfind("<") > literal.rfind(">") if {"<", ">"} & set(literal) else in_tag
            pieces.append(literal)
        pieces.append(Slot(field[1], in_tag))
        literal = ""
    literal += text[end:]
    return Template((*pieces, literal) if literal else tuple(pieces))


def visible(text: str) -> str:
    """What a reader sees of a text before its slots are filled: neither tags nor slots."""
    return plain(Html(SLOT.sub("", text)))


def said(value: Value, tongue: Tongue) -> Html:
    """A value as it stands in a text of this language: escaped, and isolated line by line where it runs the other way.

    Without isolates (U+2068, U+2069) a Latin place name in an Arabic line drags the punctuation and numbers beside it
    to the wrong side. An amount needs none; a phone number in Arabic does: its groups would change places.
    """
    if isinstance(value, int):
        return Html(format_decimal(value, locale=tongue.cldr))
    html = value if isinstance(value, Html) else escape(value)
    return Html("\n".join(_isolated(line, tongue.direction) for line in html.split("\n")))


def _bare(value: Value) -> Html:
    return escape(plain(value) if isinstance(value, Html) else str(value))


def _isolated(line: str, direction: Direction) -> str:
    return f"{FIRST_STRONG_ISOLATE}{line}{POP_ISOLATE}" if _runs_against(line, direction) else line


def _runs_against(line: str, direction: Direction) -> bool:
    if direction is Direction.LEFT_TO_RIGHT and line.isascii():
        return False
    seen = _outside_isolates(plain(Html(line)))
    kinds = {bidirectional(letter) for letter in seen}
    if direction is Direction.LEFT_TO_RIGHT:
        return bool(kinds & _RIGHT_TO_LEFT)
    groups_of_digits = "EN" in kinds and not kinds & _RIGHT_TO_LEFT and not seen.isdecimal()
    return "L" in kinds or groups_of_digits


def _outside_isolates(text: str) -> str:
    depth, outside = 0, []
    for letter in text:
        depth += (letter == FIRST_STRONG_ISOLATE) - (letter == POP_ISOLATE)
        if depth == 0:
            outside.append(letter)
    return "".join(outside).replace(POP_ISOLATE, "")
