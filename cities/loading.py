"""A city read from its folder. What loads is whole; what is not whole does not load."""

from pathlib import Path

from cities.areas import crossings, neighborhoods
from cities.cards import cards
from cities.city import City
from cities.outlines import of_neighborhoods, of_places
from cities.places import COLUMNS, OTHERS, Known, places
from cities.policy import policy
from cities.reading import CityError, Entry, read_csv, read_json, read_toml
from cities.rules import box, contacts, hotline, languages, order, parts, zone

FOLDER = Path(__file__).parent


def load(name_or_path: str) -> City:
    """The city in that folder of `cities/`, or in a folder elsewhere; CityError in one line when it is not whole."""
    folder, label = find(name_or_path)
    top = read_toml(folder, "city.toml", label)
    areas = read_toml(folder, "neighborhoods.toml", label)
    rows = read_csv(folder, "places.csv", label, COLUMNS, OTHERS)
    drawn = read_json(folder, "outlines.json", label)
    return _city(folder, top, areas, rows, drawn)


def find(name_or_path: str) -> tuple[Path, str]:
    """A city's folder, and how complaints call it."""
    known = sorted(one.parent.name for one in FOLDER.glob("*/city.toml"))
    if name_or_path in known:
        return FOLDER / name_or_path, f"{FOLDER.name}/{name_or_path}"
    elsewhere = Path(name_or_path)
    if not name_or_path or not elsewhere.is_dir():
        raise CityError(f"city {name_or_path or '(no name)'}: neither one of cities/ ({', '.join(known)}) nor a folder")
    return elsewhere.resolve(), name_or_path.rstrip("/")


def _city(folder: Path, top: Entry, areas: Entry, rows: list[Entry], drawn: Entry | None) -> City:
    top.only("name", "zone", "languages", "parts", "box", "policy", "order", "contacts")
    extent, said, people = box(top.table("box")), order(top.table("order")), contacts(top.table("contacts"))
    rules = policy(top.table("policy") if "policy" in top.values else Entry(top.where, {}))
    here = neighborhoods(areas, parts(top), reach_m=rules.border_m)
    lands = of_neighborhoods(drawn, frozenset(here), extent) if drawn else {}
    grounds = of_places(drawn, {row.values["id"] for row in rows}, extent) if drawn else {}
    return City(
        id=folder.name,
        name=top.text("name"),
        zone=zone(top),
        box=extent,
        languages=languages(top),
        parts=parts(top),
        policy=rules,
        order=said,
        contacts=people,
        hotline=hotline(top, people),
        neighborhoods=here,
        crossings=crossings(areas, here),
        outlines=lands,
        places=places(rows, Known(here, said, extent, lands, grounds)),
        cards=cards(folder, said, people),
    )
