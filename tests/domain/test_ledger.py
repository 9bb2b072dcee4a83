"""The ledger's chain: whatever is done to a row, it shows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.broadcast import Kind
from bot.domain.ids import BroadcastId
from bot.domain.ledger import EPOCH, ROTATES, START, Act, End, Entry, broken, people, period
from bot.domain.people import Role

Rows = list[tuple[Entry, bytes]]

SEEDS = st.integers(0, 10**6)


def entry_of(number: int, seed: int) -> Entry:
    """Some row; another seed is another row."""
    by_itself = seed % 5 == 0
    return Entry(
        number=number,
        at=EPOCH + timedelta(seconds=seed),
        act=list(Act)[seed % len(Act)],
        subject=None if seed % 3 == 0 else seed,
        role=None if by_itself else list(Role)[seed % len(Role)],
        tag=None if by_itself else f"TAG{seed % 7}",
        before=None if by_itself else f"OLD{seed % 7}",
        first=None if seed % 2 else BroadcastId(seed),
        last=None if seed % 2 else BroadcastId(seed + 1),
    )


@st.composite
def chains(draw: st.DrawFn) -> tuple[End, Rows, End]:
    """Some rows after an anchor, as they are written."""
    anchor = End(draw(st.integers(0, 50)), bytes([draw(st.integers(0, 255))] * 32))
    at, rows = anchor, []
    for number, seed in enumerate(draw(st.lists(SEEDS, min_size=1, max_size=5)), anchor.number + 1):
        entry = entry_of(number, seed)
        at = End(number, entry.follows(at.hash))
        rows.append((entry, at.hash))
    return anchor, rows, at


@given(chains())
def test_a_chain_as_it_was_written_is_whole(chain: tuple[End, Rows, End]) -> None:
    anchor, rows, head = chain

    assert broken(rows, anchor=anchor, head=head) is None


@given(chains(), st.data())
def test_an_edited_row_is_named(chain: tuple[End, Rows, End], data: st.DataObject) -> None:
    anchor, rows, head = chain
    at = data.draw(st.integers(0, len(rows) - 1))
    entry, kept = rows[at]
    edited = entry_of(entry.number, data.draw(SEEDS.filter(lambda seed: entry_of(entry.number, seed) != entry)))
    rows[at] = (edited, kept)

    assert broken(rows, anchor=anchor, head=head) == entry.number


@given(chains(), st.data())
def test_an_edited_row_with_a_hash_that_fits_breaks_what_comes_after(
    chain: tuple[End, Rows, End], data: st.DataObject
) -> None:
    anchor, rows, head = chain
    at = data.draw(st.integers(0, len(rows) - 1))
    entry, _ = rows[at]
    edited = entry_of(entry.number, data.draw(SEEDS.filter(lambda seed: entry_of(entry.number, seed) != entry)))
    rows[at] = (edited, edited.follows(rows[at - 1][1] if at else anchor.hash))

    assert broken(rows, anchor=anchor, head=head) == entry.number + 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", 8),
        ("at", EPOCH),
        ("act", Act.RESUMED),
        ("subject", 2),
        ("role", Role.VOLUNTEER),
        ("tag", "B"),
        ("before", None),
        ("first", None),
        ("last", 5),
    ],
)
def test_every_field_counts(field: str, value: object) -> None:
    entry = Entry(7, EPOCH + ROTATES, Act.ALERT, 1, Role.ORGANIZER, "A", "B", first=BroadcastId(3), last=BroadcastId(4))

    assert replace(entry, **{field: value}).follows(START) != entry.follows(START)  # type: ignore[arg-type]


@given(chains(), st.data())
def test_a_row_that_is_missing_is_named(chain: tuple[End, Rows, End], data: st.DataObject) -> None:
    anchor, rows, head = chain
    gone, _ = rows.pop(data.draw(st.integers(0, len(rows) - 1)))

    assert broken(rows, anchor=anchor, head=head) == gone.number


@given(chains(), st.data())
def test_rows_in_another_order_are_no_chain(chain: tuple[End, Rows, End], data: st.DataObject) -> None:
    anchor, rows, head = chain
    mixed = data.draw(st.permutations(rows))

    assert (broken(mixed, anchor=anchor, head=head) is None) == (mixed == rows)


@given(chains(), st.data())
def test_a_row_put_between_is_named(chain: tuple[End, Rows, End], data: st.DataObject) -> None:
    anchor, rows, head = chain
    at = data.draw(st.integers(0, len(rows)))
    number = anchor.number + 1 + at
    forged = entry_of(number, data.draw(SEEDS))
    previous = rows[at - 1][1] if at else anchor.hash
    later = [(replace(entry, number=entry.number + 1), kept) for entry, kept in rows[at:]]
    rows[at:] = [(forged, forged.follows(previous)), *later]

    assert broken(rows, anchor=anchor, head=head) == number + 1


def test_every_kind_of_broadcast_is_an_act() -> None:
    assert [Act(kind).value for kind in Kind] == [kind.value for kind in Kind]


def test_a_tag_lasts_for_one_period() -> None:
    turn = EPOCH + 7 * ROTATES

    assert [period(turn + apart) for apart in (-timedelta(seconds=1), timedelta(0), ROTATES)] == [6, 7, 8]


def act_of(number: int, tag: str | None, before: str | None = None) -> Entry:
    return Entry(number, EPOCH, Act.ALERT, None, None, tag, before, None, None)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ([act_of(1, "old", "older"), act_of(2, "new", "old")], {1: "new", 2: "new"}),
        ([act_of(1, "old", "older"), act_of(2, "other", "others")], {1: "old", 2: "other"}),
        ([act_of(1, "a", "x"), act_of(2, "b", "a"), act_of(3, "c", "b")], {1: "c", 2: "c", 3: "c"}),
        ([act_of(1, None), act_of(2, "new", "old")], {2: "new"}),
    ],
)
def test_one_person_has_one_tag_across_a_turn(found: list[Entry], shown: dict[int, str]) -> None:
    assert people(found) == shown


def test_the_first_row_of_all_is_bound_to_nothing() -> None:
    assert End() == End(0, START)
