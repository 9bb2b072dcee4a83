"""The keys folder: what is sealed here can be read only with it, and what a day sealed only while that day's key lives.

    keys/            0700, apart from the database and its backups
      main.key       made once, when there is no database yet, or by `keys rotate`
      main.key.next  there while a rotation is wished or under way: see `db.rotating`
      days/DATE.key  made on that day, destroyed on schedule
      weeks/DATE.key  the same for a week, by its Monday: under it people are counted, and never found

Everything is AES-SIV (RFC 5297), bound to its purpose and its row, so that a sealed value moved to another row does not
open. People are found by a keyed hash: Telegram's numbers are few enough to try them all against an unkeyed one.
"""

import hmac
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from db.main_key import HANDLE_BYTES, SIV_BYTES, MainKey

MAIN, NEXT = "main.key", "main.key.next"
MAIN_BYTES = 32


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
    """Make the key that is to be the main key next, beside the one that is, unless there is one. It is there as a whole
    or not at all: a running bot takes it up as soon as it sees it."""
    with suppress(FileExistsError):
        _write(folder / NEXT, secrets.token_bytes(MAIN_BYTES))


def put_in_place(folder: Path) -> None:
    """The next main key becomes the main key, in one step; the old one is overwritten. To be called when everything is
    sealed with the new one."""
    with (folder / MAIN).open("r+b") as old:
        (folder / NEXT).replace(folder / MAIN)
        sync(folder)
        overwrite(old)


def _write(path: Path, key: bytes) -> None:
    """Write a key once, readable by us alone, on the disk before anything is sealed with it. It is there as a whole or
    not at all, also on a disk that is full: half a key would be read as a wrong one for as long as it lies there."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)
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
        overwrite(file)
    path.unlink()


def overwrite(file: BinaryIO) -> None:
    """Write over all of a file that nobody is to read any more."""
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


def _main(path: Path) -> MainKey:
    """Raise KeysError when it is missing or unreadable."""
    return MainKey.of(_read(path, MAIN_BYTES))


class Keys:
    """The open keys folder. While a new main key is being put in place of the old one, what is sealed with either opens
    and whoever is known by either is found; everything new is sealed with the new one."""

    def __init__(self, folder: Path, name: str = MAIN) -> None:
        """Raise KeysError when the main key is missing or unreadable, or when others may read the folder. With another
        name, that file is taken for the main key."""
        self.folder = folder
        self._main: tuple[MainKey, ...] = (_main(folder / name),)
        """The newest first."""
        if folder.stat().st_mode & 0o077:
            raise KeysError(f"{folder} can be read by others: chmod 700 {folder}")
        self._days: dict[date, AESSIV] = {}
        self._weeks: dict[date, bytes] = {}

    @property
    def is_rotating(self) -> bool:
        """There are two main keys."""
        return len(self._main) > 1

    def rotate(self) -> None:
        """From now on everything new is sealed with the next main key."""
        if not self.is_rotating:
            self._main = (_main(self.folder / NEXT), *self._main)

    def rotated(self) -> None:
        """Nothing is sealed with the old main key any more."""
        self._main = self._main[:1]

    def follow(self) -> bytes:
        """What shows which main key this is."""
        return self.vouch("members", b"")[:8]

    def handle(self, telegram_id: int) -> bytes:
        """How a person is found again: a keyed hash of Telegram's number for them, 16 bytes."""
        return self._main[0].handle(telegram_id)

    def handles(self, telegram_id: int) -> tuple[bytes, ...]:
        """Under which handles a person may be known, the newest first."""
        return tuple(main.handle(telegram_id) for main in self._main)

    def farewells(self, telegram_id: int) -> Sequence[bytes]:
        """Under what is noted that a person has left, one for each main key; 16 bytes."""
        return [main.farewell(telegram_id) for main in self._main]

    def alias(self, viewer: int, person: int) -> str:
        """Under which tag one person sees another, by their numbers: eight letters that nobody else can tell apart."""
        return self._main[-1].alias(viewer, person)

    def pseudonym(self, period: int, person: int) -> str:
        """Under which tag all organizers see what a person did, by their number: another in each period."""
        return self._main[-1].pseudonym(period, person)

    def vouch(self, purpose: str, value: bytes) -> bytes:
        """What shows that this value was written by whoever has the keys; 32 bytes."""
        return self._main[0].vouch(purpose, value)

    def is_vouched(self, purpose: str, value: bytes, voucher: bytes) -> bool:
        """Whether that was made by `vouch` for this value."""
        return any(hmac.compare_digest(main.vouch(purpose, value), voucher) for main in self._main)

    def copies(self, salt: bytes) -> AESGCM:
        """What seals and opens the backup with this salt."""
        return self._main[-1].copies(salt)

    def seal_id(self, purpose: str, row: bytes, number: int) -> bytes:
        """Seal one of Telegram's numbers, bound to its purpose and row; 24 bytes."""
        return self._main[0].ids.encrypt(number.to_bytes(8, "big", signed=True), [purpose.encode(), row])

    def open_id(self, purpose: str, row: bytes, sealed: bytes) -> int:
        """Open what `seal_id` sealed. Raises KeysError with any other key, purpose or row."""
        for main in self._main:
            try:
                return int.from_bytes(main.ids.decrypt(sealed, [purpose.encode(), row]), "big", signed=True)
            except InvalidTag:
                continue
        raise KeysError(f"a sealed {purpose} does not open with {self.folder / 'main.key'}")

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
