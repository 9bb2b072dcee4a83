"""Which language to greet someone in."""

import pytest

from locales import LANGUAGES, guess


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
