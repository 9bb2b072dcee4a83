"""A city as data, and what reads it: what `load` returns is whole, or CityError says in one line what is wrong.

A city is a folder: `city.toml` (rules, policy, contacts), `neighborhoods.toml`, `places.csv`. No code knows any city.
`python -m cities check CITY` says everything that is wrong with one; `docs/cities.md` says how to make one.
"""

from cities.city import Box, City, Contact, Neighborhood, Order, OrderLine, Place, PlaceKind
from cities.loading import load
from cities.nearest import Near, metres, nearest
from cities.reading import CityError

__all__ = [
    "Box",
    "City",
    "CityError",
    "Contact",
    "Near",
    "Neighborhood",
    "Order",
    "OrderLine",
    "Place",
    "PlaceKind",
    "load",
    "metres",
    "nearest",
]
