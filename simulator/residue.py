"""What is left of someone in a folder: a number is looked for in every form in which a program may have written it."""

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path

SMALLEST = 4
"""Bytes: shorter forms are everywhere by chance."""


def encodings(number: int) -> Mapping[str, bytes]:
    """The forms of one of Telegram's numbers, by name. A search for its digits alone misses nearly all of them."""
    digits = str(number)
    found = {
        "digits": digits.encode(),
        "UTF-16 little": digits.encode("utf-16-le"),
        "UTF-16 big": digits.encode("utf-16-be"),
        "hex": f"{number:x}".encode(),
        "HEX": f"{number:X}".encode(),
        "base64": base64.b64encode(digits.encode()).rstrip(b"="),
        "varint": _varint(number),
    }
    for size in range(max(SMALLEST, (number.bit_length() + 7) // 8), 9):
        found[f"{size} bytes big"] = number.to_bytes(size, "big")
        found[f"{size} bytes little"] = number.to_bytes(size, "little")
    return found


def _varint(number: int) -> bytes:
    """As SQLite writes a row's number: seven bits a byte, the highest first."""
    septets = [number & 0x7F]
    while number := number >> 7:
        septets.append(number & 0x7F | 0x80)
    return bytes(reversed(septets))


def hits(folder: Path, needles: Mapping[str, bytes]) -> Iterator[str]:
    """Where something is found: `avisa.db-wal: 6 bytes big`, for every file below the folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            for form, needle in needles.items():
                if needle in content:
                    yield f"{path.relative_to(folder)}: {form}"
