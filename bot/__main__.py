"""`python -m bot [run | check | migrate | backup | restore | move | hold | keys]`: nobody else reads the settings."""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot import running
from bot.commands import checking, moving, tending
from bot.domain.hold import NoHold
from bot.listening import CannotListen
from bot.settings import Settings, complaint
from bot.wire import TokenRefused
from cities import CityError
from db.backups import NoBackup
from db.failing import Damaged, Locked
from db.keys import KeysError
from db.moving import CannotMove
from db.opening import CannotOpen


class Exit(IntEnum):
    """How `python -m bot` ends. The numbers are those of sysexits.h where it has one."""

    ASKED_TO_STOP = 0
    SETTINGS = 2
    """Settings that do not work here, a port that is taken, a refused token, a damaged database, no backup, no such
    hold, no move."""
    ANOTHER_RUNS = 75
    KEYS = 78


Does = Callable[[Settings, argparse.Namespace], Awaitable[None]]


def _run(settings: Settings, _given: argparse.Namespace) -> Awaitable[None]:
    return running.run(settings)


COMMANDS: dict[str, tuple[Does | None, str]] = {
    "run": (_run, "run the bot until it is told to stop"),
    "check": (None, "say everything that is wrong before a start, and change nothing"),
    "migrate": (lambda settings, _: tending.migrate(settings), "bring the database up to this version, and stop"),
    "backup": (lambda settings, given: tending.back_up(settings, given.folder), "make an encrypted backup"),
    "restore": (lambda settings, given: tending.restore(settings, given.file), "put a backup where no database is"),
    "move": (
        lambda settings, given: moving.move(settings, given.to, destroy=given.destroy),
        "copy the city, with no bot at work, to another database, and see that it is the same there",
    ),
    "hold": (
        lambda settings, given: tending.hold(settings, given.until, given.reason),
        "keep public facts for longer because a lawyer said so; without --until, end that",
    ),
    "keys": (
        lambda settings, _: tending.rotate(settings),
        "a new main key in place of the old, also while the bot runs",
    ),
}
"""What can be asked for. `check` goes on where the others stop: at settings that do not work."""

ASKS: dict[str, dict[str, dict[str, Any]]] = {
    "backup": {"folder": {"nargs": "?", "type": Path, "metavar": "FOLDER", "help": "where to; else AVISA_BACKUPS"}},
    "restore": {"file": {"type": Path, "metavar": "FILE", "help": "what `backup` has made"}},
    "move": {
        "to": {
            "metavar": "URL",
            "help": "the empty place, as AVISA_DATABASE_URL will name it: of a PostgreSQL or a file",
        },
        "--destroy": {"action": "store_true", "help": "then destroy the database where it was"},
    },
    "hold": {
        "--until": {"type": date.fromisoformat, "metavar": "YYYY-MM-DD", "help": "the last day; at most 90 from now"},
        "--reason": {"metavar": "FILE-NUMBER", "help": "by which the lawyer finds it; no names"},
    },
    "keys": {"what": {"choices": ["rotate"], "metavar": "rotate", "help": "seal everything with a new main key"}},
}
"""What must be said beside it."""


def main(arguments: list[str]) -> int:
    """Do what was asked. What cannot be done is one line on stderr, and an exit code of section `Exit`."""
    given = _parser().parse_args(arguments)
    os.umask(0o077)  # whatever is written is for this account alone
    if given.does is None:
        return _check()
    try:
        asyncio.run(_do(given.does, Settings(), given))
    except ValidationError as error:
        return _stop(Exit.SETTINGS, complaint(error))
    except (CannotListen, CannotMove, CannotOpen, CityError, Damaged, NoBackup, NoHold, TokenRefused) as error:
        return _stop(Exit.SETTINGS, str(error))
    except Locked as error:
        return _stop(Exit.ANOTHER_RUNS, str(error))
    except KeysError as error:
        return _stop(Exit.KEYS, str(error))
    return Exit.ASKED_TO_STOP


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Avisa, a community rapid-response alert bot.")
    parser.set_defaults(does=_run)
    verbs = parser.add_subparsers(metavar="COMMAND")
    for name, (does, says) in COMMANDS.items():
        verb = verbs.add_parser(name, help=says, description=says)
        verb.set_defaults(does=does)
        for flag, wanted in ASKS.get(name, {}).items():
            verb.add_argument(flag, **wanted)
    return parser


async def _do(does: Does, settings: Settings, given: argparse.Namespace) -> None:
    await does(settings, given)


def _check() -> int:
    found = asyncio.run(checking.look())
    codes = [_stop(Exit.KEYS if one.is_about_keys else Exit.SETTINGS, one.says) for one in found.wrong]
    if not codes:
        print(found.fine)
    return max(codes, default=Exit.ASKED_TO_STOP)


def _stop(code: Exit, why: str) -> int:
    print(f"avisa: {why}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
