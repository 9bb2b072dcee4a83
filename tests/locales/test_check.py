"""What the check of the catalogs finds."""

import pytest

from bot.domain.ids import Language
from locales.catalog import read
from locales.check import check
from tests.locales.conftest import Write, entry

RIGHTS = '<a href=\\"{link}\\">Rights</a> &amp; 24 hours'
ENGLISH = "".join(
    [
        entry("label.place", "Place: {place}", "Place: {place}"),
        entry("button.back", "Back", "Back", notes="#. max 8"),
        entry("rights.link", RIGHTS, RIGHTS),
        entry("alert.ice", "ICE", "ICE", notes="#. same"),
        entry("alert.seen", "ICE officers were seen", "ICE officers were seen"),
    ]
)
PLURAL = 'msgctxt "age.minutes"\nmsgid "{count} minute"\nmsgid_plural "{count} minutes"\n'
SPANISH = {
    "label.place": entry("label.place", "Place: {place}", "Lugar: {place}"),
    "button.back": entry("button.back", "Back", "Volver"),
    "rights.link": entry("rights.link", RIGHTS, '<a href=\\"{link}\\">Derechos</a> &amp; 24 horas'),
    "alert.ice": entry("alert.ice", "ICE", "ICE"),
    "alert.seen": entry("alert.seen", "ICE officers were seen", "Se vio a agentes de ICE"),
}


def found(write: Write, language: str, bodies: dict[str, str], headers: dict[str, str] | None = None) -> list[str]:
    prefix = f"locales/{language}/messages.po: "
    lines = check(write(bodies, headers))
    return [line.removeprefix(prefix) for line in lines if line.startswith(prefix)]


def spoiled(write: Write, key: str, translation: str, language: str = "es") -> list[str]:
    """What is found in a language where one text is translated so, and the others well or not at all."""
    good = SPANISH[key].rpartition("msgstr")[0]
    body = "".join({**SPANISH, key: f'{good}msgstr "{translation}"\n'}.values())
    lines = found(write, language, {"en": ENGLISH, language: body})
    return [line.removeprefix(f"{key}: ") for line in lines if line.startswith(f"{key}: ")]


def test_nothing_is_found_in_a_whole_language(write: Write) -> None:
    bodies = {"en": ENGLISH, "es": "".join(SPANISH.values())}

    assert found(write, "es", bodies) == []
    assert found(write, "en", bodies) == []


@pytest.mark.parametrize(
    ("key", "translation", "finding"),
    [
        ("label.place", "", "not translated"),
        ("label.place", "Lugar", "lacks {place}"),
        ("label.place", "Lugar: {lugar} {place}", "has {lugar}, which English has not"),
        ("label.place", "Lugar: {place", "a lone { at 7"),
        ("label.place", "Place: {place}", "the same as in English (if that is right, add the comment: # same)"),
        ("label.place", "<b>Lugar: {place}", "<b> is never closed"),
        ("label.place", "<b>Lugar</b>: {place}", "other tags or links than in English"),
        ("label.place", " Lugar: {place}", "other space at the beginning or end than in English"),
        ("label.place", "Lugаr: {place}", "а is not a letter of Español (Lugаr)"),
        ("label.place", "Lu\u200bgar: {place}", "hidden characters, or accents not composed (NFC)"),
        ("label.place", "Lugar: \u202e{place}", "hidden characters, or accents not composed (NFC)"),
        ("label.place", "A\u0301rea: {place}", "hidden characters, or accents not composed (NFC)"),
        ("label.place", "Lugar: \u2068{place}", "an isolate is not closed"),
        ("label.place", "Lugar ٣: {place}", "digits must be 0 to 9"),
        (
            "label.place",
            "Llame 617-555-0100 {place}",
            "a phone number is written in (617-555-0100): it belongs in a slot",
        ),
        (
            "label.place",
            "Llame (617) 555 0100 {place}",
            "a phone number is written in ((617) 555 0100): it belongs in a slot",
        ),
        ("label.place", "El 5/2: {place}", "a date is written in (5/2): it belongs in a slot"),
        ("label.place", "En 2026: {place}", "a date is written in (2026): it belongs in a slot"),
        ("label.place", "El 5 de febrero: {place}", "a date is written in (5 de febrero): it belongs in a slot"),
        ("label.place", "A las 4:10: {place}", "a time is written in (4:10): it belongs in a slot"),
        ("label.place", "Lugar: {place} example.org", "the link example.org is not in English"),
        ("label.place", "Lugar: {place} @somebody", "the link @somebody is not in English"),
        ("label.place", "Denuncie: {place}", "the word “denunci” is to be avoided (docs/terms.md)"),
        ("label.place", "Lugar: {place} /parar", "the command /parar must be as in English"),
        ("button.back", "Volver atrás", "12 long, at most 8"),
        (
            "rights.link",
            '<a href=\\"https://evil\\">Derechos</a> &amp; 24 {link}',
            "other tags or links than in English",
        ),
        ("rights.link", '<a href=\\"{link}\\">Derechos</a> &amp; 48 horas', "other numbers than in English"),
        ("rights.link", '<a href=\\"{link}\\">Derechos</a> & 24 horas', "a bare & (write &amp;)"),
        ("alert.seen", "Se vio a agentes de hielo", "ICE must stay as it is in English"),
    ],
)
def test_one_wrong_translation_is_one_finding(write: Write, key: str, translation: str, finding: str) -> None:
    assert finding in spoiled(write, key, translation)


