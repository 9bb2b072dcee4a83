"""Several processes with one keys folder: what one makes, moves or destroys in it, the others have too."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import Barrier, Event

import pytest

from db import keys as folder
from db.keys import MAIN, NEXT, KeyGone, Keys, KeysError

TODAY = date(2026, 3, 2)
DAYS = [TODAY + timedelta(days=n) for n in range(100 if os.environ.get("AVISA_TEST_LONG") else 20)]
AT_ONCE = 6
ROTATIONS = 200 if os.environ.get("AVISA_TEST_LONG") else 20

SEALS = """
import sys
from datetime import date, timedelta
from pathlib import Path
from db.keys import Keys
keys, first = Keys(Path(sys.argv[1])), date.fromisoformat(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for n in range(int(sys.argv[3])):
    print(keys.seal(first + timedelta(days=n), "inbox", b"1", b"two vans").hex(), flush=True)
"""
"""Another process: AES-SIV makes the same of the same words with the same key."""


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    folder.make(tmp_path / "keys")
    return Keys(tmp_path / "keys")


def at_once(does: Callable[[], bytes]) -> list[bytes]:
    """What so many answer who do it at the same moment."""
    ready = Barrier(AT_ONCE)

    def do() -> bytes:
        ready.wait()
        return does()

    with ThreadPoolExecutor(AT_ONCE) as many:
        return [one.result() for one in [many.submit(do) for _ in range(AT_ONCE)]]


def seals(keys: Path, day: date) -> bytes:
    """What somebody makes of a word who has just opened the folder."""
    return Keys(keys).seal(day, "inbox", b"1", b"vans")


def test_who_make_the_key_of_a_day_at_once_have_the_same_one(keys: Keys) -> None:
    sealed = [set(at_once(partial(seals, keys.folder, day))) for day in DAYS]

    assert sealed == [{keys.seal(day, "inbox", b"1", b"vans")} for day in DAYS]
    assert {one.suffix for one in (keys.folder / "days").iterdir()} == {".key"}


def test_processes_that_do_so_too(keys: Keys) -> None:
    command = [sys.executable, "-c", SEALS, str(keys.folder), TODAY.isoformat(), str(len(DAYS))]
    many = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    for one in many:
        assert one.stdout is not None
        one.stdout.readline()
    said = [one.communicate("go\n")[0].split() for one in many]

    expected = [keys.seal(day, "inbox", b"1", b"two vans").hex() for day in DAYS]
    assert said == [expected] * len(many)


def test_who_make_the_key_of_a_week_at_once_count_under_the_same_mark(keys: Keys) -> None:
    marks = set(at_once(lambda: Keys(keys.folder).mark(TODAY, b"ana")))

    assert marks == {keys.mark(TODAY, b"ana")}


def test_what_another_has_destroyed_is_forgotten(keys: Keys) -> None:
    other = Keys(keys.folder)
    sealed, mark = other.seal(TODAY, "inbox", b"1", b"two vans"), other.mark(TODAY, b"ana")
    keys.destroy_before(TODAY + timedelta(days=1))
    keys.destroy_weeks_before(TODAY + timedelta(days=1))

    assert other.open(TODAY, "inbox", b"1", sealed) == b"two vans"
    other.follow()
    with pytest.raises(KeyGone):
        other.open(TODAY, "inbox", b"1", sealed)
    assert other.mark(TODAY, b"ana") != mark


def test_a_key_that_was_destroyed_and_made_again_is_the_new_one(keys: Keys) -> None:
    other = Keys(keys.folder)
    other.seal(TODAY, "inbox", b"1", b"two vans")
    keys.destroy_before(TODAY + timedelta(days=1))
    sealed = keys.seal(TODAY, "inbox", b"1", b"three vans")

    other.follow()
    assert other.open(TODAY, "inbox", b"1", sealed) == b"three vans"


def test_two_may_destroy_the_same_keys(keys: Keys) -> None:
    for day in DAYS:
        keys.seal(day, "inbox", b"1", b"")
    end = DAYS[-1] + timedelta(days=1)
    at_once(lambda: b"".join(day.isoformat().encode() for day in Keys(keys.folder).destroy_before(end)))

    assert keys.days() == []


def test_a_new_main_key_is_first_opened_with_by_all_then_sealed_with_then_alone(keys: Keys) -> None:
    other, was = Keys(keys.folder), keys.handle(7)
    known = [keys.follow()]
    folder.prepare(keys.folder)
    known.append(keys.follow())
    still = keys.handle(7)
    folder.begin(keys.folder)
    known.append(keys.follow())
    sealed = keys.seal_id("people.chat", b"row", 7)
    becomes, both = keys.handle(7), keys.handles(7)
    other.follow()
    opened = other.open_id("people.chat", b"row", sealed)
    folder.put_in_place(keys.folder)
    known.append(keys.follow())

    assert still == was != becomes
    assert set(both) == {was, becomes}
    assert opened == 7
    assert keys.handles(7) == (becomes,)
    assert len(set(known)) == len(known)


def test_two_with_the_same_main_keys_have_one_fingerprint(keys: Keys) -> None:
    folder.prepare(keys.folder)
    other = Keys(keys.folder)

    assert keys.follow() == other.follow()
    assert len(keys.follow()) == 8


@pytest.mark.parametrize("nights", [1, 2])
def test_who_slept_while_the_main_key_was_put_in_place_has_the_one_that_there_is(keys: Keys, nights: int) -> None:
    other = Keys(keys.folder)
    for _ in range(nights):
        folder.prepare(keys.folder)
        folder.begin(keys.folder)
        folder.put_in_place(keys.folder)
    folder.prepare(keys.folder)

    assert other.follow() == keys.follow() == Keys(keys.folder).follow()
    assert other.handles(7) == keys.handles(7)


def test_who_looks_while_a_main_key_is_moved_never_sees_half_of_it(keys: Keys) -> None:
    ends, looks = Event(), []

    def follows() -> None:
        other = Keys(keys.folder)
        while not ends.is_set():
            other.follow()
            looks.append(len(other.handles(7)))

    with ThreadPoolExecutor(1) as beside:
        following = beside.submit(follows)
        try:
            for _ in range(ROTATIONS):
                folder.prepare(keys.folder)
                folder.begin(keys.folder)
                folder.put_in_place(keys.folder)
        finally:
            ends.set()
        following.result()

    assert set(looks) <= {1, 2}


def test_a_next_main_key_that_cannot_be_read_opens_nothing_and_a_new_one_must_be_read(keys: Keys) -> None:
    (keys.folder / NEXT).write_text("00ff")
    keys.follow()
    is_rotating = keys.is_rotating
    folder.begin(keys.folder)

    assert not is_rotating
    with pytest.raises(KeysError, match=r"main\.key\.new"):
        keys.follow()


def test_a_folder_that_is_away_is_said_so(keys: Keys) -> None:
    keys.folder.rename(keys.folder.with_name("away"))

    with pytest.raises(KeysError, match=f"{MAIN} is missing"):
        keys.follow()


def test_one_at_a_time_puts_a_new_main_key_in_place(keys: Keys) -> None:
    with folder.alone(keys.folder), pytest.raises(KeysError, match="another process"), folder.alone(keys.folder):
        pytest.fail("two at once")
