"""How values get into a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import Language
from bot.domain.text import clean
from locales import LANGUAGES, Html, plain
from locales.markup import faults
from locales.template import FIRST_STRONG_ISOLATE, POP_ISOLATE, Value, parse, said

ENGLISH, ARABIC, PORTUGUESE, HAITIAN = (LANGUAGES[Language(code)] for code in ("en", "ar", "pt", "ht"))
ANY_TEXT = st.text(st.characters(exclude_categories=[]))


def isolated(text: str) -> str:
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def without_isolates(text: str) -> str:
    return text.replace(FIRST_STRONG_ISOLATE, "").replace(POP_ISOLATE, "")


@pytest.mark.parametrize("tongue", [ENGLISH, ARABIC], ids=lambda tongue: tongue.code)
@given(value=ANY_TEXT)
def test_a_value_is_shown_as_it_is_and_never_becomes_markup(tongue: object, value: str) -> None:
    filled = parse("<b>{place}</b>").fill({"place": value}, ENGLISH if tongue is ENGLISH else ARABIC)

    assert clean(value) == without_isolates(plain(filled))
    assert list(faults(filled)) == []
    assert filled.count(FIRST_STRONG_ISOLATE) == filled.count(POP_ISOLATE)


@given(value=ANY_TEXT)
def test_a_value_in_a_tag_stays_in_its_attribute(value: str) -> None:
    filled = parse('<a href="x{link}">{link}</a>').fill({"link": value}, ENGLISH)

    assert list(faults(filled)) == []


@given(value=ANY_TEXT)
def test_a_value_with_braces_is_not_a_slot(value: str) -> None:
    filled = parse("{place}{place}").fill({"place": "{place}" + value}, ENGLISH)

    assert 2 * ("{place}" + clean(value)) == without_isolates(plain(filled))


@pytest.mark.parametrize("text", ["{", "}", "{}", "{0}", "{a!r}", "{a:>9}", "{a.b}", "{a[0]}", "{A}", "{{a}", "{ a }"])
def test_only_named_slots_are_slots(text: str) -> None:
    with pytest.raises(ValueError, match="a lone"):
        parse(text)


def test_double_braces_are_braces() -> None:
    assert parse("{{a}} {a}").fill({"a": "1"}, ENGLISH) == "{a} 1"


def test_a_link_is_isolated_beside_other_words_and_not_in_a_line_of_its_own() -> None:
    link = "https://t.me/avisa_bot?start=x_-7"
    filled = parse("الرابط:\n{link}\nالرابط: {link}").fill({"link": link}, ARABIC)

    assert filled == f"الرابط:\n{link}\nالرابط: {isolated(link)}"


def test_a_link_is_not_isolated_inside_its_tag() -> None:
    filled = parse('<a href="{link}">{place}</a>').fill({"link": Html("https://a.b/?c&amp;d"), "place": "Park"}, ARABIC)

    assert f'<a href="https://a.b/?c&amp;d">{isolated("Park")}</a>' == filled


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Mattapan Library", "Mattapan Library"),
        ("Área verde 2", "Área verde 2"),
        ("617-555-0100", "617-555-0100"),
        ("مكتبة", isolated("مكتبة")),
        ("Library مكتبة", isolated("Library مكتبة")),
        ("a\nمكتبة", "a\n" + isolated("مكتبة")),
        (Html("<b>مكتبة</b>"), isolated("<b>مكتبة</b>")),
        (Html(f"At {isolated('مكتبة')}."), f"At {isolated('مكتبة')}."),
        (7, "7"),
        (1234, "1,234"),
    ],
)
def test_what_runs_from_right_to_left_is_isolated_in_english(value: Value, shown: str) -> None:
    assert shown == said(value, ENGLISH)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Mattapan Library", isolated("Mattapan Library")),
        ("مكتبة", "مكتبة"),
        ("4:10 مساءً", "4:10 مساءً"),
        ("(617) 555-0100", isolated("(617) 555-0100")),
        ("16:10", isolated("16:10")),
        ("911", "911"),
        ("...", "..."),
        (7, "7"),
        (Html(f"المكان: {isolated('Mattapan')}"), f"المكان: {isolated('Mattapan')}"),
        (Html("[English] Place"), isolated("[English] Place")),
    ],
)
def test_what_runs_from_left_to_right_is_isolated_in_arabic(value: Value, shown: str) -> None:
    assert shown == said(value, ARABIC)


def test_an_amount_is_written_as_the_language_writes_amounts() -> None:
    assert (said(1234, PORTUGUESE), said(1234, HAITIAN), said(1234, ARABIC)) == ("1.234", "1,234", "1,234")
