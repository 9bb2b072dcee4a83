"""Readers: someone who reads a language, in a real city or in a small one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.ids import Language
from bot.render.reader import Reader
from cities import City, load
from locales import Translator
from tests.render.screens import NOW

Reads = Callable[[str], Reader]

HARBORTON = Path(__file__).parents[1] / "services" / "city"


@pytest.fixture(scope="session")
def boston() -> City:
    """The largest city that we have."""
    return load("boston")


@pytest.fixture(scope="session")
def harborton() -> City:
    """The smallest."""
    return load(str(HARBORTON))


@pytest.fixture
def reads(boston: City) -> Reads:
    """Someone in Boston who reads a language; a missing text or slot raises."""
    return lambda language: Reader(Translator(Language(language), strict=True), boston, NOW)


@pytest.fixture
def reader(harborton: City) -> Reader:
    """Someone in Harborton who reads English."""
    return Reader(Translator(Language("en"), strict=True), harborton, NOW)


@pytest.fixture
def reads_boston(boston: City) -> Reader:
    """Someone in Boston who reads English."""
    return Reader(Translator(Language("en"), strict=True), boston, NOW)
