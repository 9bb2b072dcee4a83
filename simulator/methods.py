"""The methods of the Bot API: each takes checked fields and gives its result as JSON."""

import json
from collections.abc import Callable, Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

from simulator import about, editing, polling, profile, sending
from simulator.errors import bad, flood

if TYPE_CHECKING:
    from simulator.call import Call
    from simulator.engine import Engine

Fields = Mapping[str, Any]
Method = Callable[["Engine", Fields, "Call"], bytes]

TRUE = b"true"
MAX_TOAST = 200
OPEN = 600.0
"""Seconds after its start in which a bot cannot be closed."""


def get_me(engine: "Engine", _fields: Fields, _call: "Call") -> bytes:
    """The bot itself."""
    able = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return json.dumps({**engine.bot, **able}).encode()


def log_out(engine: "Engine", _fields: Fields, _call: "Call") -> bytes:
    """The bot goes to a server of its own: from now on this one refuses it."""
    engine.is_logged_out = True
    return TRUE


def close(engine: "Engine", _fields: Fields, call: "Call") -> bytes:
    """The bot goes to another server, which it may not do at once."""
    left = engine.began + OPEN - call.at
    if left > 0:
        raise flood(ceil(left))
    return TRUE


def get_file(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
    """What is known of a file."""
    return json.dumps(engine.contents.files.about(fields["file_id"])).encode()


def answer_callback_query(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """The short notice after a pressed button, or none."""
    text = fields.get("text", "")
    if len(text) > MAX_TOAST:
        raise bad("MESSAGE_TOO_LONG")
    chat = engine.queries.answer(fields["callback_query_id"])
    call.chat = chat.id
    if text and not call.is_lost:
        chat.toasts = (*chat.toasts, text)
        engine.journal.note_toast(chat)
    return TRUE


def _of_profile(method: str) -> Method:
    def call_it(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
        return json.dumps(profile.METHODS[method](engine.profile, fields)).encode()

    return call_it


METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "logOut": log_out,
    "close": close,
    "setWebhook": polling.set_webhook,
    "deleteWebhook": polling.delete_webhook,
    "getWebhookInfo": polling.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVenue": sending.send_venue,
    "sendLocation": sending.send_location,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "forwardMessage": sending.forward_message,
    "forwardMessages": sending.forward_messages,
    "copyMessage": sending.copy_message,
    "copyMessages": sending.copy_messages,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "setMessageReaction": about.set_message_reaction,
    "pinChatMessage": about.pin_chat_message,
    "unpinChatMessage": about.unpin_chat_message,
    "unpinAllChatMessages": about.unpin_all_chat_messages,
    "getChat": about.get_chat,
    "getChatMember": about.get_chat_member,
    "getChatMemberCount": about.get_chat_member_count,
    "getChatAdministrators": about.get_chat_administrators,
    "leaveChat": about.leave_chat,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
    **{name: _of_profile(name) for name in profile.METHODS},
}
"""All but getUpdates, which waits: `polling.get_updates`."""