@pytest.mark.parametrize(
    ("language", "translation", "finding"),
    [
        ("ar", "شوهد موظفو ice", "i is not a letter of العربية (ice)"),
        ("ar", "(ICE) شوهد موظفو", "a line begins with a Latin word: Telegram would show it left to right"),
        ("ru", "Замечены cотрудники ICE", "c is not a letter of Русский (cотрудники)"),
        ("ru", "Замечены сотрудники", "ICE must stay as it is in English"),
        ("zh_Hant", "看到移民执法人員（ICE）", "执 is not a letter of 繁體中文 (看到移民执法人員)"),
        ("zh_Hans", "看到移民執法人员（ICE）", "執 is not a letter of 简体中文 (看到移民執法人员)"),
        ("zh_Hant", "看到ＩＣＥ（ICE）", "Ｉ is not a letter of 繁體中文 (看到ＩＣＥ)"),
        ("zh_Hant", "以后看到人員（ICE）", "以后 is not how 繁體中文 writes it (以後)"),
        ("zh_Hans", "看到人员於此（ICE）", "於 is not how 简体中文 writes it (于)"),
        ("ar", "شوهد موظفی الهجرة (ICE)", "ی is not a letter of العربية (موظفی)"),
        ("ht", "Yo wè ajan ICE nan quatye a", "q is not a letter of Kreyòl ayisyen (quatye)"),
        ("vi", "ICE: ngày 5 tháng 2", "a date is written in (5 tháng 2): it belongs in a slot"),
        ("fr", "Des agents ICE officers were seen ici", "English is left over (ice officers were seen)"),
        ("vi", "ICE: công an", "the word “công an” is to be avoided (docs/terms.md)"),
    ],
)
def test_each_language_has_its_own_mistakes(write: Write, language: str, translation: str, finding: str) -> None:
    assert finding in spoiled(write, "alert.seen", translation, language)


@pytest.mark.parametrize(
    ("language", "translation"),
    [
        ("ar", "شوهد موظفو الهجرة (ICE)"),
        ("ru", "Замечены сотрудники иммиграционной службы (ICE)"),
        ("zh_Hant", "看到移民執法人員（ICE）"),
        ("zh_Hans", "看到移民执法人员（ICE）"),
        ("vi", "Có người thấy nhân viên di trú (ICE)"),
        ("fr", "Des agents de l’immigration (ICE) ont été vus"),
    ],
)
def test_right_translations_pass_in_every_script(write: Write, language: str, translation: str) -> None:
    assert spoiled(write, "alert.seen", translation, language) == []


@pytest.mark.parametrize("comment", ["#. same", "# same"])
def test_a_text_may_be_the_same_in_english_where_a_comment_says_so(write: Write, comment: str) -> None:
    color = entry("label.color", "Color", "Color")
    bodies = {"en": color, "es": entry("label.color", "Color", "Color", notes=comment)}

    assert found(write, "es", bodies) == []


def test_keys_are_those_of_english(write: Write) -> None:
    bodies = {"en": entry("a.b", "Yes", "Yes"), "es": entry("a.c", "No", "No")}

    assert found(write, "es", bodies) == [
        "a.b: missing (run: python -m locales sync)",
        "a.c: not in English (run: python -m locales sync)",
    ]


def test_english_that_has_changed_since_is_found(write: Write) -> None:
    bodies = {"en": entry("a.b", "Yes!", "Yes!"), "es": entry("a.b", "Yes", "Sí")}

    assert found(write, "es", bodies) == ["a.b: English has changed since (run: python -m locales sync)"]


def test_a_translation_that_needs_work_is_found(write: Write) -> None:
    bodies = {"en": entry("a.b", "Yes", "Yes"), "es": entry("a.b", "Yes", "Sí", notes="#, fuzzy")}

    assert found(write, "es", bodies) == ["a.b: marked as needing work"]


