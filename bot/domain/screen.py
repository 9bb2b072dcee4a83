"""What a person is shown, as plain data: text that is ready for Telegram, and rows of buttons under it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One button: what it says, and either what it carries back to us (at most 64 bytes) or where it leads."""

    says: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: Telegram HTML of at most 4096 UTF-16 units, and its keyboard."""

    text: str
    keys: tuple[tuple[Key, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file made for one person, and kept nowhere."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Venue:
    """A public place on the map: its own point, in degrees, and never anyone's."""

    title: str
    address: str
    lat: float
    lon: float
