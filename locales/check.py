"""What is wrong with the catalogs: one line for each finding."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.domain.ids import Language
from locales.catalog import FOLDER, Catalog, UnreadableCatalogError, path_of, read
from locales.languages import ENGLISH, LANGUAGES
from locales.wording import findings

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
NUMBERS = range(1000)
"""For which a plural rule is tried. No rule looks further than at the last two digits."""


def check(folder: Path = FOLDER) -> list[str]:
    """Every finding in every language, such as `locales/es/messages.po: label.place: lacks {place}`."""
    try:
        english = read(ENGLISH, folder)
    except UnreadableCatalogError as why:
        return [f"{folder.name}/{ENGLISH}/messages.po: {why}"]
    return [
        f"{folder.name}/{path_of(language, folder).relative_to(folder).as_posix()}: {finding}"
        for language in LANGUAGES
        for finding in _language(language, folder, english)
    ]


def _language(language: Language, folder: Path, english: Catalog) -> Iterator[str]:
    try:
        catalog = english if language == ENGLISH else read(language, folder)
    except UnreadableCatalogError as why:
        yield str(why)
        return
    text = path_of(language, folder).read_text(encoding="utf-8")
    if "Plural-Forms:" not in text:
        yield "no Plural-Forms in the header"
        return
    try:
        numbers_of = _numbers_of_each_form(catalog)
    except ValueError as why:
        yield f"Plural-Forms: {why}"
        return
    yield from _keys(catalog, english, text)
    for key, entry in catalog.entries.items():
        if key in english.entries:
            for finding in dict.fromkeys(findings(entry, english.entries[key], LANGUAGES[language], numbers_of)):
                yield f"{key}: {finding}"


def _keys(catalog: Catalog, english: Catalog, text: str) -> Iterator[str]:
    for key in [key for key in english.entries if key not in catalog.entries]:
        yield f"{key}: missing (run: python -m locales sync)"
    for key in [key for key in catalog.entries if key not in english.entries]:
        yield f"{key or 'an entry without msgctxt'}: not in English (run: python -m locales sync)"
    if catalog.language == ENGLISH:
        for key in catalog.entries:
            if not KEY.fullmatch(key):
                yield f"{key or 'an entry without msgctxt'}: not a key such as label.place"
    for key, times in Counter(re.findall(r'^msgctxt "(.*)"', text, re.MULTILINE)).items():
        if times > 1:
            yield f"{key}: {times} times"


def _numbers_of_each_form(catalog: Catalog) -> list[list[int]]:
    """Which numbers each plural form stands for; ValueError if the rule leads to a form that there is not."""
    numbers_of: list[list[int]] = [[] for _ in range(catalog.plural_forms)]
    for number in NUMBERS:
        form = catalog.plural(number)
        if form >= catalog.plural_forms:
            raise ValueError(f"{number} leads to form {form} of {catalog.plural_forms}")
        numbers_of[form].append(number)
    if [] in numbers_of:
        raise ValueError(f"no number leads to form {numbers_of.index([])}")
    return numbers_of
