"""What people do with their phones, as Telegram tells the bot."""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.domain.text import utf16_length
from simulator.bonds import change_bond
from simulator.chats import Bond, Chat, ChatType, Message, message_json
from simulator.engine import Engine

_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?")


def add_person(
    engine: Engine, name: str, *, language: str = "en", person_id: int | None = None, has_started: bool = False
) -> Chat:
    """Someone new with a phone. The bot may write to them once they have said something, or with `has_started`."""
    number = person_id or engine.new_person()
    bond = Bond.MEMBER if has_started else Bond.STRANGER
    chat = engine.chats[number] = Chat(number, ChatType.PRIVATE, name, language, bond)
    return chat


def add_people(engine: Engine, count: int, *, first_id: int, name: str = "Someone", language: str = "en") -> None:
    """So many at once, with numbers from `first_id` on, who have all talked to the bot already."""
    for number in range(first_id, first_id + count):
        engine.chats[number] = Chat(number, ChatType.PRIVATE, name, language, Bond.MEMBER)


def add_group(engine: Engine, title: str, *, by: Chat, kind: ChatType = ChatType.GROUP) -> Chat:
    """A group or channel to which someone adds the bot."""
    number = engine.new_group()
    chat = engine.chats[number] = Chat(number, kind, title, bond=Bond.LEFT)
    engine.members[number][by.id] = "creator"
    change_bond(engine, chat, Bond.MEMBER, by=by.person())
    return chat


def say(engine: Engine, person: Chat, text: str, *, to: Chat | None = None, reply_to: int = 0) -> Message:
    """Write to the bot, or in a group; perhaps as an answer to a message there."""
    commands = [
        {"type": "bot_command", "offset": utf16_length(text[: found.start()]), "length": len(found[0])}
        for found in _COMMAND.finditer(text)
    ]
    return send(
        engine, person, {"text": text, **({"entities": commands} if commands else {})}, to=to, reply_to=reply_to
    )


def share_location(engine: Engine, person: Chat, latitude: float, longitude: float) -> Message:
    """Send a point; any point can be picked."""
    return send(engine, person, {"location": {"latitude": latitude, "longitude": longitude}})


def send(
    engine: Engine, person: Chat, content: Mapping[str, Any], *, to: Chat | None = None, reply_to: int = 0
) -> Message:
    """Send anything: the fields of the Bot API's Message that make up its content."""
    chat = to or person
    if not chat.is_private:
        engine.members[chat.id].setdefault(person.id, "member")
    if chat is person and chat.bond in (Bond.STRANGER, Bond.KICKED):
        unblock(engine, person)
    message = engine.deliver(chat, engine.contents.from_person(content), sender=person, reply_to=reply_to)
    engine.updates.add("message", message_json(message, engine.bot_json), chat.id)
    return message


def forward(engine: Engine, person: Chat, message: Message) -> Message:
    """Send on what someone, or the bot, has written: its words with a note on whose they are."""
    content = engine.contents.forwarded(message, engine.bot)
    sent = engine.deliver(person, content, sender=person, is_forward=True)
    engine.updates.add("message", message_json(sent, engine.bot_json), person.id)
    return sent


def rewrite(engine: Engine, message: Message, text: str) -> None:
    """Edit what one has written."""
    engine.edit(message, engine.contents.from_person({"text": text}), message.markup)
    engine.updates.add("edited_message", message_json(message, engine.bot_json), message.chat.id)


def press(engine: Engine, person: Chat, message_id: int, data: str, *, where: Chat | None = None) -> str:
    """Press a button that carries `data`, or send what no button carries, as a forged client can; the query's id."""
    chat = where or person
    message = chat.messages.get(message_id)
    shown: Any = {"chat": json.loads(chat.json), "message_id": message_id, "date": 0}
    if message is not None:
        shown = json.loads(message_json(message, engine.bot_json))
    query_id = engine.queries.add(person)
    facts = {"id": query_id, "from": person.person(), "message": shown, "chat_instance": str(chat.id * 7), "data": data}
    engine.updates.add("callback_query", json.dumps(facts).encode(), chat.id)
    return query_id


def block(engine: Engine, person: Chat) -> None:
    """Block the bot."""
    change_bond(engine, person, Bond.KICKED, by=person.person())


def unblock(engine: Engine, person: Chat) -> None:
    """Let the bot write again: for a stranger without a word, after a block Telegram says so."""
    if person.bond is Bond.STRANGER:
        person.bond = Bond.MEMBER
    else:
        change_bond(engine, person, Bond.MEMBER, by=person.person())


def deactivate(person: Chat) -> None:
    """Delete one's account. Telegram tells no bot of it."""
    person.bond = Bond.DEACTIVATED


def remove_bot(engine: Engine, group: Chat, *, by: Chat) -> None:
    """Throw the bot out of a group."""
    change_bond(engine, group, Bond.KICKED, by=by.person())
