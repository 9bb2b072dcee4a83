"""docs/translations/: what each alert and each rights card literally says, as its catalog says it today."""

import re
from hashlib import sha256

import pytest

from bot.domain.ids import Language
from locales.catalog import read
from locales.languages import ENGLISH, LANGUAGES
from tests.house.generated import ROOT

NOTED = ("alert", "status", "activity", "kind", "rights", "order")
"""What is told to someone who must act on it, by the first word of the key."""

SECTION = re.compile(r"^## `(?P<key>[^`]+)`\s+<!-- text: (?P<text>[0-9a-f]{8}) -->", re.M)
ROW = re.compile(r"^\| `(?P<key>[^`]+)` \|.*\| (?P<text>[0-9a-f]{8}) \|$", re.M)

TRANSLATED = [one for one in LANGUAGES if one != ENGLISH]


def digest(forms: tuple[str, ...]) -> str:
    """By which a note knows the text that it is about."""
    return sha256("\n".join(forms).encode()).hexdigest()[:8]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_that_matters_most_is_translated_back_as_it_is_today(language: Language) -> None:
    page = (ROOT / "docs" / "translations" / f"{language}.md").read_text()
    noted = {found["key"]: found["text"] for pattern in (SECTION, ROW) for found in pattern.finditer(page)}
    wanted = {
        key: digest(entry.forms) for key, entry in read(language).entries.items() if key.partition(".")[0] in NOTED
    }
    stale = [f"{key}: read it again, then write {text}" for key, text in wanted.items() if noted.get(key) != text]

    assert not stale
    assert noted.keys() <= wanted.keys()
