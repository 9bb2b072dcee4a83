"""Backups: the database as it is at one moment, sealed with a key made from the main key, kept for a day and no longer.

    avisa-20261126T103000Z.backup    the first line, a salt, when it was made; then pieces of at most a megabyte

The key of a file is derived from the main key and the file's salt. Each piece is sealed (AES-GCM) with its number and
whether it is the last, so that none can be left out, moved or cut off. What a day's key sealed stays sealed inside.
"""

import asyncio
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from bot.domain.retention import RETENTION, Kept
from db import departures, rotating
from db import keys as key_folder
from db.engine import Database
from db.failing import Refused, Unavailable
from db.keys import Keys

FIRST_LINE = b"avisa backup 1\n"
SALT_BYTES, TIME_BYTES, TAG_BYTES = 32, 8, 16
PIECE = 1 << 20
"""Bytes sealed at a time: a machine with little memory can do it, however large the city."""

NAME = "avisa-%Y%m%dT%H%M%SZ.backup"
MADE_EVERY = timedelta(hours=6)
"""How old the newest may become in a running bot: so much is lost at most when the disk breaks."""

LOOKED_AFTER_EVERY = timedelta(minutes=10)
"""How often a running bot looks after them. One that would be too old at the next look goes at this one."""


class NoBackup(Exception):
    """It cannot be made, or what is there is none that can be read. The message says what and where."""


async def make(database: Database, folder: Path, *, now: datetime) -> Path:
    """Make a new one in the folder; where it lies. Never overwrites. The bot may be at work meanwhile."""
    with _ours(folder):
        return await _make(database, folder, now)


async def look_after(database: Database, folder: Path, *, now: datetime) -> None:
    """Remove those that are too old, and make a new one when the newest is, or opens with another main key."""
    async with database.reading() as tx:
        since = await rotating.last(tx)
    with _ours(folder):
        _expire(folder, now)
        newest = max((at for at, _ in all_in(folder)), default=None)
        is_due = newest is None or now - newest >= MADE_EVERY
        if newest is not None and since is not None:  # names tell whole seconds
            is_due = is_due or newest < since.replace(microsecond=0)
        if is_due and not key_folder.is_under_way(database.keys.folder):
            await _make(database, folder, now)


def expire(folder: Path, *, now: datetime) -> int:
    """Remove those that are too old, and what a crash left of one that was being made; how many there were."""
    with _ours(folder):
        return _expire(folder, now)


def all_in(folder: Path) -> list[tuple[datetime, Path]]:
    """Every backup in the folder and when it was made by its name, the oldest first. Other files are let be."""
    named = ((_made(path), path) for path in folder.glob("avisa-*.backup"))
    return sorted((at, path) for at, path in named if at is not None)


def _made(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


@contextmanager
def _ours(folder: Path) -> Iterator[None]:
    """Nobody else makes or removes one in this folder while the block lasts."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise NoBackup(f"the folder {folder} takes no backup: {error.strerror} (AVISA_BACKUPS)") from None
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NoBackup(f"another Avisa makes a backup in {folder} at this moment") from None
        yield
    finally:
        os.close(opened)


def _expire(folder: Path, now: datetime) -> int:
    keep = RETENTION[Kept.BACKUPS].keep - LOOKED_AFTER_EVERY
    old = [path for at, path in all_in(folder) if now - at >= keep]
    for path in old:
        path.unlink()
    departures.expire(folder, now=now)
    for left in folder.glob(".avisa-*"):
        key_folder.destroy(left)
    return len(old)


async def _make(database: Database, folder: Path, now: datetime) -> Path:
    made = folder / now.astimezone(UTC).strftime(NAME)
    if key_folder.is_under_way(database.keys.folder):
        raise NoBackup("a new main key is being put in place: a backup can be made when that is done")
    if made.exists():
        raise NoBackup(f"{made} is there already")
    copy, sealed = folder / f".{made.name}.copy", folder / f".{made.name}.sealed"
    try:
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        await database.copy_to(copy)
        await asyncio.to_thread(seal, copy, sealed, database.keys, now)
        sealed.rename(made)
        key_folder.sync(folder)
    except Refused as error:
        raise NoBackup(f"no backup can be made: {error}") from None
    except (OSError, Unavailable) as error:
        raise NoBackup(f"the folder {folder} takes no backup: {getattr(error, 'strerror', None) or error}") from None
    finally:
        for left in (copy, sealed):
            if left.exists():
                key_folder.destroy(left)
    return made


def seal(copy: Path, sealed: Path, keys: Keys, now: datetime) -> None:
    """Seal a file as a backup."""
    salt = secrets.token_bytes(SALT_BYTES)
    head = FIRST_LINE + salt + (round(now.timestamp() * 1_000_000)).to_bytes(TIME_BYTES, "big")
    cipher = keys.copies(salt)
    with copy.open("rb") as source, os.fdopen(os.open(sealed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
        to.write(head)
        for number, (piece, is_last) in enumerate(_pieces(source, PIECE)):
            to.write(cipher.encrypt(_nonce(number, is_last=is_last), piece, head))
        to.flush()
        os.fsync(to.fileno())


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """What is left of the file in pieces, and whether each is the last; at least one."""
    piece = source.read(size)
    while True:
        following = source.read(size)
        yield piece, not following
        if not following:
            return
        piece = following


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def open_into(backup: Path, target: Path, keys: Keys) -> datetime:
    """Open a backup into a new file; when it was made. Raises NoBackup, and leaves no file then."""
    try:
        with (
            backup.open("rb") as source,
            os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to,
        ):
            head = source.read(len(FIRST_LINE) + SALT_BYTES + TIME_BYTES)
            if not head.startswith(FIRST_LINE) or len(head) < len(FIRST_LINE) + SALT_BYTES + TIME_BYTES:
                raise NoBackup(f"{backup} is no backup of this Avisa")
            cipher = keys.copies(head[len(FIRST_LINE) : -TIME_BYTES])
            for number, (piece, is_last) in enumerate(_pieces(source, PIECE + TAG_BYTES)):
                to.write(cipher.decrypt(_nonce(number, is_last=is_last), piece, head))
            to.flush()
            os.fsync(to.fileno())
    except InvalidTag:
        target.unlink()
        raise NoBackup(
            f"{backup} does not open with {keys.folder / 'main.key'}: another key made it, or it is damaged"
        ) from None
    except NoBackup:
        target.unlink()
        raise
    except OSError as error:
        raise NoBackup(f"{backup} cannot be opened into {target}: {error.strerror}") from None
    return datetime.fromtimestamp(int.from_bytes(head[-TIME_BYTES:], "big") / 1_000_000, UTC)
