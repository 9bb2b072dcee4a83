"""Every screen, in every language: it can be said, Telegram takes it, and its buttons are ours."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import pytest

from bot import render
from bot.domain.buttons import LIMIT, read
from bot.domain.ids import Language
from bot.domain.screen import Key, Screen
from bot.domain.text import columns, utf16_length
from bot.render.reader import CHOSEN, SHORT, Reader
from cities import City
from locales import LANGUAGES, Translator, plain
from locales.markup import Html, faults
from locales.translator import ENGLISH_INSTEAD
from tests.render.screens import NOW, SCREENS, Shown

LONGEST_TEXT = 4096
LONGEST_NOTICE = 200
MOST_KEYS, MOST_IN_A_ROW = 100, 8
"""What Telegram takes: in a message, in the answer to a pressed button, and under a message."""

NO_SCREENS = {
    "addresses.said": "shown by about.about",
    "addresses.keys": "shown by about.about",
    "asking.answers": "shown by asking.question",
    "asking.newest": "asked by volunteering.card",
    "correcting.more": "shown by alerts.letter",
    "correcting.under": "shown by alerts.letter",
    "keys.card_keys": "shown by volunteering.card",
    "keys.asks_more": "asked by volunteering.card",
    "reader.in_rows": "used by every keyboard",
    "merging.on_card": "shown by volunteering.card",
    "drilling.marked": "shown by drilling.over",
    "volunteering.practise": "shown by volunteering.welcome",
    "describing.details": "shown by reporting.question",
    "describing.on_card": "shown by volunteering.card",
    "describing.summary": "shown by reporting.question",
    "reporting.kinds": "for what people type, not for what they see",
    "rights.foot": "printed, not shown: tests/render/test_rights.py",
    "record.files": "files, not words: tests/render/test_record.py",
    "menus.menu": "shown by Telegram: tests/stories/test_menus.py",
    "menus.description": "shown by Telegram: tests/stories/test_menus.py",
    "menus.short_description": "shown by Telegram: tests/stories/test_menus.py",
}
"""Functions of `bot.render` that show nothing by themselves, and why."""


def functions() -> Iterator[str]:
    """Every function of `bot.render` that others may call, whatever it is given, in whichever file."""
    for found in pkgutil.walk_packages(render.__path__, f"{render.__name__}."):
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, callable):
            is_ours = inspect.isfunction(defined := inspect.unwrap(function)) and defined.__module__ == module.__name__
            if is_ours and not name.startswith("_"):
                yield f"{found.name.removeprefix('bot.render.')}.{name}"


def test_whatever_can_be_shown_is_shown_here_in_every_language() -> None:
    assert set(functions()) == {*SCREENS, *NO_SCREENS}
    assert not set(SCREENS) & set(NO_SCREENS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_said_and_telegram_takes_it(shown: Callable[[str, str], Sequence[Shown]], language: str) -> None:
    assert [name for name in SCREENS if not shown(language, name)] == []
    assert [(name, why, one) for name in SCREENS for one in shown(language, name) for why in wrong(one)] == []


def wrong(one: Shown) -> Iterator[str]:
    """What is wrong with something that is shown."""
    text = one.text if isinstance(one, Screen) else one
    is_html = isinstance(one, Screen | Html)
    seen = plain(Html(text)) if is_html else text
    if is_html:
        yield from map(str, faults(text))
    if not seen.strip():
        yield "nothing is said"
    if utf16_length(text) > (LONGEST_TEXT if is_html else LONGEST_NOTICE):
        yield f"too long: {utf16_length(text)}"
    if ENGLISH_INSTEAD in text:
        yield "said in English"
    if "{" in seen:
        yield "a slot is left"


@pytest.fixture(scope="module")
def shown(boston: City) -> Callable[[str, str], Sequence[Shown]]:
    """All that a function of `bot.render` can show in a language; it is made once."""

    @cache
    def everything(language: str, name: str) -> Sequence[Shown]:
        return list(SCREENS[name](Reader(Translator(Language(language), strict=True), boston, NOW)))

    return everything


@pytest.fixture
def screens(shown: Callable[[str, str], Sequence[Shown]], language: str) -> Sequence[Screen]:
    """Every screen there is in a language, without what is no screen of its own."""
    return [one for name in SCREENS for one in shown(language, name) if isinstance(one, Screen)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_keyboard_fits_and_every_button_can_be_read_again(screens: Sequence[Screen]) -> None:
    keyboards = [one.keys for one in screens]
    keys = [key for rows in keyboards for row in rows for key in row]

    assert all(0 < len(row) <= MOST_IN_A_ROW for rows in keyboards for row in rows)
    assert all(sum(map(len, rows)) <= MOST_KEYS for rows in keyboards)
    assert [key for key in keys if not fits(key)] == []


def fits(key: Key) -> bool:
    """Whether Telegram takes the button, and `read` what it carries."""
    if not key.says.strip() or (key.data is None) == (key.url is None):
        return False
    if key.data is None:
        return True
    button = read(key.data)
    return len(key.data.encode()) <= LIMIT and button is not None and button.pack() == key.data


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_button_that_shares_a_row_is_cut_off(screens: Sequence[Screen]) -> None:
    rows = [[key.says.removeprefix(CHOSEN) for key in row] for one in screens for row in one.keys if len(row) > 1]

    assert [row for row in rows if len(row) * max(map(columns, row)) > 2 * SHORT] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_has_two_buttons_that_look_alike(screens: Sequence[Screen]) -> None:
    keyboards = [[key.says for row in one.keys for key in row] for one in screens]

    assert [says for says in keyboards if len(set(says)) < len(says)] == []
