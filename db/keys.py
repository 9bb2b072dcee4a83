"""The keys folder: what is sealed here can be read only with it, and what a day sealed only while that day's key lives.

    keys/            0700, apart from the database and its backups
      main.key       made once, when there is no database yet, or by `keys rotate`
      main.key.next  there while a rotation is under way: see `db.rotating`
      days/DATE.key  made on that day, destroyed on schedule
      weeks/DATE.key  the same for a week, by its Monday: under it people are counted, and never found

Everything is AES-SIV (RFC 5297), bound to its purpose and its row, so that a sealed value moved to another row does not
open. People are found by a keyed hash: Telegram's numbers are few enough to try them all against an unkeyed one.
"""

import hmac
import os
import secrets
from base64 import b32encode
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAIN, NEXT = "main.key", "main.key.next"
MAIN_BYTES = 32
SIV_BYTES = 64
ALIAS_BYTES = 5
"""40 bits, eight letters: two of a thousand volunteers meet by chance once in two million organizers."""
HANDLE_BYTES = 16
"""128 bits: two of a million people meet by chance once in 10^26 cities."""


class KeysError(Exception):
    """The keys folder is missing, wrong or too open. The message names what and where."""


class KeyGone(Exception):
    """What was to be opened was sealed on a day whose key was destroyed: nobody can read it any more."""


def make(folder: Path) -> None:
    """Make the folder and its main key. Never overwrites: an existing main key raises FileExistsError."""
    (folder / "days").mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    _write(folder / MAIN, secrets.token_bytes(MAIN_BYTES))


def prepare(folder: Path) -> None:
    """Make the key that is to be the main key next, beside the one that is. Never overwrites one."""
    _write(folder / NEXT, secrets.token_bytes(MAIN_BYTES))


def put_in_place(folder: Path) -> None:
    """The next main key becomes the main key, in one step; the old one is overwritten. To be called when everything is
    sealed with the new one."""
    with (folder / MAIN).open("r+b") as old:
        (folder / NEXT).replace(folder / MAIN)
        sync(folder)
        _overwrite(old)


