"""The words under the picture of the counts."""

import pytest

from bot.domain.stats import ROWS, Picture, Row
from bot.domain.text import utf16_length
from bot.render.stats import caption
from locales import LANGUAGES, plain
from tests.render.conftest import Reads

LONGEST = 1024
"""UTF-16 units that Telegram takes under a picture."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_fit_with_the_longest_names(reads: Reads, language: str) -> None:
    reader = reads(language)
    names = sorted(reader.city.neighborhoods, key=lambda one: -len(reader.neighborhood(one)))
    said = plain(caption(reader, Picture((), tuple(Row(one, (), None, None) for one in names[:ROWS]))))

    assert utf16_length(said) <= LONGEST
    assert f"{ROWS}. " in said
