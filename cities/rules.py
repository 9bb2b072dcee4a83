"""What `city.toml` says: where the city lies, its languages and parts, its order, its contacts."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.domain.ids import Language
from cities.city import PARTS, Contact, Order, OrderLine, Reach
from cities.geometry import Box
from cities.place import PlaceKind
from cities.reading import TEXT_LIMIT, Entry, each

HOTLINE = "hotline"
"""The contact that every alert names."""

LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?")
PHONE = re.compile(r"\+?\d[\d-]{1,18}\d")
LINK = re.compile(r"https://[!-~]+")


def zone(top: Entry) -> ZoneInfo:
    """The city's time zone."""
    name = top.text("zone")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise top.wrong(f"zone must be a time zone such as America/New_York, and is {name}") from None


def box(entry: Entry) -> Box:
    """Where the city lies; sane, so that a slip in it does not let every slip in a place pass."""
    entry.only("south", "west", "north", "east")
    found = Box(*(entry.number(key) for key in ("south", "west", "north", "east")))
    if not (-90 <= found.south < found.north <= 90 and -180 <= found.west < found.east <= 180):
        raise entry.wrong("south must be below north, and west below east, in degrees")
    if found.north - found.south > 1 or found.east - found.west > 2:
        raise entry.wrong("no city is larger than 1 degree from south to north and 2 from west to east")
    return found


def languages(top: Entry) -> tuple[Language, ...]:
    """The city's languages by their shape; whether we speak them is for `locales/` to say."""
    found = top.texts("languages")
    for one in found:
        if not LANGUAGE.fullmatch(one):
            raise top.wrong(f"languages must be codes such as en, kea, zh_Hant, and has {one}")
    if not found:
        raise top.wrong("languages must name one at least")
    return tuple(Language(one) for one in found)


def parts(top: Entry) -> tuple[str, ...]:
    """The parts in which a menu shows the neighborhoods."""
    found = top.texts("parts")
    for one in found:
        if one not in PARTS:
            raise top.wrong(f"parts must be of {', '.join(PARTS)}, and has {one}")
    if not found:
        raise top.wrong("parts must name one at least")
    return found


def order(entry: Entry) -> Order:
    """The city's order, what it says of each kind of place, and what it does not cover."""
    entry.only("title", "date", "source", "checked_on", "reach", "lines")
    return Order(
        title=entry.text("title", TEXT_LIMIT),
        date=entry.day("date"),
        source=entry.text("source", TEXT_LIMIT),
        checked_on=entry.day("checked_on"),
        lines=_lines(entry.table("lines")),
        reach=_reach(entry),
    )


def _reach(entry: Entry) -> Reach:
    name = entry.text("reach")
    if name not in list(Reach):
        raise entry.wrong(f"reach must be of {', '.join(Reach)}, and is {name}")
    return Reach(name)


def _lines(entry: Entry) -> Mapping[PlaceKind, OrderLine]:
    entry.only(*OrderLine)
    found: dict[PlaceKind, OrderLine] = {}
    for line in entry.values:
        for name in entry.texts(line):
            if name not in list(PlaceKind):
                raise entry.wrong(f"{line} must be of {', '.join(PlaceKind)}, and has {name}")
            if name in found:
                raise entry.wrong(f"{name} is in two lines")
            found[PlaceKind(name)] = OrderLine(line)
    return MappingProxyType(found)


def contacts(entry: Entry) -> Mapping[str, Contact]:
    """The numbers and links by what they are for."""
    return MappingProxyType({one.id: one for one in each(entry.tables(), _contact)})


def _contact(entry: Entry) -> Contact:
    entry.only("name", "phone", "link", "source", "checked_on", "agreed_on")
    phone = entry.shaped("phone", PHONE, "digits and hyphens") if "phone" in entry.values else None
    link = entry.shaped("link", LINK, "an https link", TEXT_LIMIT) if "link" in entry.values else None
    if phone is None and link is None:
        raise entry.wrong("neither phone nor link")
    return Contact(
        id=entry.id,
        name=entry.text("name"),
        phone=phone,
        link=link,
        source=entry.text("source", TEXT_LIMIT),
        checked_on=entry.day("checked_on"),
        agreed_on=entry.maybe_day("agreed_on"),
    )


def hotline(top: Entry, found: Mapping[str, Contact]) -> str:
    """The phone of the contact that every alert names."""
    phone = found[HOTLINE].phone if HOTLINE in found else None
    if phone is None:
        raise top.wrong(f"contacts must have {HOTLINE}, with a phone")
    return phone
