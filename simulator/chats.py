"""Who can be talked to, and what was said."""

import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from simulator.files import uploaded
from simulator.keyboards import NONE, Markup, shown


class ChatType(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Bond(StrEnum):
    """How the bot stands with a chat, in the words of Telegram's ChatMember."""

    STRANGER = "stranger"
    """The person has never talked to the bot, so it may not begin."""
    MEMBER = "member"
    KICKED = "kicked"
    """In a private chat: blocked."""
    LEFT = "left"
    DEACTIVATED = "deactivated"
    """The person has deleted their account."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a message holds. Many messages share one."""

    kind: str
    """`text`, `photo`, `document`, `location`, `venue`, or what else a person sends."""
    text: str
    """What is read: the text, or the caption."""
    entities: tuple[dict[str, Any], ...]
    json: bytes
    """Its part of the Bot API's Message."""
    number: int
    """Its number in the log's list of texts; -1 for none."""
    media: Mapping[str, Any] | None = None
    """The file in it, as the Bot API writes it, without its caption."""
    origin: bytes = b""
    """Of a forwarded message: where it comes from, as the beginning of `json`."""

    @property
    def bare(self) -> bytes:
        """`json` without a word on where it comes from."""
        return self.json.removeprefix(self.origin)


@dataclass(frozen=True, slots=True)
class Version:
    """What a message showed before it was edited."""

    content: Content
    markup: Markup
    at: float
    """On the engine's monotonic clock."""


@dataclass(slots=True, eq=False)
class Chat:
    """One chat with the bot. A private one has its person's number."""

    id: int
    type: ChatType
    name: str
    language: str = "en"
    bond: Bond = Bond.STRANGER
    messages: "dict[int, Message]" = field(default_factory=dict)
    toasts: Sequence[str] = ()
    """Short notices after pressed buttons, oldest first."""
    tokens: float = 0.0
    """How many messages the chat takes at once, as of `filled`."""
    filled: float = -1e9
    minute: deque[float] | None = None
    """When a group was sent to in the last minute."""

    @property
    def is_private(self) -> bool:
        """Whether it is a chat with one person."""
        return self.type is ChatType.PRIVATE

    @property
    def json(self) -> bytes:
        """The Bot API's Chat."""
        if self.type is ChatType.PRIVATE:
            return b'{"id":%d,"first_name":%b,"type":"private"}' % (self.id, quoted(self.name))
        return b'{"id":%d,"title":%b,"type":"%b"}' % (self.id, quoted(self.name), self.type.encode())

    def person(self) -> dict[str, Any]:
        """The Bot API's User, for the person of a private chat."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}


@dataclass(slots=True, eq=False)
class Message:
    """One message in one chat."""

    id: int
    chat: Chat
    date: int
    """Seconds since 1970."""
    at: float
    """On the engine's monotonic clock: when it came, or was last edited."""
    content: Content
    markup: Markup = NONE
    sender: Chat | None = None
    """The person who wrote it; none for the bot."""
    reply_to: int = 0
    silent: bool = False
    protected: bool = False
    edited: int = 0
    """Seconds since 1970; 0 for never."""
    earlier: tuple[Version, ...] = ()
    change: int = 0
    """The number of its last change, in the engine's journal."""
    reaction: str = ""
    """The emoji that the bot has put under it."""
    is_forward: bool = False
    is_deleted: bool = False


def why_closed(chat: Chat) -> str:
    """Why the bot may not write there."""
    match chat.bond:
        case Bond.STRANGER:
            return "bot can't initiate conversation with a user"
        case Bond.DEACTIVATED:
            return "user is deactivated"
        case Bond.KICKED if chat.is_private:
            return "bot was blocked by the user"
        case Bond.KICKED:
            return f"bot was kicked from the {chat.type} chat"
        case _:
            return f"bot is not a member of the {chat.type} chat"


@lru_cache(maxsize=4096)
def quoted(text: str) -> bytes:
    """A text as JSON."""
    return json.dumps(text).encode()


def message_json(message: Message, bot: bytes, *, nested: bool = False) -> bytes:
    """The Bot API's Message. `bot` is the bot's User."""
    chat, between = message.chat, b""
    sender = bot if message.sender is None else json.dumps(message.sender.person()).encode()
    if message.edited:
        between = b',"edit_date":%d' % message.edited
    answered = chat.messages.get(message.reply_to) if message.reply_to and not nested else None
    if answered is not None:
        between += b',"reply_to_message":' + message_json(answered, bot, nested=True)
    if message.protected:
        between += b',"has_protected_content":true'
    return b'{"message_id":%d,"from":%b,"chat":%b,"date":%d%b%b%b}' % (
        *(message.id, sender, chat.json, message.date),
        *(between, message.content.json, message.markup.json),
    )


def message_facts(message: Message) -> dict[str, Any]:
    """A message as the person sees it, for phones and pages."""
    return {
        "id": message.id,
        "chat": message.chat.id,
        "sender": message.sender.id if message.sender else None,
        "kind": message.content.kind,
        "text": message.content.text,
        "entities": message.content.entities,
        "file": uploaded(message.content.media),
        "buttons": shown(message.markup.rows),
        "date": message.date,
        "at": message.at,
        "reply_to": message.reply_to or None,
        "silent": message.silent,
        "protected": message.protected,
        "reaction": message.reaction,
        "deleted": message.is_deleted,
        "change": message.change,
        "edits": [
            {"text": one.content.text, "buttons": shown(one.markup.rows), "at": one.at} for one in message.earlier
        ],
    }
