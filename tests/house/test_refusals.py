"""Every no has its words, and is drawn in the family."""

import inspect
import re

import pytest

from bot.domain import refusals
from bot.domain.refusals import Refusal
from locales import ENGLISH
from locales.catalog import read

FAMILY = [one for _, one in inspect.getmembers(refusals, inspect.isclass) if issubclass(one, Refusal)]
NOES = [one for one in FAMILY if one is not Refusal]
TEXTS = read(ENGLISH).entries
"""The other languages say whatever English says: `tests/locales` sees to that."""


@pytest.mark.parametrize("kind", NOES)
def test_every_refusal_has_words(kind: type[Refusal]) -> None:
    refused = kind.__new__(kind)

    assert f"refusal.{refused.name}" in TEXTS


def test_no_words_are_left_of_a_refusal_that_is_gone() -> None:
    names = {kind.__new__(kind).name for kind in NOES}

    assert {key.removeprefix("refusal.") for key in TEXTS if key.startswith("refusal.")} == names


def test_the_family_is_drawn_whole() -> None:
    drawn = re.findall(r"^[├└]── (\w+)", str(refusals.__doc__), re.M)

    assert sorted(drawn) == sorted(one.__name__ for one in NOES)