def test_english_repeats_itself(write: Write) -> None:
    assert found(write, "en", {"en": entry("a.b", "Yes", "Yeah")}) == ["a.b: msgstr differs from msgid"]


def test_a_key_has_a_form(write: Write) -> None:
    assert found(write, "en", {"en": entry("Yes", "Yes", "Yes")}) == ["Yes: not a key such as label.place"]


def test_a_key_that_comes_twice_is_found(write: Write) -> None:
    assert found(write, "en", {"en": 2 * entry("a.b", "Yes", "Yes")}) == ["a.b: 2 times"]


def test_a_form_for_one_number_may_leave_the_number_out(write: Write) -> None:
    english = PLURAL + 'msgstr[0] "{count} minute"\nmsgstr[1] "{count} minutes"\n'
    forms = ("الآن", "دقيقة", "دقيقتان", "{count} دقائق", "{count} دقيقة", "{count} دقيقة")
    arabic = PLURAL + "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))

    assert found(write, "ar", {"en": english, "ar": arabic}) == []


def test_a_form_for_several_numbers_says_the_number(write: Write) -> None:
    english = PLURAL + 'msgstr[0] "{count} minute"\nmsgstr[1] "{count} minutes"\n'
    spanish = PLURAL + 'msgstr[0] "un minuto"\nmsgstr[1] "minutos"\n'

    assert found(write, "es", {"en": english, "es": spanish}) == ["age.minutes: lacks {count}"]


@pytest.mark.parametrize(
    ("forms", "finding"),
    [
        ('msgstr[0] "{count} minuto"\n', "age.minutes: not translated"),
        (
            'msgstr[0] "{count} a"\nmsgstr[1] "{count} b"\nmsgstr[2] "{count} c"\n',
            "this is not a PO file: msg has more",
        ),
    ],
)
def test_plural_forms_are_as_many_as_the_language_has(write: Write, forms: str, finding: str) -> None:
    english = PLURAL + 'msgstr[0] "{count} minute"\nmsgstr[1] "{count} minutes"\n'

    [line] = found(write, "es", {"en": english, "es": PLURAL + forms})

    assert line.startswith(finding)


@pytest.mark.parametrize(
    ("header", "finding"),
    [
        ("", "no Plural-Forms in the header"),
        ("Plural-Forms: nplurals=2; plural=(n > 3 ? 2 : n != 1);", "Plural-Forms: 4 leads to form 2 of 2"),
        ("Plural-Forms: nplurals=3; plural=(n != 1);", "Plural-Forms: no number leads to form 2"),
        ("Plural-Forms: nplurals=2; plural=(n !!= 1);", "Plural-Forms: "),
        ("Plural-Forms: nplurals=two; plural=(n != 1);", "this is not a PO file: "),
    ],
)
def test_the_plural_rule_is_in_the_header_and_fits(write: Write, header: str, finding: str) -> None:
    top = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"{header}\\n"\n'

    [line] = found(write, "es", {}, {"es": top})

    assert line.startswith(finding)


def test_a_file_that_is_missing_is_one_finding(write: Write) -> None:
    folder = write({})
    (folder / "es/messages.po").unlink()

    assert check(folder) == ["locales/es/messages.po: the file is missing"]


def test_a_review_names_a_role_and_a_day(write: Write) -> None:
    reviewed = entry("a.b", "Yes", "Sí", notes="# reviewed: native reader, 2026-02-05")
    claimed = entry("a.c", "No", "No", notes="# reviewed")
    entries = read(Language("es"), write({"es": reviewed + claimed})).entries

    assert [entries["a.b"].is_reviewed, entries["a.c"].is_reviewed] == [True, False]


def test_a_review_on_a_day_that_there_is_not_is_none(write: Write) -> None:
    reviewed = entry("a.b", "Yes", "Sí", notes="# reviewed: native reader, 2026-02-30")

    assert read(Language("es"), write({"es": reviewed})).entries["a.b"].reviewed_on is None


def test_a_letter_is_found_in_a_word_though_english_has_it_as_a_word(write: Write) -> None:
    bodies = {"en": entry("a.b", "Remove a pin", "Remove a pin"), "ru": entry("a.b", "Remove a pin", "Удалить дaнные")}

    assert found(write, "ru", bodies) == ["a.b: a is not a letter of Русский (дaнные)"]


def test_a_command_and_a_link_may_touch_chinese_text(write: Write) -> None:
    english = entry("help.report", "Send /report or see https://a.org", "Send /report or see https://a.org")
    chinese = entry("help.report", "Send /report or see https://a.org", "發送/report或看https://a.org。")

    assert found(write, "zh_Hant", {"en": english, "zh_Hant": chinese}) == []
