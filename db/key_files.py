"""How a key lies on a disk: written once and as a whole, read, overwritten before it goes. Several processes may do so
in one folder."""

import os
import secrets
from pathlib import Path
from typing import BinaryIO

Seen = tuple[int, int]
"""What tells one file from another that was put in its place: its inode, and nanoseconds of its last change."""


class KeysError(Exception):
    """The keys folder is missing, wrong or too open. The message names what and where."""


class KeyGone(Exception):
    """What was to be opened was sealed on a day whose key was destroyed: nobody can read it any more."""


def write(path: Path, key: bytes) -> None:
    """Write a key once, readable by us alone, on the disk before anything is sealed with it. It is there as a whole or
    not at all, also on a disk that is full: half a key would be read as a wrong one for as long as it lies there.
    Raises FileExistsError for one that is there already, whoever has made it."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)
    sync(path.parent)


def read(path: Path, *sizes: int) -> bytes:
    """The key in that file, of one of these sizes. Raises KeysError when it is missing or none."""
    try:
        key = bytes.fromhex(path.read_text().strip())
    except FileNotFoundError:
        raise KeysError(f"{path} is missing") from None
    except (OSError, ValueError) as error:
        raise KeysError(f"{path} cannot be read: {type(error).__name__}") from None
    if len(key) not in sizes:
        raise KeysError(f"{path} holds {len(key)} bytes instead of {sizes[0]}")
    return key


def seen(path: Path) -> Seen | None:
    """Which file lies there; none when there is none. Raises KeysError when nobody can tell."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:  # a mounted folder that is away
        raise KeysError(f"{path} cannot be read: {type(error).__name__}") from None
    return found.st_ino, found.st_mtime_ns


def sync(folder: Path) -> None:
    """What was made, renamed or removed in this folder is so on the disk too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def destroy(path: Path) -> None:
    """Overwrite a file that nobody is to read any more, and remove it."""
    with path.open("r+b") as file:
        overwrite(file)
    path.unlink()


def overwrite(file: BinaryIO) -> None:
    """Write over all of a file that nobody is to read any more."""
    left = os.fstat(file.fileno()).st_size
    while left:
        left -= file.write(b"0" * min(left, 1 << 20))
    file.flush()
    os.fsync(file.fileno())
