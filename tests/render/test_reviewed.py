"""Until a native reader has reviewed a language, `/language` and `/about` say so in it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.screen import Screen
from bot.render import about, joining
from bot.render.reader import Reader
from locales import ENGLISH, Translator
from locales.catalog import path_of

REVIEWED = "# reviewed: native reader, 2026-02-05\n"
SCREENS: list[Callable[[Reader], Screen]] = [about.about, lambda reader: joining.other_language(reader, None)]

Reviews = Callable[[int], Reader]


@pytest.fixture
def reviews(tmp_path: Path, reader: Reader) -> Reviews:
    """Somebody reads a language of which all texts but so many are reviewed. English is one that is always whole."""

    def reviews(but: int) -> Reader:
        text = path_of(ENGLISH).read_text(encoding="utf-8").replace("\nmsgctxt", f"\n{REVIEWED}msgctxt")
        copy = path_of(ENGLISH, tmp_path)
        copy.parent.mkdir()
        copy.write_text(text.replace(REVIEWED, "", but), encoding="utf-8")
        return replace(reader, words=Translator(ENGLISH, folder=tmp_path))

    return reviews


@pytest.mark.parametrize("screen", SCREENS, ids=["about", "language"])
def test_one_text_that_nobody_has_reviewed_is_enough_to_say_so(
    reviews: Reviews, screen: Callable[[Reader], Screen]
) -> None:
    reader = reviews(1)

    assert reader.words("about.unreviewed") in screen(reader).text


@pytest.mark.parametrize("screen", SCREENS, ids=["about", "language"])
def test_nothing_is_said_once_every_text_is_reviewed(reviews: Reviews, screen: Callable[[Reader], Screen]) -> None:
    reader = reviews(0)

    assert reader.words("about.unreviewed") not in screen(reader).text


def test_the_first_screen_of_all_does_not_speak_of_it(reader: Reader) -> None:
    assert reader.words("about.unreviewed") not in joining.languages(reader).text
