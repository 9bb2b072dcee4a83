"""One broadcast on its way: in order out, in any order back, and the mark never passes someone in flight."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.courier.prepared import Prepared, prepare
from bot.courier.walk import Delivery, Walk
from bot.domain.broadcast import AlertFacts, Audience, Broadcast, Cursor, Kind, Lane, Recipient, State, Way
from bot.domain.ids import BroadcastId, IncidentId, Language, MessageId, NeighborhoodId, PersonNumber, PlaceId
from bot.domain.incident import Activity, Number
from bot.domain.screen import Key, Screen

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
FACTS = AlertFacts(
    IncidentId(1),
    PlaceId("p"),
    NeighborhoodId("n"),
    Activity.PATROL,
    Number.FEW,
    observed=NOW,
    confirmed=NOW,
    expires=NOW,
)
START = Cursor(0, PersonNumber(0))


def walk(*, basis: BroadcastId | None = None) -> Walk:
    broadcast = Broadcast(
        id=BroadcastId(1),
        kind=Kind.ALERT,
        lane=Lane.ALERT,
        way=Way.SEND,
        facts=FACTS,
        audience=Audience(()),
        basis=basis,
        opened=NOW,
        state=State.OPEN,
        cursor=START,
    )
    return Walk(broadcast, lambda _, language: prepare(Screen(f"told in {language}"), Way.SEND))


def people(numbers: Sequence[int], ring: int = 0) -> list[Recipient]:
    return [
        Recipient(Cursor(ring, PersonNumber(one)), one, Language("en"), message=None, doubted=False) for one in numbers
    ]


def taken(one: Walk) -> Delivery:
    delivery = one.next()
    assert delivery is not None
    return delivery


@given(st.integers(1, 30).flatmap(lambda size: st.permutations(range(1, size + 1))))
def test_the_mark_never_passes_someone_who_is_in_flight(order: Sequence[int]) -> None:
    one = walk()
    one.came(people(sorted(order)))
    flights = {int(delivery.recipient.place.number): delivery for delivery in (taken(one) for _ in order)}
    for place in order:
        one.answered(flights.pop(place))

        assert all(one.mark < delivery.recipient.place for delivery in flights.values())
    assert one.mark == Cursor(0, PersonNumber(len(order)))
    assert one.drained


def test_a_later_ring_comes_after_an_earlier_one_whatever_the_numbers() -> None:
    one = walk()
    one.came(people([5, 9]))
    one.came(people([2], ring=1))
    first, second, third = taken(one), taken(one), taken(one)
    one.answered(third)
    one.answered(first)

    assert one.mark == Cursor(0, PersonNumber(5))
    one.answered(second)
    assert one.mark == Cursor(1, PersonNumber(2))


def test_who_goes_out_once_more_stays_in_flight() -> None:
    one = walk()
    one.came(people([1, 2]))
    first, second = taken(one), taken(one)
    one.put_back(first)
    one.answered(second)

    assert one.mark == START
    assert taken(one) is first


def test_it_is_over_when_nobody_is_left_and_everyone_is_answered_for() -> None:
    one = walk()
    one.came(people([1]))
    delivery = taken(one)
    assert one.wants_more()
    one.came([])
    assert not one.over

    one.answered(delivery)
    assert one.over
    assert not one.waits


def test_when_ended_nobody_new_is_told_and_those_who_waited_for_another_try_are_said() -> None:
    one = walk()
    one.came(people([1, 2, 3]))
    first = taken(one)
    one.put_back(first)
    second = taken(one)

    assert second is first
    one.put_back(second)
    assert one.end() == [first]
    assert one.next() is None
    assert not one.wants_more()


def test_a_text_is_rendered_once_per_language() -> None:
    rendered: list[Language] = []

    def render(_: Broadcast, language: Language) -> Prepared:
        rendered.append(language)
        return prepare(Screen("x"), Way.SEND)

    one = walk()
    one.prepare = render
    one.came(people([1, 2, 3]))
    bodies = [one.body(taken(one)) for _ in range(3)]

    assert rendered == [Language("en")]
    assert [method for method, _ in bodies] == ["sendMessage"] * 3


def test_a_body_differs_from_the_next_by_its_chat_alone() -> None:
    prepared = prepare(
        Screen("a <b>b</b>", ((Key("Yes", data="y"), Key("Web", url="https://example.org")),)), Way.REPLY
    )

    assert prepared.body(7, None) == (
        b'{"text":"a <b>b</b>","parse_mode":"HTML","link_preview_options":{"is_disabled":true},'
        b'"reply_markup":{"inline_keyboard":[[{"text":"Yes","callback_data":"y"},'
        b'{"text":"Web","url":"https://example.org"}]]},"chat_id":7}'
    )
    assert prepared.body(7, MessageId(9)).endswith(
        b'"chat_id":7,"reply_parameters":{"message_id":9,"allow_sending_without_reply":true}}'
    )
    assert prepare(Screen("a"), Way.EDIT).body(7, MessageId(9)).endswith(b'"chat_id":7,"message_id":9}')
    assert b'"disable_notification":true' in prepare(Screen("a"), Way.SILENT_REPLY).body(7, MessageId(9))
    assert b'"allow_paid_broadcast":true' in prepare(Screen("a"), Way.SEND, paid=True).body(7, None)


def test_at_night_an_alert_makes_no_sound_for_whoever_wants_it_so() -> None:
    one = walk()
    ana, ben = people([1, 2])
    one.came([ana._replace(quiet=True), ben])
    deliveries = [taken(one), taken(one)]
    by_day = [one.body(delivery)[1] for delivery in deliveries]
    one.is_night = lambda: True
    at_night = [one.body(delivery)[1] for delivery in deliveries]

    assert [b"disable_notification" in body for body in by_day] == [False, False]
    assert [b"disable_notification" in body for body in at_night] == [True, False]


@pytest.mark.parametrize("way", Way)
def test_a_silent_body_is_the_same_and_asks_for_no_sound(way: Way) -> None:
    prepared = prepare(Screen("a"), way)
    for message in (None, MessageId(9)):
        loud, silent = (json.loads(prepared.body(7, message, silent=silent)) for silent in (False, True))

        assert silent == (loud if way is Way.EDIT else {**loud, "disable_notification": True})
