"""The situations that there is a rights card for."""

from enum import StrEnum


class Situation(StrEnum):
    """Where someone is, or what happens; `rights.<value>` in the catalogs."""

    HOME = "home"
    PUBLIC = "public"
    CAR = "car"
    WORK = "work"
    CITY_BUILDING = "city_building"
    TAKEN = "taken"
    RECORDING = "recording"
