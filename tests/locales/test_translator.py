"""What is said when something is missing."""

import logging

import pytest

from bot.domain.ids import Language
from locales import ENGLISH, Html, Translator, Unsayable
from tests.locales.conftest import Write, entry

SPANISH = Language("es")
PLACE = entry("label.place", "Place: {place}", "Place: {place}")
SECRET = "Elm Street 12"


def test_a_text_is_said_in_the_language() -> None:
    said = Translator(SPANISH, strict=True)("label.place", place="Parque Franklin & Co")

    assert said == "Lugar: Parque Franklin &amp; Co"
    assert isinstance(said, Html)


def test_html_is_not_escaped_twice() -> None:
    words = Translator(SPANISH, strict=True)

    assert words("label.place", place=Html("A &amp; B")) == "Lugar: A &amp; B"


def test_a_button_gets_plain_text() -> None:
    assert Translator(SPANISH, strict=True).plain("label.place", place="A & B") == "Lugar: A & B"


def test_a_text_may_have_a_slot_called_key_or_self() -> None:
    with pytest.raises(Unsayable, match="was given"):
        Translator(SPANISH, strict=True)("label.place", key="1", language="2")


def test_strictly_a_text_that_nobody_has_is_not_said() -> None:
    with pytest.raises(Unsayable, match=r"en cannot say label\.nowhere"):
        Translator(SPANISH, strict=True)("label.nowhere")


def test_strictly_a_missing_value_is_not_said() -> None:
    with pytest.raises(Unsayable, match="has the slots"):
        Translator(SPANISH, strict=True)("label.place")


def test_strictly_an_extra_value_is_not_said() -> None:
    with pytest.raises(Unsayable, match="was given"):
        Translator(SPANISH, strict=True)("button.back", place="x")


def test_strictly_a_plural_without_a_count_is_not_said() -> None:
    with pytest.raises(Unsayable, match="count"):
        Translator(SPANISH, strict=True)("age.minutes")


def test_what_a_language_cannot_say_is_said_in_english_with_a_label(write: Write) -> None:
    folder = write({"en": PLACE})

    assert Translator(SPANISH, folder=folder)("label.place", place="Park") == "[English] Place: Park"


def test_strictly_there_is_no_english_instead(write: Write) -> None:
    folder = write({"en": PLACE})

    with pytest.raises(Unsayable, match=r"es cannot say label\.place"):
        Translator(SPANISH, strict=True, folder=folder)("label.place", place="Park")


@pytest.mark.parametrize(
    "broken",
    [
        entry("label.place", "Place: {place}", ""),
        entry("label.place", "Place: {place}", "Lugar: {lugar}"),
        entry("label.place", "Place: {place}", "Lugar: {place"),
        entry("label.place", "Place: {place}", "<b>Lugar: {place}"),
        entry("label.place", "Place: {place}", "Lugar: {place}", notes="#, fuzzy"),
    ],
    ids=["untranslated", "other slot", "lone brace", "broken html", "needs work"],
)
def test_a_translation_that_is_broken_is_not_said(write: Write, broken: str) -> None:
    folder = write({"en": PLACE, "es": broken})

    assert Translator(SPANISH, folder=folder)("label.place", place="Park") == "[English] Place: Park"


def test_a_catalog_that_cannot_be_read_leaves_english(write: Write) -> None:
    folder = write({"en": PLACE}, headers={"es": 'msgid "\nrubbish'})

    assert Translator(SPANISH, folder=folder)("label.place", place="Park") == "[English] Place: Park"


def test_english_instead_is_logged_once_for_a_text_and_without_values(
    write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    words = Translator(SPANISH, folder=write({"en": PLACE, "es": entry("label.place", "Place: {place}", "")}))

    with caplog.at_level(logging.DEBUG):
        words("label.place", place=SECRET)
        words("label.place", place=SECRET)

    assert len(caplog.records) == 1
    assert "label.place" in caplog.text
    assert SECRET not in caplog.text


def test_a_text_that_english_has_not_is_a_mistake_of_ours() -> None:
    with pytest.raises(Unsayable):
        Translator(SPANISH)("label.nowhere")
    with pytest.raises(Unsayable):
        Translator(ENGLISH)("label.nowhere")


@pytest.mark.parametrize("rule", ["plural=(n !!= 1)", "plural=(n > 3 ? 7 : 0)"], ids=["no rule", "no such form"])
def test_a_plural_rule_that_fails_leaves_english(write: Write, rule: str) -> None:
    minutes = 'msgctxt "a.b"\nmsgid "{count} minute"\nmsgid_plural "{count} minutes"\n'
    english = minutes + 'msgstr[0] "{count} minute"\nmsgstr[1] "{count} minutes"\n'
    spanish = minutes + 'msgstr[0] "{count} minuto"\nmsgstr[1] "{count} minutos"\n'
    top = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; {rule};\\n"\n'
    folder = write({"en": english, "es": spanish}, headers={"es": top})

    assert Translator(SPANISH, folder=folder)("a.b", count=5) == "[English] 5 minutes"
