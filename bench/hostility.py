"""What a bot gets that somebody wants to see fail: updates of every kind, wrong in every way, and sent by anyone."""

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bot.domain.buttons import BUTTONS

Facts = dict[str, Any]
Make = Callable[[random.Random, int], Facts]
"""One update, without its number, from the person of this chat."""

DATE = 1_772_460_000
BOT = {"id": 7_000_000_001, "is_bot": True, "first_name": "Avisa", "username": "avisa_bot"}

WRONG: tuple[Any, ...] = (
    *(None, True, -1, 2**63, 0.5, "", "7", "x" * 5000, "\ud800", "\x00", [], [None], [[]], {}, {"id": None}),
)
"""What stands in a field that should hold something else."""

TEXTS: tuple[str, ...] = (
    *("", " ", "\u200b\u200d\ufeff", "\u202eevil\u202c", "\x00\x01", "\ud800", "\udfff\ud800", "<b>", "</code>&amp;&"),
    *(
        "{place}",
        "%s%n",
        "'; DROP TABLE people; --",
        "e\u0301" * 500,
        "\U0001f468\u200d\U0001f469" * 300,
        "\u0627" * 4096,
    ),
    *("x" * 4096, "x" * 100_000, "/", "//", "/start " + "A" * 43, "/start " + "A" * 65, "/start \u202e", "/START"),
    *(
        "/admin",
        "/report@other_bot",
        "/duty",
        "/people",
        "/invite",
        "/notice",
        "/forget extra",
        "/help\n/help",
        "/ stop",
    ),
)

ATTACHED: tuple[Facts, ...] = (
    {"location": {"latitude": 42.36, "longitude": -71.06}},
    {"location": {"latitude": 42.36, "longitude": -71.06, "live_period": 900, "horizontal_accuracy": 1500.0}},
    {"location": {"latitude": 1e308, "longitude": -1e308}},
    {"location": {"latitude": 0, "longitude": 0}},
    {"location": {"latitude": "42", "longitude": None}},
    {"contact": {"phone_number": "+16175550100", "first_name": "Ana", "user_id": 7}},
    {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}], "caption": "\u202e<i>"},
    {"photo": []},
    {"document": {"file_id": "a", "file_unique_id": "b"}},
    {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
    {"dice": {"emoji": "\U0001f3b2", "value": 6}},
    {"poll": {"id": "1"}},
    {"new_chat_members": [{"id": 1, "is_bot": False, "first_name": "x"}]},
    {"migrate_to_chat_id": -1001},
    {"pinned_message": {"chat": {"id": 1, "type": "private"}, "message_id": 1, "date": 0}},
    {"web_app_data": {"data": "x", "button_text": "y"}},
)


def person(chat: int) -> Facts:
    """Who speaks."""
    return {"id": chat, "is_bot": False, "first_name": "\u202eEve<b>", "language_code": "xx-\x00"}


def message(chat: int, **content: Any) -> Facts:
    """A message as Telegram tells it."""
    told = {"message_id": 1, "from": person(chat), "chat": {"id": chat, "type": "private"}, "date": DATE}
    text = content.get("text")
    if isinstance(text, str) and text.startswith("/"):
        length = len(text.split()[0]) if text.split() else 1
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return {**told, **content}


def texts(chance: random.Random, chat: int) -> Facts:
    """Words, some of them commands."""
    return {"message": message(chat, text=chance.choice(TEXTS))}


def attachments(chance: random.Random, chat: int) -> Facts:
    """Everything that is no words."""
    return {"message": message(chat, **chance.choice(ATTACHED))}


def edited(chance: random.Random, chat: int) -> Facts:
    """What was said is said otherwise."""
    return {"edited_message": message(chat, text=chance.choice(TEXTS), edit_date=DATE + 60)}


def _payload(chance: random.Random) -> Any:
    prefix = chance.choice(list(BUTTONS))
    numbers = [
        chance.choice(("0", "1", "7", "-1", "999999999999999999", "9" * 19, "x", "", "en", "\u202e", "on_scene"))
    ]
    return chance.choice(
        (
            f"{prefix}:{':'.join(numbers * chance.randrange(5))}",
            f"{prefix}:{chance.randrange(10**6)}:{chance.randrange(100)}",
            prefix,
            ":" * chance.randrange(70),
            "".join(chr(chance.randrange(0xD7FF)) for _ in range(chance.randrange(90))),
            *("", "\ud800", None, 7, "x" * 5000),
        )
    )


