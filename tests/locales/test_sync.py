"""Bringing a new English text to the other languages."""

from pathlib import Path

import pytest

from bot.domain.ids import Language
from locales import LANGUAGES
from locales.catalog import Catalog, read
from locales.sync import sync
from tests.locales.conftest import Write, entry

SPANISH = Language("es")
BACK = entry("button.back", "Back", "Volver", notes="# warm\n# reviewed: native reader, 2026-02-05")


def spanish(folder: Path) -> Catalog:
    sync(folder)
    return read(SPANISH, folder)


def test_a_new_text_becomes_an_untranslated_entry(write: Write) -> None:
    folder = write({"en": entry("button.back", "Back", "Back") + entry("button.send", "Send", ""), "es": BACK})

    found = spanish(folder)

    assert {key: one.forms for key, one in found.entries.items()} == {"button.back": ("Volver",), "button.send": ("",)}
    assert read(Language("en"), folder).entries["button.send"].forms == ("Send",)


def test_a_changed_text_needs_work_and_a_new_review(write: Write) -> None:
    folder = write({"en": entry("button.back", "Go back", ""), "es": BACK})

    changed = spanish(folder).entries["button.back"]

    assert (changed.source, changed.forms) == (("Go back",), ("Volver",))
    assert changed.needs_work
    assert not changed.is_reviewed
    assert "# warm" in (folder / "es/messages.po").read_text(encoding="utf-8")


def test_an_unchanged_text_stays_reviewed(write: Write) -> None:
    folder = write({"en": entry("button.back", "Back", ""), "es": BACK})

    assert spanish(folder).entries["button.back"].is_reviewed


def test_a_text_that_english_dropped_goes(write: Write) -> None:
    folder = write({"en": entry("button.send", "Send", ""), "es": BACK})

    assert list(spanish(folder).entries) == ["button.send"]


def test_every_catalog_has_the_order_and_the_notes_of_english(write: Write) -> None:
    english = entry("button.send", "Send", "", notes="#. max 24") + entry("button.back", "Back", "")
    folder = write({"en": english, "es": BACK + entry("button.send", "Send", "Enviar")})

    found = spanish(folder)

    assert list(found.entries) == ["button.send", "button.back"]
    assert found.entries["button.send"].limit == 24


def test_a_text_that_became_plural_is_translated_anew_in_every_form_of_the_language(write: Write) -> None:
    plural = 'msgctxt "button.back"\nmsgid "{count} step"\nmsgid_plural "{count} steps"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    folder = write({"en": plural, "es": BACK})

    sync(folder)

    forms = {code: read(code, folder).entries["button.back"].forms for code in (SPANISH, Language("ar"))}
    assert forms == {"es": ("", ""), "ar": ("",) * 6}


def test_a_second_time_changes_nothing(write: Write) -> None:
    folder = write({"en": entry("button.back", "Go back", ""), "es": BACK})

    assert set(sync(folder)) == set(LANGUAGES)
    assert sync(folder) == []


def test_the_catalogs_here_are_in_sync(tmp_path: Path) -> None:
    folder = tmp_path / "locales"
    for code in LANGUAGES:
        copy = folder / code / "messages.po"
        copy.parent.mkdir(parents=True)
        copy.write_bytes((Path("locales") / code / "messages.po").read_bytes())

    assert sync(folder) == []


@pytest.mark.parametrize("header", ["#, fuzzy\n", "# Jane's file\n"])
def test_a_header_stays_as_a_translation_program_wrote_it(write: Write, header: str) -> None:
    top = f'{header}msgid ""\nmsgstr ""\n"X-Generator: Poedit 3\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    folder = write({"en": entry("button.back", "Back", ""), "es": BACK}, headers={"es": top})

    sync(folder)

    assert (folder / "es/messages.po").read_text(encoding="utf-8").startswith(top)
