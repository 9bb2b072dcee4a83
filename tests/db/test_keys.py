"""The keys folder."""

import errno
import os
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import key_files
from db import keys as folder
from db.keys import KeyGone, Keys, KeysError
from db.main_key import HANDLE_BYTES

TODAY = date(2026, 3, 2)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    folder.make(tmp_path / "keys")
    return Keys(tmp_path / "keys")


def test_a_sealed_number_opens_with_its_own_purpose_and_row(keys: Keys) -> None:
    sealed = keys.seal_id("people.chat", b"row", 8_123_456_789)

    assert keys.open_id("people.chat", b"row", sealed) == 8_123_456_789


@pytest.mark.parametrize(("purpose", "row"), [("people.chat", b"other"), ("other", b"row")])
def test_a_sealed_number_that_was_moved_does_not_open(keys: Keys, purpose: str, row: bytes) -> None:
    sealed = keys.seal_id("people.chat", b"row", 8_123_456_789)

    with pytest.raises(KeysError):
        keys.open_id(purpose, row, sealed)


def test_a_handle_is_the_same_for_one_person_and_another_with_other_keys(keys: Keys, tmp_path: Path) -> None:
    folder.make(tmp_path / "others")
    others = Keys(tmp_path / "others")

    assert keys.handle(42) == keys.handle(42)
    assert len(keys.handle(42)) == HANDLE_BYTES
    assert keys.handle(42) != others.handle(42)
    assert keys.handle(42) != keys.handle(43)


def test_what_a_day_sealed_opens_while_its_key_lives(keys: Keys) -> None:
    sealed = keys.seal(TODAY, "inbox", b"1", b"two vans")

    assert Keys(keys.folder).open(TODAY, "inbox", b"1", sealed) == b"two vans"


def test_what_a_day_sealed_is_gone_with_its_key(keys: Keys) -> None:
    yesterday = TODAY - timedelta(days=1)
    old, new = (keys.seal(day, "inbox", b"1", b"two vans") for day in (yesterday, TODAY))

    assert keys.destroy_before(TODAY) == [yesterday]
    assert keys.days() == [TODAY]
    with pytest.raises(KeyGone):
        keys.open(yesterday, "inbox", b"1", old)
    assert keys.open(TODAY, "inbox", b"1", new) == b"two vans"


def test_the_main_key_is_never_overwritten(keys: Keys) -> None:
    before = (keys.folder / "main.key").read_bytes()

    with pytest.raises(FileExistsError):
        folder.make(keys.folder)
    assert (keys.folder / "main.key").read_bytes() == before


def test_a_key_for_which_there_is_no_room_is_made_once_there_is(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk, pytest.raises(OSError, match="No space"):
        disk.setattr(os, "fsync", full)
        keys.seal(TODAY, "inbox", b"1", b"two vans")

    assert list((keys.folder / "days").iterdir()) == []
    assert keys.open(TODAY, "inbox", b"1", keys.seal(TODAY, "inbox", b"1", b"two vans")) == b"two vans"


def test_nobody_else_can_read_the_keys(keys: Keys) -> None:
    keys.seal(TODAY, "inbox", b"1", b"")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [keys.folder, *keys.folder.rglob("*")]}

    assert modes == {"keys": 0o700, "days": 0o700, "main.key": 0o600, "2026-03-02.key": 0o600}


def test_a_folder_that_others_can_read_is_refused(keys: Keys) -> None:
    keys.folder.chmod(0o755)

    with pytest.raises(KeysError, match="chmod 700"):
        Keys(keys.folder)


@pytest.mark.parametrize(
    ("content", "complaint"), [(None, "is missing"), ("no key", "cannot be read"), ("00" * 8, "8 bytes instead of 32")]
)
def test_a_main_key_that_is_none_is_named(tmp_path: Path, content: str | None, complaint: str) -> None:
    tmp_path.chmod(0o700)
    if content is not None:
        (tmp_path / "main.key").write_text(content)

    with pytest.raises(KeysError, match=complaint):
        Keys(tmp_path)


def test_where_nobody_can_tell_whether_there_is_a_key_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a mounted folder that is away")

    with pytest.raises(KeysError, match=r"main\.key cannot be read: NotADirectoryError"):
        key_files.seen(tmp_path / "keys" / "main.key")


def test_any_text_survives_sealing(keys: Keys) -> None:
    @given(st.binary(max_size=200), st.text(max_size=20))
    def whatever(text: bytes, row: str) -> None:
        sealed = keys.seal(TODAY, "drafts", row.encode(), text)

        assert keys.open(TODAY, "drafts", row.encode(), sealed) == text
        assert len(text) < 4 or text not in sealed

    whatever()


MONDAY = date(2026, 3, 2)


def test_a_mark_is_the_same_within_its_week_and_another_in_the_next(keys: Keys) -> None:
    mark = keys.mark(MONDAY, b"ana")

    assert mark == keys.mark(MONDAY, b"ana") == Keys(keys.folder).mark(MONDAY, b"ana")
    assert len({mark, keys.mark(MONDAY, b"ben"), keys.mark(MONDAY + timedelta(days=7), b"ana")}) == 3


def test_once_the_key_of_a_week_is_destroyed_nobody_can_make_its_marks_again(keys: Keys) -> None:
    mark = keys.mark(MONDAY, b"ana")
    next_week = MONDAY + timedelta(days=7)
    keys.mark(next_week, b"ana")

    gone = keys.destroy_weeks_before(next_week)

    assert (gone, keys.weeks()) == ([MONDAY], [next_week])
    assert keys.mark(MONDAY, b"ana") != mark
