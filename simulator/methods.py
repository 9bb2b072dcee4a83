"""The methods of the Bot API: each takes checked fields and gives its result as JSON."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from simulator import polling, profile
from simulator.bonds import change_bond
from simulator.chats import Bond, Chat, Content, Message, message_json
from simulator.errors import bad
from simulator.keyboards import NONE, Markup, markup

if TYPE_CHECKING:
    from simulator.engine import Call, Engine

Fields = Mapping[str, Any]
Method = Callable[["Engine", Fields, "Call"], bytes]

TRUE = b"true"
MAX_TOAST = 200
MAX_DELETED = 100
DELETABLE = 48 * 3600
"""Seconds for which a message can be deleted."""

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def get_me(engine: "Engine", _fields: Fields, _call: "Call") -> bytes:
    """The bot itself."""
    able = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return json.dumps({**engine.bot, **able}).encode()


def send_message(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """A text."""
    _preview(fields)
    return _send(engine, engine.contents.text(fields), fields, call)


def send_photo(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """A photo with or without a caption."""
    return _send(engine, engine.contents.file("photo", fields), fields, call)


def send_document(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """A file with or without a caption."""
    return _send(engine, engine.contents.file("document", fields), fields, call)


def send_venue(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """A place on the map."""
    return _send(engine, engine.contents.venue(fields), fields, call)


def _send(engine: "Engine", content: Content, fields: Fields, call: "Call") -> bytes:
    keyboard = _markup(fields)
    chat = engine.chat(fields["chat_id"])
    reply_to = _reply_to(engine, chat, fields)
    engine.pace.take(chat, call.at, paid=engine.pays and fields.get("allow_paid_broadcast", False))
    message = engine.deliver(
        chat,
        content,
        keyboard,
        reply_to=reply_to,
        silent=fields.get("disable_notification", False),
        protected=fields.get("protect_content", False),
        is_lost=call.is_lost,
    )
    call.message, call.text = message.id, content.number
    return message_json(message, engine.bot_json)


def _markup(fields: Fields) -> Markup:
    return markup(fields["reply_markup"]) if "reply_markup" in fields else NONE


def _preview(fields: Fields) -> None:
    for name, value in fields.get("link_preview_options", {}).items():
        wanted = str if name == "url" else bool
        if not isinstance(value, wanted):
            raise bad(f'field "{name}" must be of type {"String" if wanted is str else "Boolean"}')


def _reply_to(engine: "Engine", chat: Chat, fields: Fields) -> int:
    """Which message is answered; 0 for none."""
    given = fields.get("reply_parameters")
    if not given:
        return 0
    message_id = given.get("message_id")
    if message_id is None:
        raise bad('can\'t find field "message_id"')
    if not isinstance(message_id, int) or isinstance(message_id, bool):
        raise bad('field "message_id" must be of type Number')
    where = engine.chats.get(given.get("chat_id", chat.id))
    if where is not None and message_id in where.messages:
        return message_id
    if given.get("allow_sending_without_reply") is True:
        return 0
    raise bad("message to be replied not found")


def edit_message_text(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """Another text in a message that the bot has sent. Buttons that are not given again go."""
    _preview(fields)
    content, keyboard = engine.contents.text(fields), _markup(fields)
    message = _editable(engine, fields)
    if message.content.kind != "text":
        raise bad("there is no text in the message to edit")
    return _edit(engine, message, content, keyboard, call)


def edit_message_reply_markup(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """Other buttons, or none, under a message that the bot has sent."""
    keyboard = _markup(fields)
    message = _editable(engine, fields)
    return _edit(engine, message, message.content, keyboard, call)


def _editable(engine: "Engine", fields: Fields) -> Message:
    message = engine.chat(fields["chat_id"]).messages.get(fields["message_id"])
    if message is None:
        raise bad("message to edit not found")
    if message.sender is not None:
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
    numbers = fields["message_ids"]
    if not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > MAX_DELETED:
        raise bad("too many message identifiers specified")
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in numbers):
        raise bad("message identifier must be a Number")
    if min(numbers) <= 0:
        raise bad("invalid message identifier specified")
    chat = engine.chat(fields["chat_id"])
    for number in numbers:
        message = chat.messages.get(number)
        if message is not None and _is_deletable(engine, message):
            engine.delete(message)
    return TRUE


def _is_deletable(engine: "Engine", message: Message) -> bool:
    recent = engine.clock.now().timestamp() - message.date < DELETABLE
    return recent and (message.sender is None or message.chat.is_private)


def answer_callback_query(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """The short notice after a pressed button, or none."""
    text = fields.get("text", "")
    if len(text) > MAX_TOAST:
        raise bad("MESSAGE_TOO_LONG")
    chat = engine.queries.answer(fields["callback_query_id"])
    call.chat = chat.id
    if text and not call.is_lost:
        chat.toasts.append(text)
        engine.journal.note_toast(chat)
    return TRUE


def leave_chat(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
    """The bot leaves a group or a channel."""
    chat = engine.chat(fields["chat_id"])
    if chat.is_private:
        raise bad("chat member status can't be changed in private chats")
    change_bond(engine, chat, Bond.LEFT, by=engine.bot)
    return TRUE


def _of_profile(method: str) -> Method:
    def call_it(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
        return json.dumps(profile.METHODS[method](engine.profile, fields)).encode()

    return call_it


METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "setWebhook": polling.set_webhook,
    "deleteWebhook": polling.delete_webhook,
    "getWebhookInfo": polling.get_webhook_info,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVenue": send_venue,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
    "leaveChat": leave_chat,
    **{name: _of_profile(name) for name in profile.METHODS},
}
"""All but getUpdates, which waits: `polling.get_updates`."""
