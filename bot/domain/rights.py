"""What there is a rights card for, and what it is based on."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from bot.domain.ids import Language


class Situation(StrEnum):
    """Where someone is, what happens, or what they want at hand; `rights.<value>` in the catalogs."""

    HOME = "home"
    PUBLIC = "public"
    CAR = "car"
    WORK = "work"
    CITY_BUILDING = "city_building"
    TAKEN = "taken"
    RECORDING = "recording"
    FAMILY = "family"
    OFFICER = "officer"
    """Not to read but to show: what an officer reads is English, whatever the language of who shows it."""
    ORDER = "order"


GUIDE = "Massachusetts Attorney General (mma.org)"
GROUPS = ("ACLU", "ILRC", "NILC")
SOURCES: Mapping[Situation, tuple[str, ...]] = {
    **dict.fromkeys(Situation, (GUIDE, *GROUPS)),
    Situation.RECORDING: ("Glik v. Cunniffe", "Project Veritas v. Rollins", "M.G.L. c.\u00a0272 §\u00a099", GUIDE),
    Situation.FAMILY: ("ILRC", "ACLU", "NILC"),
    Situation.ORDER: (GUIDE,),
}
"""Whose pages the cards were compared with, by the names under which they are found. The order is named on its card."""

CHECKED_ON = date(2026, 11, 26)
"""The day on which somebody last compared the cards with them."""


def picture_of(situation: Situation, language: Language) -> str:
    """The file with one card, for a phone."""
    return f"rights-{language}-{situation}.png"


def pages_of(language: Language) -> str:
    """The file with all cards, for paper."""
    return f"rights-{language}.pdf"