def _write(path: Path, key: bytes) -> None:
    """Write a key once, readable by us alone, on the disk before anything is sealed with it."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    sync(path.parent)


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
        _overwrite(file)
    path.unlink()


def _overwrite(file: BinaryIO) -> None:
    left = os.fstat(file.fileno()).st_size
    while left:
        left -= file.write(b"0" * min(left, 1 << 20))
    file.flush()
    os.fsync(file.fileno())


def _read(path: Path, size: int) -> bytes:
    try:
        key = bytes.fromhex(path.read_text().strip())
    except FileNotFoundError:
        raise KeysError(f"{path} is missing") from None
    except (OSError, ValueError) as error:
        raise KeysError(f"{path} cannot be read: {type(error).__name__}") from None
    if len(key) != size:
        raise KeysError(f"{path} holds {len(key)} bytes instead of {size}")
    return key


class Keys:
    """The open keys folder."""

    def __init__(self, folder: Path, name: str = MAIN) -> None:
        """Raise KeysError when the main key is missing or unreadable, or when others may read the folder. With another
        name, that file is taken for the main key."""
        self.folder = folder
        main = _read(folder / name, MAIN_BYTES)
        if folder.stat().st_mode & 0o077:
            raise KeysError(f"{folder} can be read by others: chmod 700 {folder}")
        self._lookup = _derived(main, b"avisa lookup", 32)
        self._aliases = _derived(main, b"avisa aliases", 32)
        self._pseudonyms = _derived(main, b"avisa pseudonyms", 32)
        self._vouching = _derived(main, b"avisa vouching", 32)
        self._ids = AESSIV(_derived(main, b"avisa ids", SIV_BYTES))
        self._backups = _derived(main, b"avisa backup", 32)
        self._days: dict[date, AESSIV] = {}
        self._weeks: dict[date, bytes] = {}

    def handle(self, telegram_id: int) -> bytes:
        """How a person is found again: a keyed hash of Telegram's number for them, 16 bytes."""
        return hmac.digest(self._lookup, telegram_id.to_bytes(8, "big", signed=True), sha256)[:HANDLE_BYTES]

    def alias(self, viewer: int, person: int) -> str:
        """Under which tag one person sees another, by their numbers: eight letters that nobody else can tell apart."""
        pair = viewer.to_bytes(8, "big") + person.to_bytes(8, "big")
        return b32encode(hmac.digest(self._aliases, pair, sha256)[:ALIAS_BYTES]).decode()

    def pseudonym(self, period: int, person: int) -> str:
        """Under which tag all organizers see what a person did, by their number: another in each period."""
        when = period.to_bytes(8, "big", signed=True) + person.to_bytes(8, "big")
        return b32encode(hmac.digest(self._pseudonyms, when, sha256)[:ALIAS_BYTES]).decode()

    def vouch(self, purpose: str, value: bytes) -> bytes:
        """What shows that this value was written by whoever has the keys; 32 bytes."""
        return hmac.digest(self._vouching, purpose.encode() + b"\0" + value, sha256)

    def copies(self, salt: bytes) -> AESGCM:
        """What seals and opens the backup with this salt."""
        return AESGCM(_derived(self._backups, salt, 32))

    def seal_id(self, purpose: str, row: bytes, number: int) -> bytes:
        """Seal one of Telegram's numbers, bound to its purpose and row; 24 bytes."""
        return self._ids.encrypt(number.to_bytes(8, "big", signed=True), [purpose.encode(), row])

    def open_id(self, purpose: str, row: bytes, sealed: bytes) -> int:
        """Open what `seal_id` sealed. Raises KeysError with any other key, purpose or row."""
        try:
            return int.from_bytes(self._ids.decrypt(sealed, [purpose.encode(), row]), "big", signed=True)
        except InvalidTag:
            raise KeysError(f"a sealed {purpose} does not open with {self.folder / 'main.key'}") from None

    def seal(self, day: date, purpose: str, row: bytes, text: bytes) -> bytes:
        """Seal what must be unreadable once `day`'s key is destroyed. Makes that key if there is none yet."""
        return self._day(day, make_it=True).encrypt(text, [purpose.encode(), row, day.isoformat().encode()])

    def open(self, day: date, purpose: str, row: bytes, sealed: bytes) -> bytes:
        """Open what `seal` sealed. Raises KeyGone once that day's key was destroyed, KeysError if it is another."""
        try:
            return self._day(day, make_it=False).decrypt(sealed, [purpose.encode(), row, day.isoformat().encode()])
        except InvalidTag:
            raise KeysError(f"a sealed {purpose} of {day} does not open with {self._path(day)}") from None

    def destroy_before(self, day: date) -> list[date]:
        """Destroy the keys of all days before `day`, and say which. What they sealed is gone wherever a copy lies."""
        gone = [kept for kept in self.days() if kept < day]
        for old in gone:
            self._days.pop(old, None)
            destroy(self._path(old))
        return gone

    def days(self) -> list[date]:
        """The days whose keys still live, oldest first."""
        return sorted(date.fromisoformat(path.stem) for path in (self.folder / "days").glob("*.key"))

    def mark(self, monday: date, handle: bytes) -> bytes:
        """Under what someone is counted in that week, by their handle: 16 bytes that nobody can make again once the
        week's key was destroyed. Makes that key if there is none yet."""
        if monday not in self._weeks:
            path = self._week_path(monday)
            if not path.exists():
                path.parent.mkdir(mode=0o700, exist_ok=True)
                _write(path, secrets.token_bytes(MAIN_BYTES))
            self._weeks[monday] = _read(path, MAIN_BYTES)
        return hmac.digest(self._weeks[monday], handle, sha256)[:HANDLE_BYTES]

    def weeks(self) -> list[date]:
        """The Mondays of the weeks whose keys still live, oldest first."""
        return sorted(date.fromisoformat(path.stem) for path in (self.folder / "weeks").glob("*.key"))

    def destroy_weeks_before(self, monday: date) -> list[date]:
        """Destroy the keys of all weeks that began before that, and say which: their marks are nobody's any more."""
        gone = [kept for kept in self.weeks() if kept < monday]
        for old in gone:
            self._weeks.pop(old, None)
            destroy(self._week_path(old))
        return gone

    def _week_path(self, monday: date) -> Path:
        return self.folder / "weeks" / f"{monday.isoformat()}.key"

    def _path(self, day: date) -> Path:
        return self.folder / "days" / f"{day.isoformat()}.key"

    def _day(self, day: date, *, make_it: bool) -> AESSIV:
        if day not in self._days:
            path = self._path(day)
            if not path.exists():
                if not make_it:
                    raise KeyGone(f"the key of {day} was destroyed")
                path.parent.mkdir(mode=0o700, exist_ok=True)
                _write(path, secrets.token_bytes(SIV_BYTES))
            self._days[day] = AESSIV(_read(path, SIV_BYTES))
        return self._days[day]


def _derived(main: bytes, purpose: bytes, size: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=size, salt=None, info=purpose).derive(main)
