"""The methods that the simulator knows, and their fields. Compiled from the documentation of Bot API 10.1."""

from collections.abc import Mapping
from enum import Enum, auto


class Kind(Enum):
    """What a field holds."""

    INTEGER = auto()
    FLOAT = auto()
    TEXT = auto()
    BOOLEAN = auto()
    CHAT = auto()
    """A chat's number, or `@name` of a public one."""
    OBJECT = auto()
    ARRAY = auto()
    FILE = auto()
    """An upload, or the id of a file that is there already."""


_SEND = {
    "allow_paid_broadcast": Kind.BOOLEAN,
    "business_connection_id": Kind.TEXT,
    "chat_id": Kind.CHAT,
    "direct_messages_topic_id": Kind.INTEGER,
    "disable_notification": Kind.BOOLEAN,
    "message_effect_id": Kind.TEXT,
    "message_thread_id": Kind.INTEGER,
    "protect_content": Kind.BOOLEAN,
    "reply_markup": Kind.OBJECT,
    "reply_parameters": Kind.OBJECT,
    "suggested_post_parameters": Kind.OBJECT,
}
_EDIT = {
    "business_connection_id": Kind.TEXT,
    "chat_id": Kind.CHAT,
    "inline_message_id": Kind.TEXT,
    "message_id": Kind.INTEGER,
    "reply_markup": Kind.OBJECT,
}
_TEXT = {
    "entities": Kind.ARRAY,
    "link_preview_options": Kind.OBJECT,
    "parse_mode": Kind.TEXT,
    "text": Kind.TEXT,
}
_CAPTION = {
    "caption": Kind.TEXT,
    "caption_entities": Kind.ARRAY,
    "parse_mode": Kind.TEXT,
}
_LANGUAGE = {"language_code": Kind.TEXT}
_SCOPE = {"scope": Kind.OBJECT, **_LANGUAGE}

FIELDS: Mapping[str, Mapping[str, Kind]] = {
    "getMe": {},
    "getUpdates": {
        "allowed_updates": Kind.ARRAY,
        "limit": Kind.INTEGER,
        "offset": Kind.INTEGER,
        "timeout": Kind.INTEGER,
    },
    "setWebhook": {
        "allowed_updates": Kind.ARRAY,
        "certificate": Kind.FILE,
        "drop_pending_updates": Kind.BOOLEAN,
        "ip_address": Kind.TEXT,
        "max_connections": Kind.INTEGER,
        "secret_token": Kind.TEXT,
        "url": Kind.TEXT,
    },
    "deleteWebhook": {"drop_pending_updates": Kind.BOOLEAN},
    "getWebhookInfo": {},
    "sendMessage": {**_SEND, **_TEXT},
    "sendPhoto": {
        **_SEND,
        **_CAPTION,
        "has_spoiler": Kind.BOOLEAN,
        "photo": Kind.FILE,
        "show_caption_above_media": Kind.BOOLEAN,
    },
    "sendDocument": {
        **_SEND,
        **_CAPTION,
        "disable_content_type_detection": Kind.BOOLEAN,
        "document": Kind.FILE,
        "thumbnail": Kind.FILE,
    },
    "sendVenue": {
        **_SEND,
        "address": Kind.TEXT,
        "foursquare_id": Kind.TEXT,
        "foursquare_type": Kind.TEXT,
        "google_place_id": Kind.TEXT,
        "google_place_type": Kind.TEXT,
        "latitude": Kind.FLOAT,
        "longitude": Kind.FLOAT,
        "title": Kind.TEXT,
    },
    "editMessageText": {**_EDIT, **_TEXT},
    "editMessageReplyMarkup": _EDIT,
    "deleteMessage": {"chat_id": Kind.CHAT, "message_id": Kind.INTEGER},
    "deleteMessages": {"chat_id": Kind.CHAT, "message_ids": Kind.ARRAY},
    "answerCallbackQuery": {
        "cache_time": Kind.INTEGER,
        "callback_query_id": Kind.TEXT,
        "show_alert": Kind.BOOLEAN,
        "text": Kind.TEXT,
        "url": Kind.TEXT,
    },
    "leaveChat": {"chat_id": Kind.CHAT},
    "setMyCommands": {"commands": Kind.ARRAY, **_SCOPE},
    "getMyCommands": _SCOPE,
    "deleteMyCommands": _SCOPE,
    "setMyName": {"name": Kind.TEXT, **_LANGUAGE},
    "getMyName": _LANGUAGE,
    "setMyDescription": {"description": Kind.TEXT, **_LANGUAGE},
    "getMyDescription": _LANGUAGE,
    "setMyShortDescription": {"short_description": Kind.TEXT, **_LANGUAGE},
    "getMyShortDescription": _LANGUAGE,
    "setChatMenuButton": {"chat_id": Kind.INTEGER, "menu_button": Kind.OBJECT},
    "getChatMenuButton": {"chat_id": Kind.INTEGER},
}

METHODS = {name.lower(): name for name in FIELDS}
"""The real API does not mind the case of a method's name."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "setWebhook": (),
    "sendMessage": ("text", "chat_id"),
    "sendPhoto": ("photo", "chat_id"),
    "sendDocument": ("document", "chat_id"),
    "sendVenue": ("latitude", "longitude", "title", "address", "chat_id"),
    "editMessageText": ("text", "chat_id", "message_id"),
    "editMessageReplyMarkup": ("chat_id", "message_id"),
    "deleteMessage": ("chat_id", "message_id"),
    "deleteMessages": ("message_ids", "chat_id"),
    "answerCallbackQuery": ("callback_query_id",),
    "leaveChat": ("chat_id",),
    "setMyCommands": ("commands",),
}
"""In the order in which the server misses them. A chat and a message are required for edits because the bot has no
inline messages, and `url` is not: an empty one removes the webhook."""

UPLOADS = {"sendPhoto": ("photo",), "sendDocument": ("document", "thumbnail")}
"""Fields that may name another part of a multipart body: `attach://<part>`."""

MISSING = {
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}

COUNTED = frozenset(name for name in FIELDS if name.startswith(("send", "edit", "copy", "forward")))
"""What Telegram's limits are about."""
