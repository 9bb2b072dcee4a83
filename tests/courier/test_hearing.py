"""What an answer means is the same whether all of it is read or only what is needed."""

import json

import pytest

from bot.courier.hearing import heard
from bot.domain.answer import Outcome, Taken, Uncertain, read
from bot.domain.ids import MessageId
from bot.wire import Answer

RESULT = {"message_id": 77, "chat": {"id": 5, "type": "private"}, "date": 1, "reply_markup": {"inline_keyboard": []}}
WHOLE = json.dumps({"ok": True, "result": RESULT}, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, WHOLE, Taken(MessageId(77))),
        (200, json.dumps({"result": RESULT, "ok": True}).encode(), Taken(MessageId(77))),
        (200, WHOLE[: len(WHOLE) // 2], Uncertain()),
        (200, WHOLE[:40], Uncertain()),
        (502, WHOLE, Uncertain()),
        (200, b'{"ok":true,"result":true}', Uncertain()),
    ],
)
def test_an_answer_is_heard_as_it_is_read(status: int, body: bytes, outcome: Outcome) -> None:
    assert heard(Answer(status, body)) == read(status, body) == outcome
