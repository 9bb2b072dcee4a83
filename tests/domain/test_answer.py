"""What Telegram's answers mean, and what becomes of a delivery then."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answer import (
    ODD_IN_A_ROW,
    Again,
    BadContent,
    BadToken,
    Decision,
    EditGone,
    Flooded,
    Forget,
    Gone,
    Halt,
    Missing,
    NotSent,
    Odd,
    Outcome,
    Passed,
    Reached,
    ReplyGone,
    Stop,
    Taken,
    Uncertain,
    Unchanged,
    after,
    read,
)
from bot.domain.broadcast import Kind
from bot.domain.ids import MessageId


def refused(said: str, **more: object) -> bytes:
    return json.dumps({"ok": False, "description": said, **more}).encode()


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, b'{"ok":true,"result":{"message_id":7}}', Taken(MessageId(7))),
        (200, b'{"ok":true,"result":true}', Uncertain()),
        (200, b'{"ok":tr', Uncertain()),
        (200, b"<html>log in to the network</html>", Uncertain()),
        (302, b"", Uncertain()),
        (400, refused("Bad Request: message is not modified: specified new message content"), Unchanged()),
        (400, refused("Bad Request: message to edit not found"), EditGone()),
        (400, refused("Bad Request: message can't be edited"), EditGone()),
        (400, refused("Bad Request: chat not found"), Missing()),
        (400, refused("Bad Request: PEER_ID_INVALID"), Missing()),
        (400, refused("Peer_id_invalid"), Missing()),
        (400, refused("Bad Request: private chat not found"), Missing()),
        (400, refused("Bad Request: message to be replied not found"), ReplyGone()),
        (400, refused("Bad Request: group chat was upgraded to a supergroup chat"), Gone()),
        (400, refused("Bad Request: message thread not found"), Odd("Bad Request: message thread not found")),
        (400, refused("Bad Request: TOPIC_CLOSED"), Odd("Bad Request: TOPIC_CLOSED")),
        (400, refused("Bad Request: query is too old and x"), Odd("Bad Request: query is too old and x")),
        (400, refused("Bad Request: message text is empty"), BadContent("Bad Request: message text is empty")),
        (400, refused("Bad Request: text must be non-empty"), BadContent("Bad Request: text must be non-empty")),
        (400, refused("Bad Request: reply markup is too long"), BadContent("Bad Request: reply markup is too long")),
        (400, refused("Bad Request: BUTTON_DATA_INVALID"), BadContent("Bad Request: BUTTON_DATA_INVALID")),
        (400, refused("Bad Request: message is too long"), BadContent("Bad Request: message is too long")),
        (400, refused("Bad Request: can't parse entities: x"), BadContent("Bad Request: can't parse entities: x")),
        (400, refused("Bad Request: something new"), Odd("Bad Request: something new")),
        (401, refused("Unauthorized"), BadToken()),
        (404, refused("Not Found"), BadToken()),
        (403, refused("Forbidden: bot was blocked by the user"), Gone()),
        (403, refused("Forbidden: user is deactivated"), Gone()),
        (403, refused("Forbidden: bot can't initiate conversation with a user"), Gone()),
        (403, refused("Forbidden: the bot can't send messages to the bot"), Gone()),
        (403, refused("Forbidden: bot can't send messages to bots"), Gone()),
        (403, refused("Forbidden: bot was kicked from the group chat"), Gone()),
        (403, refused("Forbidden: bot is not a member of the channel chat"), Gone()),
        (403, refused("Forbidden: the group chat was deleted"), Gone()),
        (403, refused("Forbidden: something new"), Odd("Forbidden: something new")),
        (429, refused("Too Many Requests: retry after 9", parameters={"retry_after": 9}), Flooded(timedelta(0, 9))),
        (429, refused("Too Many Requests"), Flooded(None)),
        (429, b"<html>slow down</html>", Flooded(None)),
        (500, refused("Internal Server Error: restart"), Uncertain()),
        (502, b"<html>Bad Gateway</html>", Uncertain()),
        (403, b'{"error":"access denied by the proxy"}', Uncertain()),
        (404, b'{"error":"not found"}', Uncertain()),
        (429, b'{"error":"slow down"}', Flooded(None)),
        (
            409,
            refused("Conflict: terminated by other getUpdates request"),
            Odd("Conflict: terminated by other getUpdates request"),
        ),
    ],
)
def test_every_answer_has_one_meaning(status: int, body: bytes, outcome: Outcome) -> None:
    assert outcome == read(status, body)


@pytest.mark.parametrize(
    ("outcome", "kind", "tries", "decision"),
    [
        (Taken(MessageId(7)), Kind.ALERT, 1, Reached(MessageId(7))),
        (Unchanged(), Kind.ALL_CLEAR, 1, Reached(None)),
        (EditGone(), Kind.RETRACTION, 1, Reached(None)),
        (Gone(), Kind.ALERT, 1, Forget()),
        (Missing(), Kind.ALERT, 1, Passed(doubt=True)),
        (BadContent("x"), Kind.ALERT, 1, Halt("x")),
        (Odd("x"), Kind.ALERT, 1, Passed()),
        (ReplyGone(), Kind.RETRACTION, 1, Again(alone=True)),
        (ReplyGone(), Kind.RETRACTION, 2, Passed()),
        (Flooded(timedelta(seconds=9)), Kind.ALERT, 1, Again(hold=timedelta(seconds=9))),
        (Flooded(timedelta(hours=1)), None, 3, Again(hold=timedelta(hours=1))),
        (Flooded(None), Kind.ALERT, 1, Again(hold=timedelta(seconds=30))),
        (Flooded(None), Kind.ALERT, 3, Again(hold=timedelta(seconds=120))),
        (Flooded(None), Kind.ALERT, 30, Again(hold=timedelta(minutes=10))),
        (BadToken(), Kind.ALERT, 1, Stop()),
        (NotSent(), Kind.NOTICE, 9, Again()),
        (Uncertain(), Kind.ALERT, 1, Again(told_perhaps=True)),
        (Uncertain(), Kind.ALERT, 2, Reached(None)),
        (Uncertain(), Kind.RETRACTION, 1, Reached(None)),
        (Uncertain(), Kind.NOTICE, 1, Reached(None)),
        (Uncertain(), None, 1, Reached(None)),
    ],
)
def test_every_outcome_has_one_consequence(outcome: Outcome, kind: Kind | None, tries: int, decision: Decision) -> None:
    assert decision == after(outcome, kind=kind, tries=tries)


@pytest.mark.parametrize(
    ("odd", "decision"), [(ODD_IN_A_ROW - 1, Passed()), (ODD_IN_A_ROW, Halt("x")), (ODD_IN_A_ROW + 7, Halt("x"))]
)
def test_a_no_that_we_do_not_know_is_about_everyone_once_enough_in_a_row_have_had_it(
    odd: int, decision: Decision
) -> None:
    assert decision == after(Odd("x"), kind=Kind.ALERT, tries=1, odd=odd)


@given(
    st.integers(100, 599),
    st.binary(max_size=60)
    | st.recursive(
        st.none() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["ok", "result", "message_id", "description", "parameters", "retry_after"]),
                inner,
                max_size=4,
            )
        ),
    ).map(lambda value: json.dumps(value).encode()),
)
def test_whatever_comes_back_means_something(status: int, body: bytes) -> None:
    assert isinstance(after(read(status, body), kind=Kind.ALERT, tries=1), Decision)
