"""What several processes share: nobody sends too much, nobody is forgotten, chats stay where they are."""

from collections import Counter
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.allotment import REMEMBERED, Allotment
from bot.domain.sharing import PARTS, owners, part, shares

RATES = st.integers(1, 1000)
WANTS = st.dictionaries(st.integers(1, 50), st.integers(0, 500), max_size=8)
ALL = range(PARTS)
MEMBERS = st.lists(st.integers(1, 10**9), min_size=2, max_size=9, unique=True).map(sorted)


@given(RATES, WANTS, st.booleans(), st.booleans())
def test_together_they_never_have_more_than_there_is(
    rate: int, wants: Mapping[int, int], bulk: bool, urgent: bool
) -> None:
    given = shares(rate, wants, bulk=bulk, urgent=urgent)

    assert set(given) == set(wants)
    assert sum(given.values()) <= rate - 1 or not wants


@given(WANTS, st.booleans())
def test_nobody_is_left_with_nothing_where_there_is_enough(wants: Mapping[int, int], urgent: bool) -> None:
    assert all(one >= 1 for one in shares(30, wants, bulk=True, urgent=urgent).values())


def test_who_answers_many_gets_what_nobody_else_needs() -> None:
    assert shares(30, {2: 100, 3: 0}, bulk=False, urgent=False) == {2: 22, 3: 1}


def test_an_alert_goes_before_answers_that_others_could_send() -> None:
    assert shares(30, {2: 100, 3: 100}, bulk=True, urgent=True) == {2: 3, 3: 2}


@given(MEMBERS)
def test_each_member_has_nearly_as_many_chats_as_any_other(members: list[int]) -> None:
    has = Counter(owners(members))

    assert set(has) == set(members)
    assert max(has.values()) - min(has.values()) <= len(members)


@given(MEMBERS, st.data())
def test_when_one_leaves_few_chats_change_hands_besides_its_own(members: list[int], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(members))
    before, after = owners(members), owners([one for one in members if one != gone])

    assert sum(now != was for was, now in zip(before, after, strict=True) if was != gone) < PARTS / 8


@given(st.one_of(st.binary(min_size=16, max_size=16), st.integers(1)))
def test_every_chat_is_of_one_part(chat: bytes | int) -> None:
    assert part(chat) in ALL


@given(
    st.integers(2, 60),
    st.lists(st.tuples(st.floats(0.1, 3), st.dictionaries(st.integers(1, 4), st.integers(0, 60))), max_size=20),
)
def test_what_may_still_be_in_use_is_given_to_nobody_else(
    rate: int, rounds: list[tuple[float, dict[int, int]]]
) -> None:
    allotment, now, has = Allotment(rate, since=0.0), 0.0, dict[int, int]()
    given: list[tuple[float, dict[int, int]]] = []
    owns: list[int] = []
    used: list[tuple[float, int]] = []
    for seconds, wants in rounds:
        now += seconds
        has = allotment.settle(
            now, shares(rate, wants, bulk=False, urgent=False), {one: has.get(one, 0) for one in wants}
        )
        given.append((now, has))
        used += [(now, one) for one in [*owns[-2:], allotment.own]]
        owns.append(allotment.own)
        late = [one for at, one in given if at > now - REMEMBERED]
        most = {member: max(one.get(member, 0) for one in late) for one in late for member in one}

        assert sum(most.values()) + max(one for at, one in used if at > now - 1.0) <= rate


def test_whoever_takes_over_gives_nothing_until_it_knows_what_is_in_use() -> None:
    allotment = Allotment(30, since=0.0)

    assert allotment.settle(0.5, {2: 10}, {2: 3}) == {2: 3}
    assert allotment.own == 20
    assert allotment.settle(REMEMBERED, {2: 10}, {2: 3}) == {2: 10}


def test_what_whoever_leads_has_sent_a_moment_ago_is_given_to_nobody() -> None:
    allotment = Allotment(30, since=-REMEMBERED)
    allotment.settle(0.0, {2: 1}, {2: 1})
    assert allotment.own == 29

    assert allotment.settle(0.5, {2: 10}, {2: 1}) == {2: 1}
    assert allotment.own == 20
    assert allotment.settle(1.0, {2: 10}, {2: 1}) == {2: 1}, "it may have heard of that just now"
    assert allotment.settle(2.6, {2: 10}, {2: 1}) == {2: 10}
