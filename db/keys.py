"""The keys folder: what is sealed here can be read only with it, and what a day sealed only while that day's key lives.

    keys/            0700, apart from the database and its backups
      main.key       made when there is no database yet, by `keys rotate`, or in the night (`bot.services.renewing`)
      main.key.next  there while a rotation is wished: everybody opens with it, nobody seals
      main.key.new   there while a rotation is under way: everybody seals with it (see `db.rotating`)
      rotation.lock  held by the process that rotates
      days/DATE.key  made on that day, destroyed on schedule
      weeks/DATE.key  the same for a week, by its Monday: under it people are counted, and never found

Everything is AES-SIV (RFC 5297), bound to its purpose and its row, so that a sealed value moved to another row does not
open. People are found by a keyed hash: Telegram's numbers are few enough to try them all against an unkeyed one.

Several processes may have the folder open: what another does in it each takes up when it is told to `follow`.
"""

import fcntl
import hmac
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from db.key_files import KeyGone, KeysError, Seen, destroy, overwrite, read, seen, sync, write
from db.main_key import HANDLE_BYTES, MAIN_BYTES, SIV_BYTES, TAGS_BYTES, MainKey, tags_of
from db.periods import Periods

__all__ = ["MAIN", "NEXT", "KeyGone", "Keys", "KeysError", "destroy", "make", "overwrite", "prepare", "sync"]

MAIN, NEXT, NEW = "main.key", "main.key.next", "main.key.new"
SIZES = (MAIN_BYTES, MAIN_BYTES + TAGS_BYTES)
"""Of a main key: without what its tags are made from, or with it."""

LOCK = "rotation.lock"

FINGERPRINT_BYTES = 8


def make(folder: Path) -> None:
    """Make the folder and its main key. Never overwrites: an existing main key raises FileExistsError."""
    (folder / "days").mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    write(folder / MAIN, secrets.token_bytes(MAIN_BYTES))


def prepare(folder: Path, *, keeps_tags: bool = False) -> None:
    """Make the key that is to be the main key next, beside the one that is, unless there is one or another is being put
    in place. It is there as a whole or not at all: a running bot takes it up as soon as it sees it. The tags of people
    become others, unless it `keeps_tags`."""
    if not (folder / NEW).exists():
        tags = tags_of(read(folder / MAIN, *SIZES)) if keeps_tags else b""
        with suppress(FileExistsError):
            write(folder / NEXT, secrets.token_bytes(MAIN_BYTES) + tags)


