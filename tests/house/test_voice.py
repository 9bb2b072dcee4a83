"""The pages on how Avisa speaks and on the rights cards say what the catalogs say."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import Language
from bot.domain.rights import Situation
from locales import ENGLISH, LANGUAGES, clock, date, plain
from locales.catalog import parse, path_of, read
from locales.markup import Html
from tests.house.generated import ROOT

BOSTON = ZoneInfo("America/New_York")
AT = datetime(2026, 2, 5, 16, 10, tzinfo=BOSTON)
TEXTS = read(ENGLISH).entries


def rows(page: str) -> list[list[str]]:
    """The cells of the tables of a page, row by row."""
    lines = re.findall(r"^\| (.+) \|$", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.M)
    return [line.split(" | ") for line in lines]


EXAMPLES = {key.strip("`"): said for key, *_, said in rows("voice.md") if key.startswith("`")}
TONGUES = {own_name: cells for own_name, *cells in rows("voice.md")}
CARDS = {card.strip("`"): cells for card, *cells in rows("rights.md") if card.startswith("`")}


@pytest.mark.parametrize("key", EXAMPLES)
def test_an_example_of_how_to_say_it_is_said_so(key: str) -> None:
    assert plain(Html(TEXTS[key].forms[0])) == EXAMPLES[key]


SPOKEN_OF = [code for code, tongue in LANGUAGES.items() if tongue.own_name in TONGUES]


@pytest.mark.parametrize("language", SPOKEN_OF)
def test_the_page_says_you_the_time_and_the_day_as_each_language_does(language: Language) -> None:
    _, example, time, day, quotes = TONGUES[LANGUAGES[language].own_name]
    texts = read(language).entries

    assert example == texts["alert.rights"].forms[0]
    assert (time, day) == (clock(AT, language, BOSTON), date(AT, language, BOSTON))
    assert all(mark in texts["rights.public"].forms[0] for mark in quotes.split())


def test_every_rights_card_has_its_sources_on_the_page() -> None:
    assert list(CARDS) == list(Situation)


@pytest.mark.parametrize("situation", Situation)
def test_the_catalog_names_the_sources_of_a_card_and_the_day_that_the_page_names(situation: Situation) -> None:
    [comments] = [one.auto_comments for one in parse(path_of(ENGLISH)) if one.context == f"rights.{situation}"]
    note, checked = " ".join(comments), datetime.fromisoformat(CARDS[situation][-1])

    assert "Sources: " in note
    assert f"compared on {checked:%b} {checked.day}, {checked.year}" in note
    assert "No lawyer has read it." in note
