"""`python -m bot [run | check | migrate]`: reads the settings, and nobody else does."""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from enum import IntEnum

from pydantic import ValidationError

from bot import app
from bot.settings import Settings, complaint
from bot.wire import TokenRefused
from cities import CityError
from db.engine import Damaged
from db.keys import KeysError
from db.lock import Locked
from db.opening import CannotOpen


class Exit(IntEnum):
    """How `python -m bot` ends. The numbers are those of sysexits.h where it has one."""

    ASKED_TO_STOP = 0
    SETTINGS = 2
    """Settings that do not work here, a token that Telegram refuses, or a database that is damaged."""
    ANOTHER_RUNS = 75
    KEYS = 78


COMMANDS: dict[str, tuple[Callable[[Settings], Awaitable[None]], str]] = {
    "run": (app.run, "run the bot until it is told to stop"),
    "check": (app.check, "say what is wrong before a start, and change nothing"),
    "migrate": (app.migrate, "bring the database up to this version, and stop"),
}


def main(arguments: list[str]) -> int:
    """Do what was asked. What cannot be done is one line on stderr, and an exit code of section `Exit`."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Avisa, a community rapid-response alert bot.")
    verbs = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (_, text) in COMMANDS.items():
        verbs.add_parser(name, help=text, description=text)
    os.umask(0o077)  # whatever is written is for this account alone
    does, _ = COMMANDS[parser.parse_args(arguments).command or "run"]
    try:
        asyncio.run(_do(does, Settings()))
    except ValidationError as error:
        return _stop(Exit.SETTINGS, complaint(error))
    except (CannotOpen, CityError, Damaged, TokenRefused) as error:
        return _stop(Exit.SETTINGS, str(error))
    except Locked as error:
        return _stop(Exit.ANOTHER_RUNS, str(error))
    except KeysError as error:
        return _stop(Exit.KEYS, str(error))
    return Exit.ASKED_TO_STOP


async def _do(does: Callable[[Settings], Awaitable[None]], settings: Settings) -> None:
    await does(settings)


def _stop(code: Exit, why: str) -> int:
    print(f"avisa: {why}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
