"""The rights cards on paper and in pictures: what stands there, and that it is what the bot says now."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from bot.domain.buttons import RightsList, RightsPages, RightsPicture, read
from bot.domain.ids import Language
from bot.domain.rights import CHECKED_ON, Situation, pages_of
from bot.render import rights
from bot.render.reader import Reader
from cities import City
from cities.cards import CARDS, MADE
from cities.loading import find
from locales import LANGUAGES, Translator, plain
from locales.markup import Html
from tests.browser import paper
from tests.browser.cards import ALL, made, stale, wanted

BOSTON, _ = find("boston")
AGAIN = "run make cards"
WIDTH = 1080
"""In pixels. A PNG says its width in its bytes 16 to 19."""

SMALL = 6_000_000
"""Bytes of all files together, which every clone carries."""

PAGE = (Path(__file__).parents[2] / "docs" / "rights.md").read_text()


def words(text: str) -> str:
    """What is read of a piece of HTML, however it is broken into lines."""
    return "".join(unescape(re.sub(r"<[^>]*>", "", text)).split())


def buttons(reader: Reader, situation: Situation) -> Sequence[object]:
    return [read(key.data or "") for row in rights.card(reader, situation).keys for key in row]


def test_no_file_was_made_from_other_words_than_the_bot_says_now(boston: City) -> None:
    assert [one.name for one in stale(boston, BOSTON)] == [], AGAIN


def test_no_file_is_left_that_nobody_can_ask_for(boston: City) -> None:
    names = {one.name for one in wanted(boston)}

    assert made(BOSTON).keys() == names, AGAIN
    assert {one.name for one in (BOSTON / CARDS).iterdir()} == {MADE, *names}, AGAIN
    assert sum(one.size for one in made(BOSTON).values()) < SMALL


def test_every_picture_fills_a_phone_and_every_card_has_a_page_of_letter_paper(boston: City) -> None:
    folder = BOSTON / CARDS
    pictures = [(folder / one.name).read_bytes()[16:20] for one in wanted(boston) if one.card != ALL]
    pages = [(folder / pages_of(one)).read_bytes() for one in boston.languages]

    assert {int.from_bytes(width) for width in pictures} == {WIDTH}
    assert {len(re.findall(rb"/MediaBox \[0 0 612 792\]", one)) for one in pages} == {len(Situation)}


def test_a_number_that_changes_makes_every_card_stale(boston: City) -> None:
    elsewhere = replace(boston, languages=boston.languages[:1], hotline="617-555-0100")

    assert list(stale(elsewhere, BOSTON)) == list(wanted(elsewhere))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_card_is_on_paper(boston: City, language: Language) -> None:
    reader = paper.reads(boston, language)
    printed = words(paper.pages(reader).partition("</style>")[2])
    said = [words(part) for one in Situation for part in rights.card(reader, one).text.split("\n\n")]
    below = [words(rights.foot(reader, one)) for one in Situation]

    assert [part for part in (*said, *below) if part not in printed] == []


def test_paper_is_in_the_language_and_the_direction_of_its_reader_and_the_officers_part_in_english(
    boston: City,
) -> None:
    arabic = paper.picture(paper.reads(boston, Language("ar")), Situation.OFFICER)
    chinese = paper.pages(paper.reads(boston, Language("zh_Hant")))

    assert '<html lang="ar" dir="rtl"' in arabic
    assert '<p class="shown" lang="en"><b>I choose to stay silent.' in arabic
    assert '<html lang="zh-Hant" dir="ltr"' in chinese


def test_a_line_ends_within_no_number_and_no_name_of_a_list_and_begins_with_no_dot(boston: City) -> None:
    reader = paper.reads(boston, Language("en"))

    assert '<span class="whole">617-370-5023</span>' in paper.picture(reader, Situation.HOME)
    assert '<span class="whole">I-200</span>' in paper.picture(reader, Situation.HOME)
    assert '<span class="whole">Parking lot\u00a0·</span> <span' in paper.picture(reader, Situation.ORDER)
    assert '(<span class="whole">Feb 5, 2026</span>)' in paper.picture(reader, Situation.ORDER)


def test_below_a_card_stands_what_it_is_not_and_what_it_is_based_on(reads_boston: Reader) -> None:
    below = plain(Html(rights.foot(reads_boston, Situation.RECORDING))).split("\n")

    assert below[0].startswith("This is general information, not legal advice.")
    assert below[-1].startswith("Sources: Glik v. Cunniffe, Project Veritas v. Rollins,")
    assert below[-1].endswith("(checked on Nov 26, 2026)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_card_is_not_is_said_in_the_same_words_as_above_the_list(language: Language) -> None:
    says = Translator(language, strict=True)

    assert says("rights.list").endswith(f"\n{says('rights.general')}")


def test_the_day_on_paper_is_the_day_of_every_row_of_the_page_about_sources() -> None:
    days = dict(re.findall(r"^\| `(\w+)` \|.*\| (\d{4}-\d\d-\d\d) \|$", PAGE, re.M))

    assert days == {one: CHECKED_ON.isoformat() for one in Situation}


def test_a_card_offers_the_files_that_the_city_has(reader: Reader, reads_boston: Reader) -> None:
    without = replace(reads_boston, city=replace(reads_boston.city, cards={pages_of(Language("en")): Path("x")}))

    assert buttons(reads_boston, Situation.WORK) == [RightsPicture(Situation.WORK), RightsPages(), RightsList()]
    assert buttons(without, Situation.WORK) == [RightsPages(), RightsList()]
    assert buttons(reader, Situation.WORK) == [RightsList()]
