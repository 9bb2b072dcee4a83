"""python -m locales check | status | sync."""

import argparse
import sys
from pathlib import Path

from bot.domain.text import columns
from locales.catalog import FOLDER, UnreadableCatalogError, read
from locales.check import check
from locales.languages import LANGUAGES
from locales.sync import sync

COMMANDS = {
    "check": "what is wrong with any text in any language; exit 0 only when nothing is",
    "status": "how far each language is; exit 0 only when all is translated",
    "sync": "brings new and changed English texts to the other languages",
}


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """Does what is asked, prints, and returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m locales", description="The texts of Avisa.")
    commands = parser.add_subparsers(dest="command", required=True)
    for command, meaning in COMMANDS.items():
        commands.add_parser(command, help=meaning, description=meaning)
    match parser.parse_args(arguments).command:
        case "check":
            return _check(folder)
        case "status":
            return _status(folder)
        case _:
            return _sync(folder)


def _check(folder: Path) -> int:
    found = check(folder)
    print("\n".join(found) if found else f"{len(LANGUAGES)} languages: all is whole")
    return 1 if found else 0


def _status(folder: Path) -> int:
    print(f"{'language':<10}{'own name':<24}{'entries':>8}{'translated':>12}{'reviewed':>10}{'newest review':>15}")
    whole = True
    for code, tongue in LANGUAGES.items():
        name = tongue.own_name + " " * (24 - columns(tongue.own_name))
        try:
            entries = read(code, folder).entries.values()
        except UnreadableCatalogError as why:
            print(f"{code:<10}{name}{why}")
            whole = False
            continue
        translated = sum(entry.is_translated for entry in entries)
        days = [entry.reviewed_on for entry in entries if entry.is_reviewed and entry.reviewed_on]
        newest = max(days).isoformat() if days else "never"
        print(f"{code:<10}{name}{len(entries):>8}{translated:>12}{len(days):>10}{newest:>15}")
        whole = whole and translated == len(entries)
    return 0 if whole else 1


def _sync(folder: Path) -> int:
    try:
        changed = sync(folder)
    except UnreadableCatalogError:
        return _check(folder)
    print("changed:", ", ".join(changed) if changed else "nothing")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
