"""What a request cannot do without, and what is said when it is not there."""

from collections.abc import Mapping

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "setWebhook": (),
    "sendMessage": ("text", "chat_id"),
    "sendPhoto": ("photo", "chat_id"),
    "sendDocument": ("document", "chat_id"),
    "sendVenue": ("latitude", "longitude", "title", "address", "chat_id"),
    "sendLocation": ("latitude", "longitude", "chat_id"),
    "sendMediaGroup": ("media", "chat_id"),
    "sendChatAction": ("action", "chat_id"),
    "forwardMessage": ("chat_id", "from_chat_id", "message_id"),
    "forwardMessages": ("chat_id", "from_chat_id", "message_ids"),
    "copyMessage": ("chat_id", "from_chat_id", "message_id"),
    "copyMessages": ("chat_id", "from_chat_id", "message_ids"),
    "editMessageCaption": ("chat_id", "message_id"),
    "editMessageMedia": ("media", "chat_id", "message_id"),
    "editMessageText": ("text", "chat_id", "message_id"),
    "editMessageReplyMarkup": ("chat_id", "message_id"),
    "deleteMessage": ("chat_id", "message_id"),
    "deleteMessages": ("message_ids", "chat_id"),
    "answerCallbackQuery": ("callback_query_id",),
    "setMessageReaction": ("chat_id", "message_id"),
    "pinChatMessage": ("chat_id", "message_id"),
    "unpinChatMessage": ("chat_id",),
    "unpinAllChatMessages": ("chat_id",),
    "getFile": ("file_id",),
    "getChat": ("chat_id",),
    "getChatMember": ("chat_id", "user_id"),
    "getChatMemberCount": ("chat_id",),
    "getChatAdministrators": ("chat_id",),
    "leaveChat": ("chat_id",),
    "setMyCommands": ("commands",),
}
"""In the order in which the server misses them. A chat and a message are required for edits because the bot has no
inline messages, and `url` is not: an empty one removes the webhook."""

UPLOADS = {"sendPhoto": ("photo",), "sendDocument": ("document", "thumbnail")}
"""Fields that may name another part of a multipart body: `attach://<part>`."""

MEDIA = frozenset({"sendMediaGroup", "editMessageMedia"})
"""Methods of which `media` holds one or many objects that name parts of a multipart body."""

MISSING = {
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
    "from_chat_id": "chat_id is empty",
    "user_id": "invalid user_id specified",
    "file_id": "file_id is not specified",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
