"""Which files with rights cards a city should have, and what those that it has were made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.domain.rights import Situation, pages_of, picture_of
from cities import City, cards
from tests.browser import paper

ALL = "all"
"""What stands for a situation where a file has every card."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that there should be."""

    name: str
    language: str
    card: str
    document: str
    """The page of HTML that it is made from."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made."""

    language: str
    card: str
    words: str
    """`paper.digest` of the page that it was made from."""
    size: int
    """In bytes."""


def wanted(city: City) -> Iterator[Wanted]:
    """For each language of the city a picture of each card, and all of them as pages."""
    for language in city.languages:
        reader = paper.reads(city, language)
        for one in Situation:
            yield Wanted(picture_of(one, language), language, one, paper.picture(reader, one))
        yield Wanted(pages_of(language), language, ALL, paper.pages(reader))


def made(folder: Path) -> Mapping[str, Made]:
    """What was made for the city in this folder, by name."""
    return {name: Made(**one) for name, one in cards.made(folder).get("files", {}).items()}


def stale(city: City, folder: Path) -> Iterator[Wanted]:
    """What has to be made for the city in this folder: what is missing, was changed, or was made from other words."""
    known = made(folder)
    for one in wanted(city):
        file, was = folder / cards.CARDS / one.name, known.get(one.name)
        size = file.stat().st_size if file.exists() else None
        if was is None or (was.words, was.size) != (paper.digest(one.document), size):
            yield one
