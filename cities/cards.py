"""The rights cards of a city as files, which `make cards` makes: they are given to people only while they are true.

A city that was copied and has got other numbers would otherwise hand out those of the first.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from cities.city import City, Contact, Order

CARDS = "cards"
"""The folder within a city's own. A city may do without."""

MADE = "made.json"
"""Lists the files in it, and from what they were made."""


def facts(order: Order, contacts: Mapping[str, Contact]) -> str:
    """Changes with everything of the city that stands on a card: its order, numbers and links."""
    reached = sorted([one.id, one.phone, one.link] for one in contacts.values())
    days = [order.date.isoformat(), order.checked_on.isoformat()]
    said = [order.title, *days, order.source, order.reach, sorted(order.lines.items()), reached]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def cards(folder: Path, order: Order, contacts: Mapping[str, Contact]) -> Mapping[str, Path]:
    """The files by their names; none when they were made from other facts than these."""
    listed = made(folder)
    if listed.get("facts") != facts(order, contacts):
        return {}
    return {name: folder / CARDS / name for name in listed["files"]}


def made(folder: Path) -> Mapping[str, Any]:
    """The list of what was made in a city's folder; empty where nothing was."""
    found = folder / CARDS / MADE
    return json.loads(found.read_text()) if found.exists() else {}


def outdated(folder: Path, city: City) -> list[str]:
    """What to do about cards that say other things than the city does."""
    told = f"{CARDS}/: made from other numbers, or another order, than city.toml has now: run make cards"
    return [told] if made(folder) and not city.cards else []
