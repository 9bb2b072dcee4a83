"""Until a native reader has reviewed a language, `/language`, `/about` and what is printed say so in it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.rights import Situation
from bot.render import about, joining, rights
from bot.render.reader import Reader
from locales import ENGLISH, Translator
from locales.catalog import path_of
from tests.browser import paper
from tests.render.own_screens import OURS

REVIEWED = "# reviewed: native reader, 2026-02-05\n"
SAYS: Mapping[str, Callable[[Reader], str]] = {
    "about": lambda reader: about.about(reader, OURS).text,
    "language": lambda reader: joining.other_language(reader, None).text,
    "paper": lambda reader: rights.foot(reader, Situation.HOME),
}

Reviews = Callable[[int], Reader]


@pytest.fixture
def reviews(tmp_path: Path, reader: Reader) -> Reviews:
    """Somebody reads a language of which all texts but so many are reviewed. English is one that is always whole."""

    def reviews(but: int) -> Reader:
        folder = tmp_path / str(but)
        text = path_of(ENGLISH).read_text(encoding="utf-8").replace("\nmsgctxt", f"\n{REVIEWED}msgctxt")
        copy = path_of(ENGLISH, folder)
        copy.parent.mkdir(parents=True)
        copy.write_text(text.replace(REVIEWED, "", but), encoding="utf-8")
        return replace(reader, words=Translator(ENGLISH, folder=folder))

    return reviews


@pytest.mark.parametrize("where", SAYS)
def test_one_text_that_nobody_has_reviewed_is_enough_to_say_so(reviews: Reviews, where: str) -> None:
    reader = reviews(1)

    assert reader.words("about.unreviewed") in SAYS[where](reader)


@pytest.mark.parametrize("where", SAYS)
def test_nothing_is_said_once_every_text_is_reviewed(reviews: Reviews, where: str) -> None:
    reader = reviews(0)

    assert reader.words("about.unreviewed") not in SAYS[where](reader)


def test_that_no_lawyer_has_reviewed_the_cards_is_said_whoever_else_has(reviews: Reviews) -> None:
    reader = reviews(0)

    assert reader.words("about.no_lawyer") in SAYS["about"](reader)
    assert reader.words("rights.general") in SAYS["paper"](reader)


def test_what_is_printed_is_made_anew_when_a_language_has_been_reviewed(reviews: Reviews) -> None:
    before, after = (paper.digest(paper.picture(reviews(but), Situation.HOME)) for but in (1, 0))

    assert before != after


def test_the_first_screen_of_all_does_not_speak_of_it(reader: Reader) -> None:
    assert reader.words("about.unreviewed") not in joining.languages(reader).text
