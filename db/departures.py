"""Who has left since the backups were made: a file beside them, so that one that is restored leaves them out.

    avisa.left     a line for each: when, and a keyed hash of their handle, which tells nothing without the main key

It lives as long as a backup does, and no longer.
"""

import fcntl
import logging
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from bot.domain.retention import RETENTION, Kept
from db import keys as key_folder

log = logging.getLogger(__name__)

NAME = "avisa.left"


def note(folder: Path, marks: Collection[bytes]) -> None:
    """These have left now. What cannot be written down is one line in the log: nobody stays because of it."""
    now = datetime.now(UTC).isoformat()
    try:
        with _held(folder, os.O_APPEND) as file:
            file.writelines(f"\n{now} {mark.hex()}".encode() for mark in marks)  # after a line that a crash cut off
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        log.warning("who has left could not be noted beside the backups: %s", error.strerror)


@contextmanager
def _held(folder: Path, how: int = 0) -> Iterator[BinaryIO]:
    """The file, nobody else's while the block lasts: who waits for it takes the one that is there by then."""
    path = folder / NAME
    while True:
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | how, 0o600), "r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                yield file
                return


def since(folder: Path, made: datetime) -> set[bytes]:
    """Who has left after that."""
    return {mark for at, mark in _all(folder / NAME) if at > made}


def is_kept(folder: Path) -> bool:
    """Whether anything is noted there at all."""
    return (folder / NAME).exists()


def expire(folder: Path, *, now: datetime) -> None:
    """Drop those that no backup knows any more."""
    if not is_kept(folder):
        return
    with _held(folder) as old:
        every = list(_all(folder / NAME))
        keep = [(at, mark) for at, mark in every if now - at < RETENTION[Kept.DEPARTURES].keep]
        if len(keep) == len(every):
            return
        part = folder / f".{NAME}"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as new:
            new.writelines(f"{at.isoformat()} {mark.hex()}\n" for at, mark in keep)
            new.flush()
            os.fsync(new.fileno())
        part.replace(folder / NAME)
        key_folder.sync(folder)
        key_folder.overwrite(old)


def _all(file: Path) -> Iterator[tuple[datetime, bytes]]:
    """Every line that is whole: the last may have been cut off by a crash."""
    if not file.exists():
        return
    for line in file.read_text().splitlines():
        at, _, mark = line.partition(" ")
        try:
            yield datetime.fromisoformat(at), bytes.fromhex(mark)
        except ValueError:
            continue
