"""Every screen, in every language: it can be said, Telegram takes it, and its buttons are ours."""

import inspect
from collections.abc import Iterator
from types import ModuleType

import pytest

from bot.domain.buttons import LIMIT, read
from bot.domain.screen import Key, Screen
from bot.domain.text import utf16_length
from bot.render.reader import Reader
from locales import LANGUAGES, plain
from locales.markup import Html, faults
from locales.translator import ENGLISH_INSTEAD
from tests.render.conftest import Reads
from tests.render.screens import MODULES, SCREENS

LONGEST_TEXT = 4096
LONGEST_NOTICE = 200
MOST_KEYS, MOST_IN_A_ROW = 100, 8
"""What Telegram takes: in a message, in the answer to a pressed button, and under a message."""

EVERY = [(language, name) for language in LANGUAGES for name in SCREENS]


def shows(module: ModuleType) -> set[str]:
    """What a module shows to a reader: its functions that are given one."""
    found = inspect.getmembers(module, inspect.isfunction)
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for name, function in found
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters)) == "reader"
    }


def test_the_table_of_screens_is_whole() -> None:
    assert set().union(*map(shows, MODULES)) == set(SCREENS)


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_it_is_said_and_telegram_takes_it(reads: Reads, language: str, name: str) -> None:
    shown = list(SCREENS[name](reads(language)))

    assert shown
    for one in shown:
        text = one.text if isinstance(one, Screen) else one
        is_html = isinstance(one, Screen | Html)
        seen = plain(Html(text)) if is_html else text
        assert not is_html or list(faults(text)) == []
        assert utf16_length(seen.strip()) > 0
        assert utf16_length(text) <= (LONGEST_TEXT if is_html else LONGEST_NOTICE)
        assert ENGLISH_INSTEAD not in text
        assert "{" not in seen


def screens(reader: Reader) -> Iterator[Screen]:
    """Every screen there is, without what is no screen of its own."""
    return (one for name in SCREENS for one in SCREENS[name](reader) if isinstance(one, Screen))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_keyboard_fits_and_every_button_can_be_read_again(reads: Reads, language: str) -> None:
    keyboards = [one.keys for one in screens(reads(language))]
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
def test_no_screen_has_two_buttons_that_look_alike(reads: Reads, language: str) -> None:
    keyboards = [[key.says for row in one.keys for key in row] for one in screens(reads(language))]

    assert [says for says in keyboards if len(set(says)) < len(says)] == []
