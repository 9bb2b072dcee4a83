"""What Telegram answered, and what becomes of a delivery then: decided here, done by the courier.

    Outcome
    ├── Taken         it is in the chat
    ├── Unchanged     an edit that changed nothing: the chat shows what it should
    ├── EditGone      the message to be edited is there no more
    ├── ReplyGone     the message to be answered is there no more
    ├── Gone          this person blocked the bot, or has left Telegram
    ├── Missing       Telegram does not find the chat; now and then that passes
    ├── BadContent    the text itself is refused, so everyone's would be
    ├── Odd           any other no to this one request
    ├── Flooded       too many; not before so long a wait, when Telegram said how long
    ├── BadToken      the token is not valid, so nothing can be sent at all
    ├── NotSent       certainly not taken: no connection came about
    └── Uncertain     taken or not, nobody knows: no answer, half an answer, a fault of Telegram's

The texts are those of the Bot API server's source, compared without regard to case, because libraries change it.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.broadcast import Kind
from bot.domain.ids import MessageId


@dataclass(frozen=True, slots=True)
class Taken:
    message: MessageId


@dataclass(frozen=True, slots=True)
class Unchanged:
    pass


@dataclass(frozen=True, slots=True)
class EditGone:
    pass


@dataclass(frozen=True, slots=True)
class ReplyGone:
    pass


@dataclass(frozen=True, slots=True)
class Gone:
    pass


@dataclass(frozen=True, slots=True)
class Missing:
    pass


@dataclass(frozen=True, slots=True)
class BadContent:
    said: str


@dataclass(frozen=True, slots=True)
class Odd:
    said: str


@dataclass(frozen=True, slots=True)
class Flooded:
    wait: timedelta | None
    """None when the answer did not come from the Bot API itself, but from something before it."""


@dataclass(frozen=True, slots=True)
class BadToken:
    pass


@dataclass(frozen=True, slots=True)
class NotSent:
    pass


@dataclass(frozen=True, slots=True)
class Uncertain:
    pass


Outcome = (
    Taken
    | Unchanged
    | EditGone
    | ReplyGone
    | Gone
    | Missing
    | BadContent
    | Odd
    | Flooded
    | BadToken
    | NotSent
    | Uncertain
)

SAID: tuple[tuple[str, Outcome | type[BadContent]], ...] = (
    ("message is not modified", Unchanged()),
    ("message to edit not found", EditGone()),
    ("message can't be edited", EditGone()),
    ("message_id_invalid", EditGone()),
    ("message to be replied not found", ReplyGone()),
    ("replied message not found", ReplyGone()),
    ("chat not found", Missing()),
    ("peer_id_invalid", Missing()),
    ("message is too long", BadContent),
    ("message text is empty", BadContent),
    ("text must be non-empty", BadContent),
    ("can't parse entities", BadContent),
    ("reply markup is too long", BadContent),
    ("button_data_invalid", BadContent),
    ("upgraded to a supergroup", Gone()),
)
"""What a 400 says, and what it means for a delivery. We serve private chats: one that has become a group is none."""

GONE = (
    "bot was blocked by the user",
    "user is deactivated",
    "can't initiate conversation",
    "can't send messages to",
    "bot was kicked",
    "bot is not a member",
    "group chat was deleted",
)
"""What a 403 says that is about this one chat. To forget someone cannot be undone, so any other one forgets nobody."""


def read(status: int, body: bytes) -> Outcome:
    """What an answer of the Bot API to a send or an edit means."""
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if isinstance(answer, dict) and status == 200:
        return _taken(answer)
    if not isinstance(answer, dict) or answer.get("ok") is not False:  # something that stands before the Bot API
        return Flooded(None) if status == 429 else Uncertain()
    said = str(answer.get("description", ""))
    match status:
        case 400:
            return _refused(said)
        case 401 | 404:
            return BadToken()
        case 403:
            return Gone() if any(words in said.casefold() for words in GONE) else Odd(said)
        case 429:
            return Flooded(_wait(answer))
        case _ if status >= 500:
            return Uncertain()
        case _:
            return Odd(said)


def _taken(answer: dict[str, Any]) -> Outcome:
    try:
        return Taken(MessageId(int(answer["result"]["message_id"])))
    except (KeyError, TypeError, ValueError):
        return Uncertain()


def _refused(said: str) -> Outcome:
    folded = said.casefold()
    for words, meaning in SAID:
        if words in folded:
            return meaning(said) if isinstance(meaning, type) else meaning
    return Odd(said)


def _wait(answer: dict[str, Any]) -> timedelta | None:
    parameters = answer.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return timedelta(seconds=wait) if isinstance(wait, int | float) and wait >= 0 else None


@dataclass(frozen=True, slots=True)
class Reached:
    """It counts as told. Corrections go to this person; an edit only when the message is known."""

    message: MessageId | None


@dataclass(frozen=True, slots=True)
class Passed:
    """Nobody was told, and another try would not change it."""

    doubt: bool = False
    """The chat was not found: the second time, an hour later, is once too often."""


@dataclass(frozen=True, slots=True)
class Forget:
    """This person wants to hear nothing more: everything about them goes."""


@dataclass(frozen=True, slots=True)
class Again:
    """The same once more."""

    hold: timedelta | None = None
    """Nothing at all goes out before that."""
    told_perhaps: bool = False
    """They may have got it already: should there be no second try after all, they count as told."""
    alone: bool = False
    """As a message of its own: what it was to answer is there no more."""


@dataclass(frozen=True, slots=True)
class Halt:
    """No more of this broadcast, to anyone."""

    said: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing more at all: the token is not ours any more."""


Decision = Reached | Passed | Forget | Again | Halt | Stop

FIRST_HOLD, LONGEST_HOLD = timedelta(seconds=30), timedelta(minutes=10)
"""After a 429 that does not say how long: doubling from one to the other."""

ODD_IN_A_ROW = 5
"""So many people in a row for whom Telegram says a no that we do not know: it is not about them."""

REPEATED = frozenset({Kind.ALERT})
"""An answer that leaves it open is followed by one more try for these alone: two alerts are better than none, but two
copies of anything else only tire."""


def after(outcome: Outcome, *, kind: Kind | None, tries: int, odd: int = 0) -> Decision:
    """What becomes of a delivery. `kind` is the broadcast's (none for a card or a letter), `tries` counts this one, and
    `odd` the people of the same broadcast in a row, up to this one, for whom the answer was an `Odd`."""
    match outcome:
        case Taken(message=message):
            return Reached(message)
        case Unchanged() | EditGone():
            return Reached(None)
        case Gone():
            return Forget()
        case Missing():
            return Passed(doubt=True)
        case BadContent(said=said):
            return Halt(said)
        case ReplyGone() if tries == 1:
            return Again(alone=True)
        case Odd(said=said) if odd >= ODD_IN_A_ROW:
            return Halt(said)
        case Odd() | ReplyGone():
            return Passed()
        case Flooded(wait=wait):
            return Again(hold=min(FIRST_HOLD * 2 ** (tries - 1), LONGEST_HOLD) if wait is None else wait)
        case BadToken():
            return Stop()
        case NotSent():
            return Again()
        case Uncertain():
            return Again(told_perhaps=True) if kind in REPEATED and tries <= 1 else Reached(None)
