"""A small folder of catalogs, to be spoiled."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from locales.languages import LANGUAGES

PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "vi": "nplurals=1; plural=0;",
}
ENTRY = '{notes}\nmsgctxt "{key}"\nmsgid "{english}"\nmsgstr "{translation}"\n'

Write = Callable[..., Path]


def header(language: str) -> str:
    rule = PLURALS.get(language, "nplurals=2; plural=(n != 1);")
    return f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {rule}\\n"\n'


def entry(key: str, english: str, translation: str, notes: str = "#") -> str:
    return ENTRY.format(key=key, english=english, translation=translation, notes=notes)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes catalogs, whole files by language; a language not named has the header alone. Returns the folder."""

    def write(bodies: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Path:
        folder = tmp_path / "locales"
        for language in LANGUAGES:
            path = folder / language / "messages.po"
            path.parent.mkdir(parents=True, exist_ok=True)
            top = (headers or {}).get(language, header(language))
            path.write_text(f"{top}\n{bodies.get(language, '')}", encoding="utf-8")
        return folder

    return write
