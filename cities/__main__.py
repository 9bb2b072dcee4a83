"""python -m cities check CITY [--against FOLDER]."""

import argparse
import sys
from pathlib import Path

from cities.against import UnreadableDataError, against
from cities.cards import outdated
from cities.city import City
from cities.loading import find, load
from cities.reading import CityError

CHECK = "everything that is wrong with a city; exit 0 only when nothing is"


def main(arguments: list[str]) -> int:
    """Do what is asked, print a line for each score and each finding, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m cities", description="The cities of Avisa.")
    check = parser.add_subparsers(dest="command", required=True).add_parser("check", help=CHECK, description=CHECK)
    check.add_argument("city", help="a folder in cities/, or a path to one")
    check.add_argument("--against", metavar="FOLDER", type=Path, help="public data about the city to score it by")
    asked = parser.parse_args(arguments)
    try:
        city = load(asked.city)
        scores = against(city, asked.against) if asked.against else []
    except CityError as error:
        return _say(*error.findings)
    except UnreadableDataError as error:
        return _say(str(error))
    from cities.coverage import coverage  # noqa: PLC0415  a third of a second, and most mistakes are found before

    findings = [*coverage(city), *outdated(find(asked.city)[0], city)]
    whole = not findings and all(score.is_whole for score in scores)
    print(_counts(city) + (": all is whole" if whole else ""))
    for score in scores:
        print(score if score.is_whole else f"{score}: TOO FEW", *(f"  {miss}" for miss in score.misses), sep="\n")
    return 0 if whole else _say(*findings)


def _say(*findings: str) -> int:
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1


def _counts(city: City) -> str:
    kinds = {place.kind for place in city.places.values()}
    drawn = len(city.outlines) + sum(place.outline is not None for place in city.places.values())
    return (
        f"{city.name}: {len(city.neighborhoods)} neighborhoods in {len(city.parts)} parts, {len(city.places)} places "
        f"of {len(kinds)} kinds, {drawn} outlines, {len(city.contacts)} contacts ({len(city.examples)} examples), "
        f"{len(city.languages)} languages"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