def forged(chance: random.Random, chat: int) -> Facts:
    """A button that nobody was shown, under a message that may not exist."""
    shown = chance.choice(
        (
            {"chat": {"id": chat, "type": "private"}, "message_id": 1, "date": 0},
            {**message(chat, text="What do you see?"), "from": BOT},
            message(-chat, text="a group's"),
            None,
        )
    )
    query = {"id": str(chance.randrange(10**15)), "from": person(chat), "chat_instance": "1", "data": _payload(chance)}
    return {"callback_query": query if shown is None else {**query, "message": shown}}


def elsewhere(chance: random.Random, chat: int) -> Facts:
    """Groups, channels, and those who do not speak for themselves."""
    told = message(chat, text=chance.choice(("/start", "/invite", "two vans")))
    kind = chance.choice(("group", "supergroup", "channel"))
    group = {"id": -1_000_000_000_000 - chat, "type": kind, "title": "\u202e<b>"}
    return {
        "message": chance.choice(
            (
                {**told, "chat": group},
                {**told, "chat": group, "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
                {**told, "chat": group, "sender_chat": group},
                {**told, "sender_chat": group},
                {**told, "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}},
                {**told, "from": {**person(chat), "is_bot": True}},
                {key: value for key, value in told.items() if key != "from"},
            )
        )
    }


def membership(chance: random.Random, chat: int) -> Facts:
    """Blocked, unblocked, made an administrator, thrown out of somewhere."""
    states = [{"user": BOT, "status": one} for one in ("member", "left", "restricted", "kicked", "\ud800", None)]
    kicked = {"user": BOT, "status": "kicked", "until_date": 0}
    here = chance.choice(({"id": chat, "type": "private"}, {"id": -chat, "type": "group", "title": "x"}))
    change = {"chat": here, "from": person(chat), "date": DATE, "old_chat_member": chance.choice(states)}
    return {"my_chat_member": {**change, "new_chat_member": chance.choice((*states, kicked))}}


def unknown(chance: random.Random, chat: int) -> Facts:
    """A kind that nobody asked for, or none."""
    kind = chance.choice(("poll", "inline_query", "chat_member", "business_message", "guest_message", "", "\ud800"))
    return {kind: chance.choice((message(chat, text="x"), *WRONG))}


def huge(chance: random.Random, chat: int) -> Facts:
    """Deep, or long."""
    deep: Any = chat
    for _ in range(chance.randrange(100, 300)):
        deep = [deep] if chance.random() < 0.5 else {"a": deep}
    long = {"entities": [{"type": "bold", "offset": 0, "length": 1}] * 2000}
    return {"message": message(chat, text="x", **chance.choice(({"reply_to_message": deep}, long)))}


MAKES: tuple[Make, ...] = (texts, attachments, edited, forged, elsewhere, membership, unknown)


def mutated(chance: random.Random, chat: int) -> Facts:
    """Any of them, with something else in one place, or nothing."""
    update = copy.deepcopy(chance.choice(MAKES)(chance, chat))
    places = list(_places(update))
    *path, last = chance.choice(places) if places else ("message",)
    inside: Any = update
    for key in path:
        inside = inside[key]
    if chance.random() < 0.3 and isinstance(inside, dict):
        inside.pop(last, None)
    else:
        inside[last] = chance.choice(WRONG)
    return update


def _places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*at, key)
        yield from _places(one, (*at, key))


NUMBERS: Sequence[Any] = ("x", None, -1, 2**70, 0.5, [])
"""In place of an update's number."""


def hostile(chance: random.Random, chat: int) -> Facts:
    """The next one."""
    dice = chance.random()
    if dice < 0.01:
        return huge(chance, chat)
    if dice < 0.4:
        return mutated(chance, chat)
    update = chance.choice(MAKES)(chance, chat)
    return {"update_id": chance.choice(NUMBERS), **update} if dice < 0.41 else update
