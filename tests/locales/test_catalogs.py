"""Every language can say everything."""

from collections.abc import Mapping, Sequence

import pytest

from bot.domain.ids import Language
from locales import ENGLISH, LANGUAGES
from locales.catalog import read
from locales.check import check

PLURAL_FORMS: Mapping[str, tuple[int, ...]] = {
    "en": (1, 0, 1, 1, 1, 1, 1),
    "es": (1, 0, 1, 1, 1, 1, 1),
    "ht": (1, 0, 1, 1, 1, 1, 1),
    "pt": (0, 0, 1, 1, 1, 1, 1),
    "zh_Hant": (0, 0, 0, 0, 0, 0, 0),
    "zh_Hans": (0, 0, 0, 0, 0, 0, 0),
    "vi": (0, 0, 0, 0, 0, 0, 0),
    "kea": (1, 0, 1, 1, 1, 1, 1),
    "fr": (0, 0, 1, 1, 1, 1, 1),
    "ar": (0, 1, 2, 3, 4, 4, 5),
    "ru": (2, 0, 1, 2, 2, 0, 2),
    "so": (1, 0, 1, 1, 1, 1, 1),
}
"""The form for 0, 1, 2, 5, 11, 21 and 100. Brazilian zero is singular; Babel writes the last two Arabic forms the other
way round. A translation program that rewrites a header is caught here."""


@pytest.fixture(scope="module")
def wrong() -> Sequence[str]:
    """What is wrong with any of them. All are looked at together, so once."""
    return check()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wrong_with_any_language(wrong: Sequence[str], language: Language) -> None:
    assert [finding for finding in wrong if finding.startswith(f"locales/{language}/")] == []


@pytest.mark.parametrize("language", PLURAL_FORMS)
def test_each_language_has_the_plural_forms_that_its_readers_use(language: Language) -> None:
    plural = read(language).plural

    assert PLURAL_FORMS[language] == tuple(plural(number) for number in (0, 1, 2, 5, 11, 21, 100))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_texts_of_english_in_the_order_of_english(language: Language) -> None:
    assert list(read(ENGLISH).entries) == list(read(language).entries)
