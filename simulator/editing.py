"""The methods of the Bot API that change what was sent, or take it away."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.chats import Content, Message, message_json
from simulator.errors import bad
from simulator.keyboards import Markup
from simulator.requests import message_numbers
from simulator.sending import check_preview

if TYPE_CHECKING:
    from simulator.call import Call
    from simulator.engine import Engine

Fields = Mapping[str, Any]

TRUE = b"true"
DELETABLE = 48 * 3600
"""Seconds for which a message can be deleted."""

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def edit_message_text(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """Another text in a message that the bot has sent. Buttons that are not given again go."""
    check_preview(fields)
    content, keyboard = engine.contents.text(fields), engine.contents.keyboard(fields)
    message = _editable(engine, fields)
    if message.content.kind != "text":
        raise bad("there is no text in the message to edit")
    return _edit(engine, message, content, keyboard, call)


def edit_message_caption(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """Another caption, or none, under a photo or a file."""
    keyboard = engine.contents.keyboard(fields)
    message = _editable(engine, fields)
    if message.content.media is None:
        raise bad("there is no caption in the message to edit")
    return _edit(engine, message, engine.contents.captioned(message.content, fields), keyboard, call)


def edit_message_media(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """Another photo or file in place of what was there, a text included."""
    content, keyboard = engine.contents.media(fields["media"]), engine.contents.keyboard(fields)
    message = _editable(engine, fields)
    if message.content.media is None and message.content.kind != "text":
        raise bad("message can't be edited")
    return _edit(engine, message, content, keyboard, call)


def edit_message_reply_markup(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """Other buttons, or none, under a message that the bot has sent."""
    keyboard = engine.contents.keyboard(fields)
    message = _editable(engine, fields)
    return _edit(engine, message, message.content, keyboard, call)


def _editable(engine: "Engine", fields: Fields) -> Message:
    message = engine.chat(fields["chat_id"]).messages.get(fields["message_id"])
    if message is None:
        raise bad("message to edit not found")
    if message.sender is not None or message.is_forward:
        raise bad("message can't be edited")
    return message


def _edit(engine: "Engine", message: Message, content: Content, keyboard: Markup, call: "Call") -> bytes:
    if (content.json, keyboard) == (message.content.json, message.markup):
        raise bad(NOT_MODIFIED)
    engine.pace.take(message.chat, call.at, paid=False)
    if not call.is_lost:
        engine.edit(message, content, keyboard)
    call.message, call.text = message.id, content.number
    return message_json(message, engine.bot_json)


def delete_message(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """One message less, the bot's or, in a private chat, the person's."""
    message = engine.chat(fields["chat_id"]).messages.get(fields["message_id"])
    if message is None:
        raise bad("message to delete not found")
    if not _is_deletable(engine, message):
        raise bad("message can't be deleted")
    engine.delete(message)
    call.message = message.id
    return TRUE


def delete_messages(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
    """Several; those that are not there or too old are passed over."""
    numbers = message_numbers(fields["message_ids"])
    chat = engine.chat(fields["chat_id"])
    for number in numbers:
        message = chat.messages.get(number)
        if message is not None and _is_deletable(engine, message):
            engine.delete(message)
    return TRUE


def _is_deletable(engine: "Engine", message: Message) -> bool:
    recent = engine.clock.now().timestamp() - message.date < DELETABLE
    return recent and (message.sender is None or message.chat.is_private)
