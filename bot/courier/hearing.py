"""What Telegram's answer to a delivery means, without reading more of it than is needed."""

import re

from bot.domain.answer import Outcome, Taken, read
from bot.domain.ids import MessageId
from bot.wire import Answer

TAKEN = re.compile(rb'\{"ok":true,"result":\{"message_id":([0-9]+),')


def heard(answer: Answer) -> Outcome:
    """The outcome. That a message was taken is told by an answer's first bytes, when its last ones are there too: all
    between is what we have said ourselves, and to read it takes a twentieth of the time of a delivery."""
    begins = TAKEN.match(answer.body) if answer.status == 200 and answer.body.endswith(b"}}") else None
    return Taken(MessageId(int(begins[1]))) if begins else read(answer.status, answer.body)
