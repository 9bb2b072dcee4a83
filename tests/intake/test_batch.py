"""One answer to getUpdates, cut into updates."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.batch import Broken, entries

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
DEEP = b'{"update_id":2,"message":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
LONG = b'{"update_id":2,"message":' + b"9" * 5000 + b"}"
NO_UTF8 = b'{"update_id":2,"message":"\xff\xfe"}'


def answer(*texts: bytes) -> bytes:
    return b'{"ok":true,"result":[' + b",".join(texts) + b"]}"


@given(st.lists(JSON), st.sampled_from([None, 1]), st.booleans())
def test_every_entry_comes_out_as_it_went_in(told: list[Any], indent: int | None, ascii_only: bool) -> None:
    body = json.dumps({"ok": True, "result": told}, indent=indent, ensure_ascii=ascii_only).encode(errors="replace")
    read_back = [json.dumps(json.loads(one)) for one in entries(body)]

    assert read_back == [json.dumps(one) for one in json.loads(body)["result"]]


@pytest.mark.parametrize("bad", [DEEP, LONG, NO_UTF8, b'"]}{["', b"[[],{}]", b"null", b'"\\""'])
def test_an_entry_that_nobody_could_read_leaves_its_neighbors_alone(bad: bytes) -> None:
    assert entries(answer(b'{"update_id":1}', bad, b'{"update_id":3}')) == [b'{"update_id":1}', bad, b'{"update_id":3}']


@pytest.mark.parametrize("cut", range(1, 70))
def test_half_an_answer_counts_for_nothing(cut: int) -> None:
    whole = answer(b'{"update_id":1,"m":"a]}"}', b'{"update_id":2}', b"3")

    with pytest.raises(Broken):
        entries(whole[: min(cut, len(whole) - 1)])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Log in to the network</html>",
        b'{"ok":false}',
        b"[]",
        answer(b"") + b"x",
        answer(b"{}", b""),
        b"\xff",
    ],
)
def test_somebody_elses_page_counts_for_nothing(body: bytes) -> None:
    with pytest.raises(Broken):
        entries(body)


def test_an_answer_with_no_updates_is_whole() -> None:
    assert entries(b'{"ok":true,"result":[]}') == []