def is_under_way(folder: Path) -> bool:
    """Whether a new main key is wished for or being put in place."""
    return (folder / NEXT).exists() or (folder / NEW).exists()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other process puts a new main key in place while the block lasts. Raises KeysError when one does: also one
    that was stopped in the middle of it, and would go on where it was."""
    with (folder / LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KeysError(f"another process puts a new main key in place at this moment ({folder / LOCK})") from None
        yield


def begin(folder: Path) -> None:
    """From now on everybody is to seal with the next main key. To be called when everybody can open with it."""
    if not (folder / NEW).exists():
        (folder / NEXT).rename(folder / NEW)
        sync(folder)


def put_in_place(folder: Path) -> None:
    """The new main key becomes the main key, in one step; the old one is overwritten. To be called when everything is
    sealed with the new one."""
    with (folder / MAIN).open("r+b") as old:
        (folder / NEW).replace(folder / MAIN)
        sync(folder)
        overwrite(old)


@dataclass(frozen=True, slots=True)
class MainKeys:
    """Those that there are, as one look into the folder has found them."""

    place: MainKey
    """The one that is in its place."""
    seals: MainKey
    """The one that seals: the same, or the one that takes its place."""
    all: tuple[MainKey, ...]
    """All that open, the one that seals first."""
    seen: tuple[Seen | None, ...]
    """Which files they were."""

    @property
    def fingerprint(self) -> bytes:
        """The same for two that would seal and open the same; it tells nothing about the keys."""
        every = b"".join(one.vouch("all the main keys", b"") for one in self.all)
        return self.seals.vouch("the main keys", every)[:FINGERPRINT_BYTES]


def _seen(folder: Path) -> tuple[Seen | None, ...]:
    return tuple(seen(folder / name) for name in (NEXT, NEW, MAIN))


def _look(folder: Path) -> MainKeys:
    """Read them, and once more if another process has moved one meanwhile. A next one that cannot be read has sealed
    nothing, and is let be. Raises KeysError for any other."""
    while True:
        found = _seen(folder)
        try:
            looked = _taken(folder, found)
        except KeysError:
            if found == _seen(folder):
                raise
        else:
            if found == _seen(folder):
                return looked


def _taken(folder: Path, found: tuple[Seen | None, ...]) -> MainKeys:
    wished, new, _ = found
    place = MainKey.of(read(folder / MAIN, *SIZES))
    seals = place if new is None else MainKey.of(read(folder / NEW, *SIZES))
    opens = [seals] if new is None else [seals, place]
    if wished is not None:
        with suppress(KeysError):
            opens.append(MainKey.of(read(folder / NEXT, *SIZES)))
    return MainKeys(place, seals, tuple(opens), found)


class Keys:
    """The open keys folder. While a new main key is being put in place of the old one, what is sealed with either opens
    and whoever is known by either is found."""

    def __init__(self, folder: Path) -> None:
        """Raise KeysError when a main key is missing or unreadable, or when others may read the folder."""
        self.folder = folder
        self._main = _look(folder)
        if folder.stat().st_mode & 0o077:
            raise KeysError(f"{folder} can be read by others: chmod 700 {folder}")
        self._days: Periods[AESSIV] = Periods(folder / "days", SIV_BYTES, AESSIV)
        self._weeks: Periods[bytes] = Periods(folder / "weeks", MAIN_BYTES, bytes)

    @property
    def is_rotating(self) -> bool:
        """There is more than one main key."""
        return len(self._main.all) > 1

    def follow(self) -> bytes:
        """Take up what another process has done in the folder: a main key that is to be opened or sealed with or is
        gone, a day's or a week's that was destroyed. The same 8 bytes for two processes that would seal and open the
        same with their main keys; they tell nothing about these. Cheap enough to be done twice a second. Raises
        KeysError when the folder cannot be read as it must be."""
        if _seen(self.folder) != self._main.seen:
            self._main = _look(self.folder)
        self._days.follow()
        self._weeks.follow()
        return self._main.fingerprint

    def handle(self, telegram_id: int) -> bytes:
        """How a person is found again: a keyed hash of Telegram's number for them, 16 bytes."""
        return self._main.seals.handle(telegram_id)

    def handles(self, telegram_id: int) -> tuple[bytes, ...]:
        """Under which handles a person may be known, the one that is new first."""
        return tuple(main.handle(telegram_id) for main in self._main.all)

    def farewells(self, telegram_id: int) -> Sequence[bytes]:
        """Under what is noted that a person has left, one for each main key; 16 bytes."""
        return [main.farewell(telegram_id) for main in self._main.all]

    def alias(self, viewer: int, person: int) -> str:
        """Under which tag one person sees another, by their numbers: eight letters that nobody else can tell apart."""
        return self._main.place.alias(viewer, person)

    def pseudonym(self, period: int, person: int) -> str:
        """Under which tag all organizers see what a person did, by their number: another in each period."""
        return self._main.place.pseudonym(period, person)

    def vouch(self, purpose: str, value: bytes) -> bytes:
        """What shows that this value was written by whoever has the keys; 32 bytes."""
        return self._main.seals.vouch(purpose, value)

    def is_vouched(self, purpose: str, value: bytes, voucher: bytes) -> bool:
        """Whether that was made by `vouch` for this value."""
        return any(hmac.compare_digest(main.vouch(purpose, value), voucher) for main in self._main.all)

    def copies(self, salt: bytes) -> AESGCM:
        """What seals and opens the backup with this salt."""
        return self._main.place.copies(salt)

    def seal_id(self, purpose: str, row: bytes, number: int) -> bytes:
        """Seal one of Telegram's numbers, bound to its purpose and row; 24 bytes."""
        return self._main.seals.ids.encrypt(number.to_bytes(8, "big", signed=True), [purpose.encode(), row])

    def open_id(self, purpose: str, row: bytes, sealed: bytes) -> int:
        """Open what `seal_id` sealed. Raises KeysError with any other key, purpose or row."""
        for main in self._main.all:
            try:
                return int.from_bytes(main.ids.decrypt(sealed, [purpose.encode(), row]), "big", signed=True)
            except InvalidTag:
                continue
        raise KeysError(f"a sealed {purpose} does not open with {self.folder / 'main.key'}")

    def seal(self, day: date, purpose: str, row: bytes, text: bytes) -> bytes:
        """Seal what must be unreadable once `day`'s key is destroyed. Makes that key if there is none yet."""
        return self._days.of(day).encrypt(text, [purpose.encode(), row, day.isoformat().encode()])

    def open(self, day: date, purpose: str, row: bytes, sealed: bytes) -> bytes:
        """Open what `seal` sealed. Raises KeyGone once that day's key was destroyed, KeysError if it is another."""
        key = self._days.of(day, make_it=False)
        try:
            return key.decrypt(sealed, [purpose.encode(), row, day.isoformat().encode()])
        except InvalidTag:
            raise KeysError(f"a sealed {purpose} of {day} does not open with {self._days.path(day)}") from None

    def destroy_before(self, day: date) -> list[date]:
        """Destroy the keys of all days before `day`, and say which. What they sealed is gone wherever a copy lies."""
        return self._days.destroy_before(day)

    def days(self) -> list[date]:
        """The days whose keys still live, oldest first."""
        return self._days.all()

    def mark(self, monday: date, handle: bytes) -> bytes:
        """Under what someone is counted in that week, by their handle: 16 bytes that nobody can make again once the
        week's key was destroyed. Makes that key if there is none yet."""
        return hmac.digest(self._weeks.of(monday), handle, sha256)[:HANDLE_BYTES]

    def weeks(self) -> list[date]:
        """The Mondays of the weeks whose keys still live, oldest first."""
        return self._weeks.all()

    def destroy_weeks_before(self, monday: date) -> list[date]:
        """Destroy the keys of all weeks that began before that, and say which: their marks are nobody's any more."""
        return self._weeks.destroy_before(monday)
