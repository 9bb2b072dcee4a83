"""What Telegram's answers mean, and what becomes of a delivery then."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answer import (
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
        (400, refused("Bad Request: message is too long"), BadContent("Bad Request: message is too long")),
        (400, refused("Bad Request: can't parse entities: x"), BadContent("Bad Request: can't parse entities: x")),
        (400, refused("Bad Request: something new"), Odd("Bad Request: something new")),
        (401, refused("Unauthorized"), BadToken()),
        (404, refused("Not Found"), BadToken()),
        (403, refused("Forbidden: bot was blocked by the user"), Gone()),
        (403, refused("Forbidden: user is deactivated"), Gone()),
        (403, refused("Forbidden: bot can't initiate conversation with a user"), Gone()),
        (429, refused("Too Many Requests: retry after 9", parameters={"retry_after": 9}), Flooded(timedelta(0, 9))),
        (429, refused("Too Many Requests"), Flooded(None)),
        (429, b"<html>slow down</html>", Flooded(None)),
        (500, refused("Internal Server Error: restart"), Uncertain()),
        (502, b"<html>Bad Gateway</html>", Uncertain()),
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
