"""The only place with words: `Translator("es")("label.place", place="Mattapan Library")` is safe Telegram HTML.

The texts are in `<language>/messages.po`; English is the source of truth. `python -m locales check` says what is wrong
with any of them, `status` how far they are, `sync` brings a new or changed English text to the other languages.
"""

from locales.languages import ENGLISH, LANGUAGES, Direction, Tongue, guess
from locales.markup import Html, escape, join, plain
from locales.times import age, clock, date
from locales.translator import Translator, Unsayable, load

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Direction",
    "Html",
    "Tongue",
    "Translator",
    "Unsayable",
    "age",
    "clock",
    "date",
    "escape",
    "guess",
    "join",
    "load",
    "plain",
]
