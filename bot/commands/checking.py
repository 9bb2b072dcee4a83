"""Everything that is wrong before a start, a line each. Changes nothing, and may run beside the bot."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from bot.opening import whole_city
from bot.settings import Settings, complaint
from cities import CityError
from db.disk import LEAST, free
from db.failing import Damaged
from db.keys import KeysError
from db.opening import CannotOpen, inspect
from db.sqlite import sqlite_file


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong, in one line without a secret."""

    says: str
    is_about_keys: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking at everything."""

    fine: str
    wrong: tuple[Wrong, ...]


async def look() -> Looked:
    """Look at the settings, the city, the folders, the database and its keys."""
    settings, wrong = _settings()
    fine = "settings"
    try:
        fine = f"{whole_city(settings).name}: settings and city"
    except CityError as error:
        wrong.append(Wrong(str(error)))
    try:
        found = await inspect(settings.database_url, settings.keys)
        fine += f" are whole; {found}"
    except KeysError as error:
        wrong.append(Wrong(str(error), is_about_keys=True))
    except (CannotOpen, Damaged) as error:
        wrong.append(Wrong(str(error)))
    wrong += [*_folders(settings), *_open_to_others(settings)]
    return Looked(fine, tuple(dict.fromkeys(wrong)))


def _settings(**instead: Any) -> tuple[Settings, list[Wrong]]:
    """The settings; where one does not work, with its default, so that the rest can be looked at too."""
    try:
        return Settings(**instead), []
    except ValidationError as error:
        for one in error.errors(include_url=False, include_context=False, include_input=False):
            name = str(one["loc"][0]) if one["loc"] else "webhook_url"
            instead[name] = SecretStr("0:none") if name == "token" else Settings.model_fields[name].default
        settings, more = _settings(**instead)
        return settings, [*(Wrong(line) for line in complaint(error).split("; ")), *more]


def _folders(settings: Settings) -> Iterator[Wrong]:
    """What is wrong with where things lie."""
    file = sqlite_file(settings.database_url)
    data = None if file is None else file.resolve().parent
    keys, kept = settings.keys.resolve(), settings.backups
    if data is not None and keys.is_relative_to(data):
        yield Wrong(f"the keys {keys} lie in the data folder: whoever gets the one has the other (AVISA_KEYS)", True)
    if kept is not None:
        if not kept.is_dir() or not os.access(kept, os.W_OK | os.X_OK):
            yield Wrong(f"the folder {kept} takes no backup: it does not exist, or belongs to others (AVISA_BACKUPS)")
        if kept.resolve().is_relative_to(keys) or keys.is_relative_to(kept.resolve()):
            yield Wrong(f"the backups {kept} and the keys {keys} lie in one folder (AVISA_BACKUPS)", True)
    for folder in dict.fromkeys(one for one in (data, kept) if one is not None and one.is_dir()):
        left = free(folder)
        if left < LEAST:
            yield Wrong(f"the disk of {folder} has {left} MB left: make room for {LEAST}")


def _open_to_others(settings: Settings) -> Iterator[Wrong]:
    """What others than whoever runs Avisa can read, and must not."""
    for one in sorted([settings.keys, *settings.keys.rglob("*")]):
        if one.exists() and one.stat().st_mode & 0o077:
            yield Wrong(f"{one} can be read by others: chmod {'700' if one.is_dir() else '600'} {one}", True)
    private = (Path(".env"), settings.backups)
    for other in private:
        if other is not None and other.exists() and other.stat().st_mode & 0o077:
            yield Wrong(f"{other} can be read by others: chmod {'700' if other.is_dir() else '600'} {other}")
