"""The methods of the Bot API that are about a chat: who is in it, what is pinned, what is thought of a message."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.bonds import STATUS, change_bond
from simulator.chats import Bond, Chat, Message, message_json
from simulator.errors import bad

if TYPE_CHECKING:
    from simulator.call import Call
    from simulator.engine import Engine

Fields = Mapping[str, Any]

TRUE = b"true"
MAX_REACTIONS = 11
"""How many different ones a message may get where nobody has set another number."""

EMOJI = frozenset(
    (  # noqa: SIM905  as it stands in the documentation, not a line for each
        "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 "
        "🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 "
        "😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
    ).split()
)
"""Those that can stand under a message. In a private chat a bot has one at most."""


def get_chat(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
    """What a bot is told of a chat: the newest pinned message, and nothing that this project has no use for."""
    chat = engine.chat(fields["chat_id"])
    facts = {**json.loads(chat.json), "accent_color_id": chat.id % 7, "max_reaction_count": MAX_REACTIONS}
    facts["accepted_gift_types"] = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    if pinned := _pinned(engine, chat):
        facts["pinned_message"] = json.loads(message_json(pinned[-1], engine.bot_json))
    return json.dumps(facts).encode()


def get_chat_member(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
    """How someone stands with a chat."""
    chat, user = engine.chat(fields["chat_id"]), fields["user_id"]
    who = engine.bot if user == engine.bot["id"] else None
    person = engine.chats.get(user)
    if who is None and person is not None and person.is_private:
        who = person.person()
    if who is None or (chat.is_private and user not in (chat.id, engine.bot["id"])):
        raise bad("PARTICIPANT_ID_INVALID")
    return json.dumps({"user": who, **_standing(_status(engine, chat, user))}).encode()


def get_chat_member_count(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
    """How many are in a chat, the bot among them: in a group those who have been seen there."""
    chat = engine.chat(fields["chat_id"])
    return b"%d" % (2 if chat.is_private else 1 + len(engine.members[chat.id]))


def get_chat_administrators(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
    """Who has made a group."""
    chat = engine.chat(fields["chat_id"])
    if chat.is_private:
        raise bad("there are no administrators in the private chat")
    makers = [user for user, status in engine.members[chat.id].items() if status == "creator"]
    return json.dumps([{"user": engine.chats[user].person(), **_standing("creator")} for user in makers]).encode()


def _status(engine: "Engine", chat: Chat, user: int) -> str:
    if user == engine.bot["id"]:
        return STATUS.get(chat.bond, "left")
    return "member" if chat.is_private else engine.members[chat.id].get(user, "left")


def _standing(status: str) -> Mapping[str, Any]:
    return {"status": status, **({"is_anonymous": False} if status == "creator" else {})}


def leave_chat(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
    """The bot leaves a group or a channel."""
    chat = engine.chat(fields["chat_id"])
    if chat.is_private:
        raise bad("chat member status can't be changed in private chats")
    change_bond(engine, chat, Bond.LEFT, by=engine.bot)
    return TRUE


def pin_chat_message(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """Keep a message in sight."""
    chat = _where_it_may_pin(engine, fields)
    message = chat.messages.get(fields["message_id"])
    if message is None:
        raise bad("message to pin not found")
    pins = engine.pins[chat.id]
    engine.pins[chat.id] = [*(one for one in pins if one != message.id), message.id]
    call.message = message.id
    return TRUE


def unpin_chat_message(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """No more: this one, or the one that was pinned last."""
    chat = _where_it_may_pin(engine, fields)
    pinned = [one.id for one in _pinned(engine, chat)]
    number = fields.get("message_id", pinned[-1] if pinned else 0)
    if number not in pinned:
        raise bad("message to unpin not found")
    engine.pins[chat.id].remove(number)
    call.message = number
    return TRUE


def unpin_all_chat_messages(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
    """None any more."""
    engine.pins.pop(_where_it_may_pin(engine, fields).id, None)
    return TRUE


def _where_it_may_pin(engine: "Engine", fields: Fields) -> Chat:
    chat = engine.chat(fields["chat_id"])
    if not chat.is_private:
        raise bad("not enough rights to manage pinned messages in the chat")
    return chat


def _pinned(engine: "Engine", chat: Chat) -> list[Message]:
    """Those that are still there, the one that was pinned last at the end."""
    return [chat.messages[number] for number in engine.pins.get(chat.id, ()) if number in chat.messages]


def set_message_reaction(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """What the bot thinks of a message; without any, nothing more."""
    given = fields.get("reaction", [])
    if not all(isinstance(one, dict) for one in given):
        raise bad("can't parse ReactionType: expected an Object")
    if any(one.get("type") not in ("emoji", "custom_emoji", "paid") for one in given):
        raise bad("can't parse ReactionType: invalid reaction type specified")
    if any(one["type"] != "emoji" or one.get("emoji") not in EMOJI for one in given):
        raise bad("REACTION_INVALID")
    if len(given) > 1:
        raise bad("REACTIONS_TOO_MANY")
    message = engine.chat(fields["chat_id"]).messages.get(fields["message_id"])
    if message is None:
        raise bad("message to react not found")
    message.reaction = given[0]["emoji"] if given else ""
    engine.journal.note(message)
    call.message = message.id
    return TRUE
