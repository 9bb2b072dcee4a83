"""What one report says of where, when and what, as far as it says so: all that is ever compared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from types import MappingProxyType

from bot.domain.incident import Activity

DEGREE_M = 111_195.0
"""Metres in a degree of latitude, on a sphere of the mean radius."""

Point = tuple[float, float]
"""Metres to the east and to the north, on the plane of the city."""

STANDOFF_M = 50.0
"""Along each axis: people tell where they stand, and that is across the street or down the block from what they see. A
city block's face is 80 to 100 m."""

GROUNDS_M = 40.0
"""Along each axis: what is "at" a school or a library is somewhere on its grounds, around the place's own point."""

RADIUS_PER_AXIS = 1.51
"""Phones call the radius their accuracy that holds the truth in 68 of 100 cases: so many standard deviations along one
axis, when both are normal."""

NO_ACCURACY_M = 50.0
"""What a point without an accuracy gets: a phone between houses."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A report as it is compared with others. `key` names it, and orders what was seen at the same moment."""

    key: str
    seen: float
    """When, in minutes since 1970."""
    told: float
    """When it arrived here, in the same minutes. Clocks differ: it may be before `seen`."""
    activity: Activity
    neighborhood: str | None = None
    place: str | None = None
    """The one that was chosen. Equal names mean the same place, and nothing more."""
    point: Point | None = None
    blur: float = 0.0
    """How far off the point may be: the variance along one axis, in square metres."""
    text: str = ""
    """The words that were typed, small and between single blanks."""
    names: tuple[str, ...] = ()
    """The names of places in them, small."""
    language: str = ""
    inside: str | None = None
    """The place that its pin was taken for: nobody has said that it was there."""

    @property
    def order(self) -> tuple[float, float, str]:
        """The same for the same sighting whenever it arrives."""
        return self.seen, self.told, self.key


def minutes(moment: datetime) -> float:
    """The moment in minutes since 1970."""
    return moment.timestamp() / 60


def on_plane(lat: float, lon: float, latitude: float) -> Point:
    """A point in degrees on the plane of a city that lies around this latitude: within 50 km right to some metres."""
    return lon * DEGREE_M * cos(radians(latitude)), lat * DEGREE_M


def blur_of(accuracy_m: float | None, *, is_place: bool) -> float:
    """The variance of a pin with this accuracy, or of a place's own point."""
    if is_place:
        return GROUNDS_M**2
    radius = NO_ACCURACY_M if accuracy_m is None else accuracy_m
    return STANDOFF_M**2 + (radius / RADIUS_PER_AXIS) ** 2


WORD = re.compile(r"\[[^\]]*\]|[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
"""A mask for something that was taken out, a word or a number, or a mark that ends a name."""


def words(text: str) -> str:
    """The text's words and numbers, small and between single blanks, without what was masked."""
    return " ".join(word.casefold() for word in WORD.findall(text) if word[0].isalnum())


def names(text: str, neighborhood: str | None) -> tuple[str, ...]:
    """What the text calls by name, in whatever language it is: two words or more that begin with a capital, with the
    number that follows them. A name that says no more than the neighborhood does is none, nor is one word: many
    sentences begin with a capital, and agencies are written in capitals."""
    home = set(words(neighborhood or "").split())
    found, run = [], list[str]()
    for word in (*WORD.findall(text), "."):
        if word[0].isupper() and not word[1:2].isupper():
            run.append(word.casefold())
        elif word.isdecimal() and run and not run[-1].isdecimal():
            run.append(word)
        else:
            if len(run) > 1 and not home.issuperset(run):
                found.append(" ".join(run))
            run = []
    return tuple(found)


LOOKS_LIKE: Mapping[Activity, frozenset[Activity]] = MappingProxyType(
    {
        Activity.GATHERING: frozenset({Activity.PATROL, Activity.CHECKPOINT, Activity.ENTRY}),
        Activity.PATROL: frozenset({Activity.GATHERING, Activity.QUESTIONING}),
        Activity.QUESTIONING: frozenset({Activity.DETENTION, Activity.CHECKPOINT, Activity.PATROL}),
        Activity.DETENTION: frozenset({Activity.QUESTIONING, Activity.ENTRY}),
        Activity.ENTRY: frozenset({Activity.DETENTION, Activity.GATHERING}),
        Activity.CHECKPOINT: frozenset({Activity.QUESTIONING, Activity.GATHERING}),
        Activity.OTHER: frozenset(),
    }
)
"""What passers-by take each activity for: one scene seen a moment earlier, later, or from the other side."""
