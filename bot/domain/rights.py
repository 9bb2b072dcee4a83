"""What there is a rights card for."""

from enum import StrEnum


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
