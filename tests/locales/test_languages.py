"""What is known of a language beside its texts, and which one to greet someone in."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.domain.ids import Language
from locales import LANGUAGES, guess
from locales.catalog import read
from locales.languages import FILE, tongues
from locales.template import visible

SPANISH = LANGUAGES[Language("es")]


def known(folder: Path, *codes: str, more: str = "") -> Path:
    """A folder with so many languages, in each of which is known what is known of Spanish."""
    for code in codes:
        (folder / code).mkdir()
        lines = (SPANISH.folder / FILE).read_text(encoding="utf-8")
        (folder / code / FILE).write_text(f"{more}\n{lines}", encoding="utf-8")
    return folder


def test_every_folder_with_such_a_file_is_a_language_and_english_comes_first(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()

    found = tongues(known(tmp_path, "de", "en", "it"))

    assert [*found] == ["en", "de", "it"]
    assert {one.folder for one in found.values()} == {tmp_path / code for code in found}
    assert {one.own_name for one in found.values()} == {"Español"}


def test_a_line_that_nobody_knows_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="lettres"):
        tongues(known(tmp_path, "en", more='lettres = "abc"'))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_uses_the_terms_that_the_page_of_words_names(language: Language) -> None:
    said = "\n".join(visible(form) for entry in read(language).entries.values() for form in entry.forms).casefold()

    assert [term for term in LANGUAGES[language].terms.values() if term.casefold() not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_names_a_term_that_it_keeps_away(language: Language) -> None:
    tongue = LANGUAGES[language]

    assert [term for term in tongue.terms.values() if any(word in term for word in tongue.avoid)] == []


@pytest.mark.parametrize(
    ("telegram_says", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("en", "en"),
        ("de", "en"),
        ("klingon", "en"),
        ("es-419", "es"),
        ("pt-br", "pt"),
        ("pt-PT", "pt"),
        ("zh", "zh_Hant"),
        ("zh-hant", "zh_Hant"),
        ("zh-TW", "zh_Hant"),
        ("zh-hk", "zh_Hant"),
        ("zh-Hant-CN", "zh_Hant"),
        ("zh-hans", "zh_Hans"),
        ("zh_CN", "zh_Hans"),
        ("zh-sg", "zh_Hans"),
        ("kea", "kea"),
        ("ht", "ht"),
        ("fr-ca", "fr"),
        ("ar", "ar"),
        ("zh_Hans", "zh_Hans"),
    ],
)
def test_a_language_is_guessed_from_the_app(telegram_says: str | None, language: str) -> None:
    assert language == guess(telegram_says)


def test_telegram_keeps_one_command_list_for_a_two_letter_code() -> None:
    codes = [tongue.telegram for tongue in LANGUAGES.values() if tongue.telegram]

    assert len(set(codes)) == len(codes)
    assert {2} == {len(code) for code in codes}
