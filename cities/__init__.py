"""A city as data, and what reads it: what `load` returns is whole, or CityError says in one line what is wrong.

A city is a folder: `city.toml` (rules, policy, contacts), `neighborhoods.toml`, `places.csv`, and it may have
`outlines.json`. No code knows any city.
`python -m cities check CITY` says everything that is wrong with one; `docs/cities.md` says how to make one.
"""

from cities.city import (
    City,
    Contact,
    Crossing,
    CrossingKind,
    Neighborhood,
    Order,
    OrderLine,
    Reach,
)
from cities.geometry import Box, Outline, metres
from cities.loading import load
from cities.nearest import Near, nearest
from cities.place import Place, PlaceKind
from cities.reading import CityError

__all__ = [
    "Box",
    "City",
    "CityError",
    "Contact",
    "Crossing",
    "CrossingKind",
    "Near",
    "Neighborhood",
    "Order",
    "OrderLine",
    "Outline",
    "Place",
    "PlaceKind",
    "Reach",
    "load",
    "metres",
    "nearest",
]
