"""Reading one update, whatever it is."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot

from bot.intake.reading import LARGEST, Unparsable, glance, parse
from tests.intake.telegram import KINDS, TOKEN, Update, message, press, raw

BOT = Bot(TOKEN)
Kind = Callable[[int], Update]
Path = tuple[Any, ...]
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 1e400, float("nan"), "", "x" * 5000, "\ud800", "\x00", [], [None], [[]], {}, {"id": None},
)  # fmt: skip


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    if at:
        yield at
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield from paths(one, (*at, key))


def changed(update: Update, path: tuple[Any, ...], value: Any) -> Update:
    """The update with another value in one place."""
    other: Any = copy.deepcopy(update)
    inside = other
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    result: Update = other
    return result


def without(update: Update, path: tuple[Any, ...]) -> Update:
    """The update with nothing in one place."""
    other: Any = copy.deepcopy(update)
    inside = other
    for key in path[:-1]:
        inside = inside[key]
    del inside[path[-1]]
    result: Update = other
    return result


EVERYWHERE: list[tuple[Kind, Path]] = [(kind, path) for kind in KINDS for path in paths(kind(7))]


@pytest.mark.parametrize("kind", KINDS)
def test_a_real_update_is_read(kind: Any) -> None:
    update = parse(raw(kind(7)), BOT)

    assert update is not None and update.update_id == 7
    assert update.effective_user is not None and update.effective_user.id == 42


@pytest.mark.parametrize("kind", KINDS)
def test_a_glance_sees_the_number_and_the_chat(kind: Any) -> None:
    text = raw(kind(7))
    seen = glance(text)

    assert seen is not None and (seen.update, seen.chat, seen.text) == (7, 42, text)


def test_a_press_under_no_message_belongs_to_who_pressed() -> None:
    seen = glance(raw(without(press(7), ("callback_query", "message"))))

    assert seen is not None and seen.chat == 42


@pytest.mark.parametrize(("kind", "path"), EVERYWHERE, ids=[".".join(map(str, path)) for _, path in EVERYWHERE])
def test_an_update_with_anything_anywhere_is_read_or_refused(kind: Any, path: tuple[Any, ...]) -> None:
    outcomes = [read(changed(kind(7), path, value)) for value in VALUES] + [read(without(kind(7), path))]

    assert set(outcomes) <= {"read", "other kind", "unparsable"}


def read(update: Update) -> str:
    text = raw(update)
    glance(text)
    try:
        return "other kind" if parse(text, BOT) is None else "read"
    except Unparsable:
        return "unparsable"


@given(st.binary(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(raw))
def test_any_bytes_are_read_or_refused(text: bytes) -> None:
    seen = glance(text)
    try:
        parse(text, BOT)
    except Unparsable as error:
        assert error.kind == "unknown"
    assert seen is None or seen.update >= 0


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (b'{"update_id":7,"message":' + b'{"a":' * 10_000 + b"1" + b"}" * 10_001, "RecursionError"),
        (b'{"update_id":7,"message":' + b"9" * 5000 + b"}", "ValueError"),
        (raw(message(7, "a" * LARGEST)), "OverflowError"),
        (raw(changed(message(7), ("message", "chat", "id"), "42")), "TypeError"),
        (raw(changed(message(7), ("message", "from", "id"), True)), "TypeError"),
        (raw({"update_id": 7, "message": None}), "TypeError"),
    ],
)
def test_what_is_refused_keeps_its_number_and_names_its_error(text: bytes, error: str) -> None:
    seen = glance(text)

    assert seen is not None and seen.update == 7
    with pytest.raises(Unparsable) as refused:
        parse(text, BOT)
    assert refused.value.error == error
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("number", [None, "7", 7.0, True, -7, 2**64, [7]])
def test_an_update_without_a_number_is_none(number: object) -> None:
    assert glance(json.dumps({"update_id": number}).encode()) is None


@pytest.mark.parametrize("kind", ["channel_post", "poll", "inline_query", "guest_message"])
def test_a_kind_that_we_did_not_ask_for_is_not_read(kind: str) -> None:
    assert parse(raw({"update_id": 7, kind: message(7)["message"]}), BOT) is None


def test_only_one_kind_of_an_update_is_read() -> None:
    update = parse(raw({**message(7), "channel_post": 5, "poll": []}), BOT)

    assert update is not None and update.message is not None and update.poll is None
