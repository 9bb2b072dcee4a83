"""The rights cards as pages of HTML: what a browser makes paper and pictures of. The words are those of the bot."""

import re
from datetime import UTC, datetime, time
from functools import cache
from hashlib import sha256
from pathlib import Path

from bot.domain.ids import Language
from bot.domain.rights import CHECKED_ON, Situation
from bot.render import rights
from bot.render.reader import Reader
from cities import City
from locales import LANGUAGES, Translator
from locales.template import FIRST_STRONG_ISOLATE, POP_ISOLATE

HEADING = re.compile(r"<b>([^\n]*)</b>")
"""A line that is bold from its beginning to its end."""

HYPHENED = re.compile(r"(?<![\w/-])\w+(?:-\w+)+")
"""What a line would end within and never does: a phone number, the number of a form, a word such as e-mail."""

LINK = re.compile(rf"({FIRST_STRONG_ISOLATE}?)(https?://[^\s{POP_ISOLATE}]+)")
"""A web address; in Arabic it is kept apart from what stands around it."""


def reads(city: City, language: Language) -> Reader:
    """Someone who reads this language. Nothing on a card depends on the hour."""
    return Reader(Translator(language), city, datetime.combine(CHECKED_ON, time(12), UTC))


def picture(reader: Reader, situation: Situation) -> str:
    """One card for a phone."""
    return _document(reader, "picture", _card(reader, situation))


def pages(reader: Reader) -> str:
    """Every card for paper, each on a page of its own."""
    return _document(reader, "paper", "\n".join(_card(reader, one) for one in Situation))


def digest(document: str) -> str:
    """Changes with every word in the document, and with how it is laid out."""
    return sha256(document.encode()).hexdigest()[:16]


def _card(reader: Reader, situation: Situation) -> str:
    tongue = LANGUAGES[reader.words.language]
    first, *others = rights.card(reader, situation).text.split("\n\n")
    top = f'<p class="shown" lang="en">{_lines(first)}</p>' if situation is Situation.OFFICER else _said(first)
    names = " · ".join(dict.fromkeys((tongue.own_name, tongue.english_name)))
    card = "\n".join(
        (
            f'<article class="card {situation}">',
            f'<p class="tongue"><bdi>{names}</bdi></p>',
            top,
            *map(_said, others),
            f'<p class="foot">{_lines(rights.foot(reader, situation))}</p>',
            "</article>",
        )
    )
    return _dated(card, reader)


def _said(paragraph: str) -> str:
    """Its lines, one below the other: each says something of its own."""
    lines = "".join(map(_line, paragraph.split("\n")))
    return f'<div class="said">{lines}</div>'


def _line(line: str) -> str:
    heading = HEADING.fullmatch(line)
    return f"<h2>{heading[1]}</h2>" if heading else f"<p>{_inline(line)}</p>"


def _lines(text: str) -> str:
    return _inline(text).replace("\n", "<br>")


def _inline(text: str) -> str:
    """Addresses in small letters; what has a hyphen, and what stands in a list, in one piece."""
    text = LINK.sub(r'\1<span class="link">\2</span>', text)
    *listed, last = HYPHENED.sub(lambda found: _whole(found[0]), text).split(" · ")
    return " ".join([*(_whole(f"{one}\u00a0·") for one in listed), _whole(last) if listed else last])


def _dated(card: str, reader: Reader) -> str:
    """The card, with each day in one piece."""
    days = {reader.day(one) for one in (CHECKED_ON, reader.city.order.date, reader.city.order.checked_on)}
    one_of_them = "|".join(re.escape(one) for one in sorted(days, key=len, reverse=True))
    return re.sub(one_of_them, lambda found: _whole(found[0]), card)


def _whole(text: str) -> str:
    """What a line never ends within."""
    return f'<span class="whole">{text}</span>'


def _document(reader: Reader, kind: str, cards: str) -> str:
    tongue = LANGUAGES[reader.words.language]
    title = reader.words.plain("rights.list").split("\n", 1)[0]
    return (
        f'<!doctype html>\n<html lang="{tongue.code.replace("_", "-")}" dir="{tongue.direction}" class="{kind}">\n'
        f'<meta charset="utf-8">\n<title>{title}</title>\n<style>\n{_style()}</style>\n{cards}\n</html>\n'
    )


@cache
def _style() -> str:
    return Path(__file__).with_suffix(".css").read_text()
