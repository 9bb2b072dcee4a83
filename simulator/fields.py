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
_FORWARD = {
    "chat_id": Kind.CHAT,
    "direct_messages_topic_id": Kind.INTEGER,
    "disable_notification": Kind.BOOLEAN,
    "from_chat_id": Kind.CHAT,
    "message_thread_id": Kind.INTEGER,
    "protect_content": Kind.BOOLEAN,
}
_POINT = {"latitude": Kind.FLOAT, "longitude": Kind.FLOAT}
_LANGUAGE = {"language_code": Kind.TEXT}
_SCOPE = {"scope": Kind.OBJECT, **_LANGUAGE}

FIELDS: Mapping[str, Mapping[str, Kind]] = {
    "getMe": {},
    "logOut": {},
    "close": {},
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
        "title": Kind.TEXT,
        **_POINT,
    },
    "sendLocation": {
        **_SEND,
        **_POINT,
        "heading": Kind.INTEGER,
        "horizontal_accuracy": Kind.FLOAT,
        "live_period": Kind.INTEGER,
        "proximity_alert_radius": Kind.INTEGER,
    },
    "sendMediaGroup": {
        **{name: kind for name, kind in _SEND.items() if name not in ("reply_markup", "suggested_post_parameters")},
        "media": Kind.ARRAY,
    },
    "sendChatAction": {
        "action": Kind.TEXT,
        "business_connection_id": Kind.TEXT,
        "chat_id": Kind.CHAT,
        "message_thread_id": Kind.INTEGER,
    },
    "forwardMessage": {
        **_FORWARD,
        "message_effect_id": Kind.TEXT,
        "message_id": Kind.INTEGER,
        "suggested_post_parameters": Kind.OBJECT,
        "video_start_timestamp": Kind.INTEGER,
    },
    "forwardMessages": {**_FORWARD, "message_ids": Kind.ARRAY},
    "copyMessage": {
        **_FORWARD,
        **_CAPTION,
        "allow_paid_broadcast": Kind.BOOLEAN,
        "message_effect_id": Kind.TEXT,
        "message_id": Kind.INTEGER,
        "reply_markup": Kind.OBJECT,
        "reply_parameters": Kind.OBJECT,
        "show_caption_above_media": Kind.BOOLEAN,
        "suggested_post_parameters": Kind.OBJECT,
        "video_start_timestamp": Kind.INTEGER,
    },
    "copyMessages": {**_FORWARD, "message_ids": Kind.ARRAY, "remove_caption": Kind.BOOLEAN},
    "editMessageText": {**_EDIT, **_TEXT, "rich_message": Kind.OBJECT},
    "editMessageCaption": {**_EDIT, **_CAPTION, "show_caption_above_media": Kind.BOOLEAN},
    "editMessageMedia": {**_EDIT, "media": Kind.OBJECT},
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
    "setMessageReaction": {
        "chat_id": Kind.CHAT,
        "is_big": Kind.BOOLEAN,
        "message_id": Kind.INTEGER,
        "reaction": Kind.ARRAY,
    },
    "pinChatMessage": {
        "business_connection_id": Kind.TEXT,
        "chat_id": Kind.CHAT,
        "disable_notification": Kind.BOOLEAN,
        "message_id": Kind.INTEGER,
    },
    "unpinChatMessage": {"business_connection_id": Kind.TEXT, "chat_id": Kind.CHAT, "message_id": Kind.INTEGER},
    "unpinAllChatMessages": {"chat_id": Kind.CHAT},
    "getFile": {"file_id": Kind.TEXT},
    "getChat": {"chat_id": Kind.CHAT},
    "getChatMember": {"chat_id": Kind.CHAT, "user_id": Kind.INTEGER},
    "getChatMemberCount": {"chat_id": Kind.CHAT},
    "getChatAdministrators": {"chat_id": Kind.CHAT, "return_bots": Kind.BOOLEAN},
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

COUNTED = frozenset(name for name in FIELDS if name.startswith(("send", "edit", "copy", "forward"))) - {
    "sendChatAction"
}
"""What Telegram's limits are about."""
