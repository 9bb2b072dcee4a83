"""The disk under the database: whether it takes what is written, and how much room it has."""

import errno
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

LEAST = 100
"""Megabytes that must be free: the log and a backup need room, and a full disk stops everything."""

MEGABYTE = 1_000_000

OF_SQLITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR})
OF_THE_KERNEL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""The numbers of the errors that say so."""

PRIMARY = 0xFF
"""The part of SQLite's numbers that tells the kind; the rest tells where."""


@dataclass(slots=True)
class Disk:
    """How it stands with it, as far as was noticed."""

    refuses: bool = False
    """Something could not be written, and nobody has found since that it can."""


def is_refusal(error: BaseException | None) -> bool:
    """Whether the disk is full or takes nothing for another reason, and nothing else is wrong."""
    if isinstance(error, OSError):
        return error.errno in OF_THE_KERNEL
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & PRIMARY in OF_SQLITE


def free(folder: Path) -> int:
    """Megabytes that are left where this folder lies."""
    return shutil.disk_usage(folder).free // MEGABYTE
