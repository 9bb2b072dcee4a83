"""A broadcast's message, prepared once per language: for each chat only its number is put in."""

import json
from dataclasses import dataclass
from typing import Any

from bot.domain.broadcast import Way
from bot.domain.ids import MessageId
from bot.domain.screen import Key, Screen

METHODS = {
    Way.SEND: "sendMessage",
    Way.REPLY: "sendMessage",
    Way.SILENT_REPLY: "sendMessage",
    Way.EDIT: "editMessageText",
}

SOUNDS = frozenset({Way.SEND, Way.REPLY})
"""What a phone tells of with a sound, unless it is asked not to."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The body of a request up to the chat."""

    method: str
    head: bytes
    way: Way

    def body(self, chat: int, message: MessageId | None, *, silent: bool = False) -> bytes:
        """The whole body for one chat, and the message there that it answers or edits. An edit never makes a sound."""
        if silent and self.way in SOUNDS:
            return self.body(chat, message)[:-1] + b',"disable_notification":true}'
        if message is None:
            return b"%b%d}" % (self.head, chat)
        if self.way is Way.EDIT:
            return b'%b%d,"message_id":%d}' % (self.head, chat, message)
        return b'%b%d,"reply_parameters":{"message_id":%d,"allow_sending_without_reply":true}}' % (
            self.head,
            chat,
            message,
        )


def prepare(screen: Screen, way: Way, *, paid: bool = False) -> Prepared:
    """What every chat of one language is sent. `paid` asks Telegram to go over 30 a second, for Stars."""
    fields: dict[str, Any] = {
        "text": screen.text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if screen.keys:
        fields["reply_markup"] = {"inline_keyboard": [[_button(key) for key in row] for row in screen.keys]}
    if way is Way.SILENT_REPLY:
        fields["disable_notification"] = True
    if paid and way is not Way.EDIT:
        fields["allow_paid_broadcast"] = True
    head = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))[:-1] + ',"chat_id":'
    return Prepared(METHODS[way], head.encode(), way)


def _button(key: Key) -> dict[str, str | None]:
    if key.url is not None:
        return {"text": key.says, "url": key.url}
    return {"text": key.says, "callback_data": key.data}
