"""Looking for what should be gone, in raw files: a number is there in many spellings, and a search for its digits lies.

SQLite keeps 7,000,000,001 as a six-byte integer, as a varint, or as text, and never as ten digits unless told to.
"""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FEWEST = 4
"""A needle of fewer bytes is found everywhere by chance."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One needle in one file."""

    file: str
    needle: str


def encodings(number: int) -> dict[str, bytes]:
    """Every way in which one of Telegram's numbers could lie in a file, by name. It must be over 2^24."""
    digits = str(number).encode()
    least = (number.bit_length() + 7) // 8
    found = {
        "decimal": digits,
        "utf-16-le": str(number).encode("utf-16-le"),
        "utf-16-be": str(number).encode("utf-16-be"),
        "hex": f"{number:x}".encode(),
        "HEX": f"{number:X}".encode(),
        "varint": varint(number),
    }
    for size in range(max(least, FEWEST), 9):
        found[f"big-endian {size}"] = number.to_bytes(size, "big")
        found[f"little-endian {size}"] = number.to_bytes(size, "little")
    for name, text in (("decimal", digits), ("bytes", number.to_bytes(8, "big"))):
        found |= {f"base64 of {name} at {at}": piece for at, piece in enumerate(_base64(text))}
    return found


def varint(number: int) -> bytes:
    """The number as SQLite writes row ids and sizes: seven bits a byte, the highest first (fewer than 9 bytes)."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    if len(groups) > 8:
        raise ValueError("a varint of nine bytes is written in another way")
    return bytes(reversed(groups))


def _base64(text: bytes) -> Iterator[bytes]:
    """What base64 makes of the text wherever it begins, without the letters that its neighbors have a part in."""
    for before in range(3):
        whole = (len(text) + before) // 3 * 3 - before
        first = -before % 3
        inner = text[first : first + (whole - first) // 3 * 3]
        if len(inner) >= 3:
            yield base64.b64encode(inner)


def spellings(secret: bytes) -> dict[str, bytes]:
    """Every way in which bytes such as a person's handle could lie in a file."""
    return {
        "raw": secret,
        "reversed": secret[::-1],
        "hex": secret.hex().encode(),
        "HEX": secret.hex().upper().encode(),
        **{f"base64 at {at}": piece for at, piece in enumerate(_base64(secret))},
    }


def hits(folder: Path, needles: Mapping[str, bytes]) -> list[Hit]:
    """Which needles lie in which files below the folder."""
    short = [name for name, needle in needles.items() if len(needle) < FEWEST]
    if short:
        raise ValueError(f"too short to be told from chance: {', '.join(short)}")
    return [
        Hit(str(path.relative_to(folder)), name)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for body in [path.read_bytes()]
        for name, needle in needles.items()
        if needle in body
    ]
