"""What someone reads who wants to know their rights, and what they show."""

import re
from dataclasses import replace

import pytest

from bot.domain.buttons import RightsCard, read
from bot.domain.ids import Language
from bot.domain.rights import Situation
from bot.domain.screen import Screen
from bot.render import rights
from bot.render.reader import Reader
from cities import Reach
from locales import ENGLISH, LANGUAGES, Translator, plain
from locales.catalog import read as catalog
from locales.markup import Html
from locales.template import visible

TEXTS = catalog(ENGLISH).entries
OF_TWO = {Situation.ORDER: ("rights.order", *(f"order.{one}" for one in Reach))}
"""The cards that are made of more than one text of ours."""

SENTENCE_ENDS = re.compile(r"[.?!](?=[”\s]|$)")
SIXTH_GRADE = 7.0
"""The formula of Flesch and Kincaid answers with years of school: below this, six are enough."""

VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?<=[a-z])(?:(?<!l)e|(?<![td])ed|(?<![scgxz])es)$")
"""Ends of English words that are written and not said: arrive, signed, homes."""


def said(screen: Screen) -> str:
    """What a reader sees."""
    return plain(Html(screen.text))


def written(situation: Situation) -> str:
    """What we wrote for a card, in English."""
    return "\n".join(visible(TEXTS[key].forms[0]) for key in OF_TWO.get(situation, (f"rights.{situation}",)))


def grade(text: str) -> float:
    """How many years of school a text in English needs (Kincaid et al. 1975; syllables by their vowels)."""
    sentences = [one for one in re.split(r"(?<=[.?!”])\s+|\n", text) if one]
    words = re.findall(r"[A-Za-z’']+", text)
    syllables = sum(max(1, len(VOWELS.findall(SILENT.sub("", word.lower())))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_the_rights_cards_are_said_to_be_no_legal_advice(reader: Reader) -> None:
    screen = rights.cards(reader)

    assert "not legal advice" in said(screen)
    assert "no lawyer has reviewed it yet" in said(screen)
    assert [read(key.data or "") for row in screen.keys for key in row] == [RightsCard(one) for one in Situation]


@pytest.mark.parametrize("situation", Situation)
def test_every_card_names_the_hotline_of_the_city(reader: Reader, situation: Situation) -> None:
    assert said(rights.card(reader, situation)).endswith("Hotline: 617-555-0100")


@pytest.mark.parametrize("situation", Situation)
def test_a_card_is_three_to_six_sentences_that_six_years_of_school_are_enough_for(situation: Situation) -> None:
    text = written(situation)

    assert 3 <= len(SENTENCE_ENDS.findall(text)) <= 6
    assert grade(text) < SIXTH_GRADE


def test_an_officials_sentence_is_not_taken_for_plain_speech() -> None:
    official = (
        "Individuals encountering immigration authorities retain constitutional protections notwithstanding status."
    )

    assert grade(official) > SIXTH_GRADE


@pytest.mark.parametrize("situation", Situation)
def test_a_card_that_is_passed_on_as_plain_text_loses_nothing(reads_boston: Reader, situation: Situation) -> None:
    text = rights.card(reads_boston, situation).text

    assert "href" not in text


def test_a_number_that_the_city_does_not_have_is_not_on_a_card(reader: Reader, reads_boston: Reader) -> None:
    assert "911" in said(rights.card(reads_boston, Situation.HOME))
    assert "call:" not in said(rights.card(reader, Situation.HOME))


def test_the_card_about_city_buildings_says_what_the_order_says(reader: Reader) -> None:
    assert "City order: no entry to non-public areas" in said(rights.card(reader, Situation.CITY_BUILDING))
    assert "City order" not in said(rights.card(reader, Situation.WORK))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officer_reads_english_first_and_whoever_shows_it_reads_what_it_says(
    reader: Reader, language: Language
) -> None:
    words = Translator(language)
    first, second, *_ = rights.card(replace(reader, words=words), Situation.OFFICER).text.split("\n\n")

    assert first == f"<b>{Translator(ENGLISH)('rights.officer')}</b>"
    assert second == words("rights.officer_how" if language == ENGLISH else "rights.officer")


def test_the_card_about_the_order_says_of_what_when_and_where_it_can_be_read(reader: Reader) -> None:
    paragraphs = said(rights.card(reader, Situation.ORDER)).split("\n\n")

    assert paragraphs[1:3] == [
        "Park · City Hall\nCity order: no immigration operations here without a court order.",
        "Library · School\nCity order: no entry to non-public areas without a judge’s warrant.",
    ]
    assert paragraphs[3].startswith("The order is about City property only.")
    assert "(Feb 5, 2026): An order\nhttps://example.org/order" in paragraphs[4]
