"""Keys that live for a while: one for each day, one for each week. A file for each, which other processes may make and
destroy as well."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from db.key_files import KeyGone, Seen, destroy, read, seen, sync, write

T = TypeVar("T")


class Periods(Generic[T]):
    """All of one kind, by the date on which their time begins."""

    def __init__(self, folder: Path, size: int, becomes: Callable[[bytes], T]) -> None:
        """Keys of `size` bytes; `becomes` makes of them what is sealed with."""
        self._folder, self._size, self._becomes = folder, size, becomes
        self._open: dict[date, tuple[Seen | None, T]] = {}

    def path(self, begins: date) -> Path:
        """Where the key lies."""
        return self._folder / f"{begins.isoformat()}.key"

    def of(self, begins: date, *, make_it: bool = True) -> T:
        """The key of that time. Whoever makes it at the same moment has the same one. Raises KeyGone where it is not to
        be made, and is not there."""
        if (kept := self._open.get(begins)) is not None:
            return kept[1]
        path = self.path(begins)
        if (was := seen(path)) is None:
            if not make_it:
                raise KeyGone(f"the key of {begins} was destroyed")
            self._folder.mkdir(mode=0o700, exist_ok=True)
            with suppress(FileExistsError):
                write(path, secrets.token_bytes(self._size))
            was = seen(path)
        key = self._becomes(read(path, self._size))
        sync(self._folder)  # whoever has made it a moment ago may not have come so far
        self._open[begins] = was, key
        return key

    def all(self) -> list[date]:
        """When the time of those begins that still live, the oldest first."""
        return sorted(date.fromisoformat(path.stem) for path in self._folder.glob("*.key"))

    def destroy_before(self, begins: date) -> list[date]:
        """Destroy those whose time began before that, and say which."""
        gone = [kept for kept in self.all() if kept < begins]
        for old in gone:
            self._open.pop(old, None)
            with suppress(FileNotFoundError):  # another process was faster
                destroy(self.path(old))
        return gone

    def follow(self) -> None:
        """Drop from memory what another process has destroyed."""
        for begins, (was, _) in list(self._open.items()):
            if seen(self.path(begins)) != was:
                self._open.pop(begins, None)
