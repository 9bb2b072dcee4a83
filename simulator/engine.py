"""The engine: chats, messages, updates, limits and faults of one bot. Both doors ask it for every answer."""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.clock import Clock
from simulator import methods, polling
from simulator.chats import Bond, Chat, Content, Message, Version
from simulator.content import Contents
from simulator.errors import Refused, bad, forbidden, no_such_method
from simulator.faults import ConnectionCut, Fault, Faults, Flood, Late, Lost, Reply, refusal
from simulator.fields import COUNTED, FIELDS, METHODS
from simulator.journal import Journal
from simulator.keyboards import NONE, Markup
from simulator.limits import Limits, Pace
from simulator.log import CUT, Log
from simulator.profile import Profile
from simulator.queries import Queries
from simulator.requests import body_fields, checked
from simulator.updates import Updates

TOKEN = "7000000001:AAsimulated-token_that-opens-no-bot-000"  # noqa: S105  opens nothing but this
USERNAME = "avisa_bot"

FIRST_PERSON = 5_000_000_001
"""Beyond 32 bits, as many of Telegram's numbers are."""

FIRST_GROUP = -1_001


@dataclass(slots=True)
class Call:
    """One request on its way through the engine, and what the log will say of it."""

    at: float
    chat: int = 0
    message: int = 0
    text: int = -1
    is_lost: bool = False
    """Whether its message is to reach nobody."""


class Engine:
    """One bot's Telegram, on the given clock."""

    def __init__(
        self,
        clock: Clock,
        limits: Limits | None = None,
        *,
        token: str = TOKEN,
        username: str = USERNAME,
        name: str = "Avisa",
        pays: bool = False,
        keep: int | None = None,
    ) -> None:
        """No limits unless some are given. `pays`: `allow_paid_broadcast` counts. `keep`: messages kept per chat."""
        self.clock = clock
        self.token = token
        self.pays = pays
        self.keep = keep
        self.bot = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": name, "username": username}
        self.bot_json = json.dumps(self.bot).encode()
        self.chats: dict[int, Chat] = {}
        self.pace = Pace(limits)
        self.log = Log()
        self.journal = Journal()
        self.updates = Updates(clock)
        self.faults = Faults()
        self.profile = Profile(name)
        self.contents = Contents(self.log)
        self.queries = Queries(clock)
        self.unknown_fields: set[str] = set()
        """`method.field` for each field that the Bot API does not know, and passes over."""
        self._last_message = 0
        self._next_person = FIRST_PERSON
        self._next_group = FIRST_GROUP

    async def serve(self, method: str, content_type: str, body: bytes) -> Reply:
        """The answer to one request, or ConnectionCut."""
        name = method if method in FIELDS else METHODS.get(method.lower(), "")
        call = Call(self.clock.monotonic())
        held = name in COUNTED and call.at < self.pace.hold_until
        fault = self.faults.take(name)
        taken = False
        try:
            if not name:
                raise no_such_method()
            given = body_fields(content_type, body)
            call.chat = _number(given.get("chat_id"))
            if fault is None or fault.takes:
                call.is_lost = isinstance(fault, Lost)
                result = await self._do(name, given, call)
                reply, taken = Reply(200, b'{"ok":true,"result":%b}' % result), True
            else:
                reply = Reply(0, b"")
        except Refused as refused:
            reply = refusal(refused)
        except Exception:
            logging.getLogger(__name__).exception("a fault of the simulator's own, in %s", method)
            reply = refusal(Refused(500, "Internal Server Error: restart"))
        cut = None
        if fault is not None:
            try:
                reply = self._go_wrong(fault, reply, call)
            except ConnectionCut as broken:
                cut = broken
        self.log.add(
            call.at,
            name or method[:64],
            CUT if cut else reply.status,
            taken=taken,
            held=held,
            chat=call.chat,
            message=call.message,
            text=call.text,
        )
        delay = self.faults.delay + (fault.seconds if isinstance(fault, Late) else 0.0)
        if delay > 0:
            await self.clock.wait(asyncio.Event(), delay)
        if cut is not None:
            raise cut
        return reply

    async def _do(self, name: str, given: Mapping[str, Any], call: Call) -> bytes:
        """The result, as JSON."""
        if name in COUNTED:
            self.pace.check_hold(call.at)
        fields = checked(name, given, self.unknown_fields)
        if name == "getUpdates":
            return await polling.get_updates(self, fields)
        return methods.METHODS[name](self, fields, call)

    def _go_wrong(self, fault: Fault, reply: Reply, call: Call) -> Reply:
        if isinstance(fault, Flood) and fault.retry_after is not None:
            self.pace.hold(fault.retry_after, call.at)
        return fault.instead(reply)

    def new_person(self) -> int:
        """A number that no chat has."""
        while self._next_person in self.chats:
            self._next_person += 1
        return self._next_person

    def new_group(self) -> int:
        """A number that no chat has; a group's is negative."""
        while self._next_group in self.chats:
            self._next_group -= 1
        return self._next_group

    def chat(self, chat_id: int | str) -> Chat:
        """The chat that a request is about, if the bot may write there."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad("chat not found")
        if chat.bond is not Bond.MEMBER:
            raise forbidden(_closed(chat))
        return chat

    def deliver(
        self,
        chat: Chat,
        content: Content,
        markup: Markup = NONE,
        *,
        sender: Chat | None = None,
        reply_to: int = 0,
        silent: bool = False,
        protected: bool = False,
        is_lost: bool = False,
    ) -> Message:
        """A new message in a chat, the bot's or a person's."""
        self._last_message += 1
        message = Message(
            self._last_message,
            chat,
            int(self.clock.now().timestamp()),
            self.clock.monotonic(),
            content,
            markup,
            sender,
            reply_to,
            silent,
            protected,
        )
        if not is_lost:
            chat.messages[message.id] = message
            if self.keep is not None and len(chat.messages) > self.keep:
                del chat.messages[next(iter(chat.messages))]
            self.journal.note(message)
        return message

    def edit(self, message: Message, content: Content, markup: Markup) -> None:
        """Show something else in a message, and remember what it showed."""
        message.earlier += (Version(message.content, message.markup, message.at),)
        message.content, message.markup = content, markup
        message.at, message.edited = self.clock.monotonic(), int(self.clock.now().timestamp())
        self.journal.note(message)

    def delete(self, message: Message) -> None:
        """Take a message away. It can be found no more, only those who hold it know that it was there."""
        message.is_deleted = True
        del message.chat.messages[message.id]
        self.journal.note(message)


def _number(chat_id: object) -> int:
    """The chat's number for the log; 0 when it is none."""
    if isinstance(chat_id, str) and chat_id.removeprefix("-").isdecimal() and len(chat_id) < 19:
        return int(chat_id)
    return chat_id if isinstance(chat_id, int) and abs(chat_id) < 1 << 62 else 0


def _closed(chat: Chat) -> str:
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
